"""Saying that a task is done: in two taps, by those entitled, once, late for ever when it is late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from duecare.audit.models import Entry
from duecare.core.errors import Conflict, NotFound
from duecare.obligations.actions import tick
from duecare.obligations.models import Obligation
from duecare.tasks import actions
from duecare.tasks.models import Completion
from tests.people import FOUNDED, District, actor_of, client_for, clock_at
from tests.plans.plans import PLAN, apply, changed

pytestmark = [pytest.mark.both, pytest.mark.django_db]

IN_TIME = datetime(2027, 1, 8, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai, an hour before it is due
LATE = IN_TIME + timedelta(hours=2)


@pytest.fixture
def task(district: District) -> Obligation:
    apply(PLAN, FOUNDED)
    tick(FOUNDED)
    return Obligation.objects.get(strand="winter/tasks/self-check", debtor=district["QY-Z1"])


def test_two_taps(task: Obligation) -> None:
    client = client_for("reporter_z1")
    with clock_at(IN_TIME):
        page = client.get(reverse("tasks:task", args=[task.id]))
        assert page.status_code == 200
        assert "自查" in page.content.decode()
        done = client.post(reverse("tasks:completion", args=[task.id]), {"note": "六类全部自查"}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("tasks:task", args=[task.id])
    assert "六类全部自查" in done.content.decode()
    task.refresh_from_db()
    assert task.closed_as == "discharged"
    assert not task.late
    assert Entry.objects.filter(verb="tasks.completed").count() == 1


def test_done_after_it_was_due_is_late_for_ever(task: Obligation) -> None:
    actions.complete(obligation_id=task.id, by=actor_of("leader_z1"), at=LATE)
    task.refresh_from_db()
    assert task.late


def test_the_same_again_is_the_same(task: Obligation) -> None:
    by = actor_of("reporter_z1")
    first = actions.complete(obligation_id=task.id, by=by, at=IN_TIME, note="已自查")
    again = actions.complete(obligation_id=task.id, by=by, at=LATE, note="已自查")
    assert first == again
    assert Completion.objects.count() == 1
    with pytest.raises(Conflict):
        actions.complete(obligation_id=task.id, by=actor_of("leader_z1"), at=LATE, note="另一说法")


@pytest.mark.parametrize("username", ["reporter_x1", "leader_x1"])
def test_another_unit_s_task_is_not_there(task: Obligation, username: str) -> None:
    with pytest.raises(NotFound):
        actions.complete(obligation_id=task.id, by=actor_of(username), at=IN_TIME)
    client = client_for(username)
    with clock_at(IN_TIME):
        assert client.get(reverse("tasks:task", args=[task.id])).status_code == 404
        assert client.post(reverse("tasks:completion", args=[task.id])).status_code == 404


def test_the_office_sees_it_and_may_complete_it_for_a_school(task: Obligation) -> None:
    client = client_for("coordinator")
    with clock_at(IN_TIME):
        assert client.get(reverse("tasks:task", args=[task.id])).status_code == 200
    actions.complete(obligation_id=task.id, by=actor_of("coordinator"), at=IN_TIME, note="电话告知")


def test_an_auditor_sees_and_does_not_complete(task: Obligation) -> None:
    client = client_for("auditor")
    with clock_at(IN_TIME):
        page = client.get(reverse("tasks:task", args=[task.id]))
        assert page.status_code == 200
        assert reverse("tasks:completion", args=[task.id]) not in page.content.decode()
        assert client.post(reverse("tasks:completion", args=[task.id])).status_code == 404


def test_what_the_plan_asks_for_has_to_be_said(district: District) -> None:
    required = "    due: 2027-01-08 18:00\n    form: {note: required, headcount: required}\n"
    apply(changed("    due: 2027-01-08 18:00\n", required), FOUNDED)
    tick(FOUNDED)
    task = Obligation.objects.get(strand="winter/tasks/self-check", debtor=district["QY-Z1"])
    client = client_for("reporter_z1")
    address = reverse("tasks:completion", args=[task.id])
    with clock_at(IN_TIME):
        for wrong in (
            {},
            {"note": "有"},
            {"note": "有", "headcount": "-1"},
            {"note": "长" * 301, "headcount": "1"},
        ):
            assert client.post(address, wrong).status_code == 422
        assert client.post(address, {"note": "有", "headcount": "0"}).status_code == 302
    assert Completion.objects.get().headcount == 0


def test_a_missing_number_is_no_zero(task: Obligation) -> None:
    done = actions.complete(obligation_id=task.id, by=actor_of("reporter_z1"), at=IN_TIME)
    assert done.headcount is None
