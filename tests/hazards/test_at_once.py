"""The same report from two tabs, two people verifying, and two answers to commitments, at the same moment."""

from __future__ import annotations

import uuid

import pytest

from duecare.hazards import actions
from duecare.hazards.models import Hazard, PaperLine, Step
from duecare.obligations.models import Obligation
from tests.at_once import at_once
from tests.hazards.conftest import AT, HOUR, Report
from tests.hazards.ledgers import row, workbook
from tests.hazards.test_major import FIVE
from tests.people import District, actor_of

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


def test_of_an_acceptance_and_a_question_at_once_one_comes_too_late(report: Report) -> None:
    hazard = report(level="major")
    actions.commit(hazard_id=hazard.id, by=actor_of("leader_x1"), at=AT, **FIVE)
    first, second = actor_of("leader"), actor_of("coordinator")
    answers = at_once(
        lambda: actions.accept(hazard_id=hazard.id, by=first, at=AT + HOUR).state,
        lambda: actions.send_back(hazard_id=hazard.id, question="经费？", by=second, at=AT + HOUR).state,
    )
    hazard.refresh_from_db()
    if hazard.state == "accepted":
        assert set(answers) == {"accepted", "hazard-stands-otherwise"}
        assert not Step.objects.filter(kind="sent_back").exists()
    else:
        assert set(answers) == {"found", "sent-back"}
    assert Obligation.objects.filter(closed_at=None).count() == 1


def test_of_two_questions_at_once_one_is_asked(report: Report) -> None:
    hazard = report(level="major")
    actions.commit(hazard_id=hazard.id, by=actor_of("leader_x1"), at=AT, **FIVE)
    judges = [actor_of("leader"), actor_of("coordinator")]

    def ask(number: int) -> object:
        question = f"问题{number}"
        return actions.send_back(
            hazard_id=hazard.id, question=question, by=judges[number], at=AT + HOUR
        ).state

    assert sorted(map(str, at_once(lambda: ask(0), lambda: ask(1)))) == ["found", "sent-back"]
    assert Step.objects.filter(kind="sent_back").count() == 1
    assert Obligation.objects.filter(kind="hazards.commit", closed_at=None).count() == 1


def test_one_ledger_taken_in_by_two_at_once_is_there_once(district: District) -> None:
    data, root = workbook([row(number=str(n)) for n in range(30)]), district.root
    people = [actor_of("leader"), actor_of("coordinator")]

    def take_in(number: int) -> object:
        by = people[number]
        return actions.take_in(data=data, name="a.xlsx", unit=root, by=by, at=AT, dry_run=False).new

    assert sorted(map(str, at_once(lambda: take_in(0), lambda: take_in(1)))) == ["0", "30"]
    assert Hazard.objects.count() == Obligation.objects.count() == PaperLine.objects.count() == 30
