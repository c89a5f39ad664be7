"""The same report from two tabs, and two people verifying, at the same moment."""

from __future__ import annotations

import uuid

import pytest

from duecare.hazards import actions
from duecare.hazards.models import Hazard, Step
from duecare.obligations.models import Obligation
from tests.at_once import at_once
from tests.hazards.conftest import AT, HOUR, Report
from tests.people import actor_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_one_report_from_four_tabs_is_one_hazard(report: Report) -> None:
    number = uuid.uuid4()
    answers = at_once(*[lambda: report(client_id=number, place=None).id] * 4)
    assert set(answers) == {Hazard.objects.get().id}
    assert Step.objects.count() == Obligation.objects.count() == 1


def test_of_two_who_verify_at_once_one_finds_it_done(report: Report) -> None:
    hazard = report()
    actions.put_right(hazard_id=hazard.id, text="已更换", by=actor_of("reporter_x1"), at=AT)
    judges = [actor_of("leader_x1"), actor_of("leader")]
    answers = at_once(
        lambda: actions.verify(hazard_id=hazard.id, passed=True, by=judges[0], at=AT + HOUR).state,
        lambda: (
            actions.verify(hazard_id=hazard.id, passed=False, text="仍热", by=judges[1], at=AT + HOUR).state
        ),
    )
    assert "hazard-stands-otherwise" in answers
    hazard.refresh_from_db()
    assert {hazard.state} == set(answers) - {"hazard-stands-otherwise"}
