"""Days on which something is otherwise: an hour that comes twice, a step that finds nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from duecare.duty.actions.assignments import Place, change, hold
from duecare.duty.actions.opening import open_due
from duecare.duty.models import CheckIn, Handover
from duecare.obligations.models import Happening
from duecare.orgs.rules import SYSTEM
from tests.duty.rosters import BEFORE, FIRST, Office
from tests.duty.test_watches import MINUTE, get, post
from tests.duty.watching import HOUR, build, owed, tick, watch

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@transaction.atomic
def put(office: Office, day: date, *who: tuple[str, str]) -> None:
    """Let people stand watches of a day, each with the shift."""
    places = [
        Place(keeper, office.roster.keeper_id, day, shift, keeper.posts[0])
        for name, shift in who
        for keeper in [office.keepers[name]]
    ]
    roster = hold(office.roster.id)
    change(roster=roster, end=[], make=places, came_by="edition", by=SYSTEM, at=BEFORE, tell=False)


def test_a_night_in_which_an_hour_comes_twice_has_thirteen_hours() -> None:
    """In Berlin the clock is put back from 3:00 to 2:00 on 31 October 2027."""
    office = build(
        stood=False, zone="Europe/Berlin", first="2027-10-29", last="2027-11-02", day_types={}, holidays=[],
        roster_due="2027-10-20T16:00:00+00:00",
    )  # fmt: skip
    saturday, sunday = date(2027, 10, 30), date(2027, 10, 31)
    begins, ends = datetime(2027, 10, 30, 18, tzinfo=UTC), datetime(2027, 10, 31, 7, tzinfo=UTC)
    put(office, saturday, ("l1", "night"))
    put(office, sunday, ("l2", "day"))
    open_due(begins - 24 * HOUR, begins + 24 * HOUR)
    night = watch("night", saturday)
    assert (night.starts_at, night.ends_at) == (begins, ends)
    assert ends - begins == 13 * HOUR
    leader = owed("leader", "night", "2027-10-30")
    assert (leader.opens_at, leader.due_at, leader.closes_at) == (
        begins - 30 * MINUTE, begins + 15 * MINUTE, ends,
    )  # fmt: skip
    handed = owed("handover", "night", "2027-10-30")
    assert (handed.opens_at, handed.due_at, handed.closes_at) == (
        ends - 30 * MINUTE, ends + 30 * MINUTE, ends + 12 * HOUR,
    )  # fmt: skip
    tick(begins - 20 * MINUTE)
    path = f"/duty/watches/{night.id}/"
    assert "19:30" in post("l1", f"{path}check-in/", begins - 40 * MINUTE).content.decode()
    post("l1", f"{path}check-in/", begins)
    assert CheckIn.objects.get().at == begins
    for hours in (6.5, 7.5):  # 2:30, twice
        assert get("l1", path, begins + hours * HOUR).status_code == 200
        post("l1", f"{path}handover/", begins + hours * HOUR, note=f"第{hours}小时")
    post("l2", f"{path}handover/signature/", ends - 40 * MINUTE)
    assert Handover.objects.get().signed_at is None
    tick(ends - 20 * MINUTE)
    post("l2", f"{path}handover/signature/", ends)
    handed.refresh_from_db()
    assert (handed.closed_as, handed.missed_at) == ("discharged", None)


def test_a_step_of_the_watch_s_own_ladder_that_finds_nobody_is_passed_over_at_once() -> None:
    """Two officers are on duty and no leader: what is for the leader on duty goes on to the district's at once."""
    office = build(stood=False)
    put(office, date(2027, 1, 18), ("o1", "day"), ("o2", "day"))
    tick(FIRST - 20 * MINUTE)
    due = FIRST + 15 * MINUTE
    tick(due + timedelta(seconds=61))
    row = owed("leader")
    first = Happening.objects.get(obligation=row, what="remind")
    assert set(first.recipients) == {str(office.keepers[name].user_id) for name in ("o1", "o2")}
    assert not Happening.objects.filter(obligation=row, what__in=["nobody", "escalate"]).exists()
    at = due + 10 * MINUTE
    tick(at)
    nobody = Happening.objects.get(obligation=row, what="nobody")
    climbed = Happening.objects.get(obligation=row, what="escalate")
    assert (nobody.audience, nobody.rung) == ("on-duty:leader@site", 1)
    assert (climbed.rung, climbed.done_at) == (2, at)
    assert climbed.recipients == [str(office.district.people["leader"].id)]
    tick(due + 40 * MINUTE)
    assert Happening.objects.filter(obligation=row, what="escalate").count() == 1
