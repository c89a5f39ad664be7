"""Leave as promised: the days and no reason, decided before the watch, granted only with every watch covered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.duty.actions import expiring, leaving
from duecare.duty.models import Assignment, Leave
from duecare.notify.models import Notice
from duecare.obligations.models import Obligation
from tests.at_once import at_once
from tests.duty.rosters import FIRST, Office
from tests.duty.test_swaps import page, post, standing
from tests.duty.watching import HOUR, stood
from tests.people import actor_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["stood"]
AT = FIRST - 24 * HOUR
FRIDAY, SATURDAY = date(2027, 1, 22), date(2027, 1, 23)


def ask(office: Office, who="o1", first=FRIDAY, last=SATURDAY, at=AT):
    data = {"roster": str(office.roster.id), "first": first.isoformat(), "last": last.isoformat()}
    return post(who, "/duty/mine/leaves/", at, **data)


def proposals(leave: Leave, at=AT) -> dict[str, str]:
    """What the page of a request proposes, as its form would send it."""
    watches = page("leader", f"/duty/leaves/{leave.id}/", at).context["page"].watches
    return {f"cover-{one.own.one.id}": one.first for one in watches}


def grant(leave: Leave, covers: dict[str, str], who="leader", at=AT):
    return post(who, f"/duty/leaves/{leave.id}/grant/", at, **covers)


def test_leave_is_asked_for_granted_with_the_cover_that_is_proposed_and_everybody_is_told(stood):
    ask(stood)
    leave = Leave.objects.get()
    owed = Obligation.objects.get(kind="duty.request")
    assert (owed.debtor, owed.due_at) == (stood.district.office, AT + 24 * HOUR)
    assert "请假待批" in owed.title
    covers = proposals(leave)
    assert len(covers) == 2
    assert all(covers.values())
    assert "Granted." in grant(leave, covers).content.decode()
    leave.refresh_from_db()
    assert leave.granted
    assert not Assignment.objects.standing().filter(user__username="o1", day__in=[FRIDAY, SATURDAY]).exists()
    assert len(standing(FRIDAY, "day")) == len(standing(SATURDAY, "night")) == 3
    owed.refresh_from_db()
    assert owed.closed_as == "discharged"
    assert Notice.objects.filter(recipient=stood.keepers["o1"].user, title__contains="请假已批准").exists()
    covering = Assignment.objects.standing().filter(came_by="cover")
    for one in covering:
        assert Notice.objects.filter(recipient=one.user, title__contains="班次有变动").exists()


def test_no_reason_is_asked_for_or_kept(stood):
    ask(stood)
    assert {field.name for field in Leave._meta.get_fields()}.isdisjoint({"reason", "why", "note", "text"})


def test_without_cover_for_each_watch_it_is_not_granted(stood):
    ask(stood)
    leave = Leave.objects.get()
    covers = proposals(leave)
    first = min(covers)
    answer = grant(leave, {first: covers[first]})
    assert answer.status_code == 409
    assert "Leave is granted once every watch in it is covered." in answer.content.decode()
    tired = {name: str(stood.keepers["o5"].id) for name in covers}
    answer = grant(leave, tired)
    assert answer.status_code == 409
    assert "hours of rest" in answer.content.decode()
    leave.refresh_from_db()
    assert leave.granted is None
    assert "o1" in standing(FRIDAY, "day")


def test_one_person_covers_not_two_watches_of_a_day(stood):
    ask(stood, first=date(2027, 1, 22), last=date(2027, 1, 23))
    leave = Leave.objects.get()
    covers = {name: str(stood.keepers["o7"].id) for name in proposals(leave)}
    assert grant(leave, covers).status_code == 409
    assert not Assignment.objects.filter(came_by="cover").exists()


def test_everybody_on_leave_leaves_nobody_to_cover_and_the_page_says_so(stood):
    for name, keeper in stood.keepers.items():
        if name.startswith("o") and name != "o1":
            keeper.leaves.create(
                first=FRIDAY, last=SATURDAY, asked_by=keeper.user_id, asked_at=AT, decided_at=AT, granted=True
            )
    ask(stood)
    leave = Leave.objects.get(granted=None)
    text = page("leader", f"/duty/leaves/{leave.id}/").content.decode()
    assert "Nobody may stand it" in text
    assert "is on leave" in text
    assert grant(leave, proposals(leave)).status_code == 409


@pytest.mark.parametrize("who", ["o1", "coordinator", "o3", "reporter_z1"])
def test_only_a_leader_decides_and_not_on_their_own(stood, who):
    ask(stood)
    leave = Leave.objects.get()
    assert grant(leave, proposals(leave), who).status_code in {403, 404}
    leave.refresh_from_db()
    assert leave.granted is None


def test_a_colleague_does_not_see_anothers_leave(stood):
    ask(stood)
    assert page("o3", f"/duty/leaves/{Leave.objects.get().id}/").status_code == 404
    assert page("o1", f"/duty/leaves/{Leave.objects.get().id}/").status_code == 200


def test_refused_the_watches_stay_and_the_person_is_told(stood):
    ask(stood)
    leave = Leave.objects.get()
    post("leader", f"/duty/leaves/{leave.id}/refusal/")
    leave.refresh_from_db()
    assert leave.granted is False
    assert "o1" in standing(FRIDAY, "day")
    assert Notice.objects.filter(recipient=stood.keepers["o1"].user, title__contains="未获批准").exists()
    assert grant(leave, {}).status_code == 409


def test_it_is_asked_for_before_the_watch_that_reaches_into_it(stood):
    night = Assignment.objects.standing().get(user__username="o1", day=date(2027, 1, 19))
    answer = ask(stood, first=date(2027, 1, 20), last=date(2027, 1, 20), at=night.starts_at)
    assert answer.status_code == 409
    assert "ring up whoever leads the watch" in answer.content.decode()
    assert not Leave.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (SATURDAY, FRIDAY, "Leave can&#x27;t end before it begins."),
        (date(2027, 3, 1), date(2027, 3, 2), "This roster runs from 2027-01-18 to 2027-01-31."),
    ],
)
def test_days_that_make_no_sense_are_refused(stood, first, last, said):
    answer = ask(stood, first=first, last=last)
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_the_same_again_is_the_same_request_and_it_can_be_taken_back(stood):
    ask(stood)
    ask(stood)
    leave = Leave.objects.get()
    post("o1", f"/duty/leaves/{leave.id}/withdrawal/")
    post("o1", f"/duty/leaves/{leave.id}/withdrawal/")
    leave.refresh_from_db()
    assert leave.withdrawn_at == AT
    assert Obligation.objects.get(kind="duty.request").closed_as == "waived"
    assert grant(leave, {}).status_code == 409


def test_leave_that_nobody_decided_is_missed_then_ends_as_not_granted(stood):
    ask(stood, first=FRIDAY, last=FRIDAY)
    leave = Leave.objects.get()
    over = FIRST + timedelta(days=4, hours=16)
    expiring.end_requests(over - HOUR)
    leave.refresh_from_db()
    assert leave.decided_at is None
    expiring.end_requests(over)
    leave.refresh_from_db()
    assert (leave.granted, leave.decided_by) == (False, None)
    assert Notice.objects.filter(title__contains="请假无人审批").count() == 1


@pytest.mark.django_db(transaction=True)
def test_granted_by_two_at_once_each_watch_is_covered_once(stood):
    ask(stood)
    leave = Leave.objects.get()
    watches = Assignment.objects.standing().filter(user__username="o1", day__in=[FRIDAY, SATURDAY])
    covers = {one.id: stood.keepers["o4" if one.day == FRIDAY else "o7"].id for one in watches}

    def decide(name: str) -> object:
        return leaving.grant(leave_id=leave.id, covers=covers, by=actor_of(name), at=AT).granted

    assert at_once(lambda: decide("leader"), lambda: decide("l1")) == [True, True]
    assert Assignment.objects.filter(came_by="cover").count() == 2


def test_the_page_asks_as_much_of_the_database_for_many_requests_as_for_one(stood):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert page("o1", "/duty/mine/").status_code == 200
        return len(asked)

    ask(stood)
    of_one = statements()
    for day in (25, 26, 28, 30):
        ask(stood, first=date(2027, 1, day), last=date(2027, 1, day))
    assert Leave.objects.count() == 5
    assert statements() == of_one
