"""A plan that needs fewer people than stand: those who stand most give up first, and are told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from duecare.duty.actions.assignments import Place, change, hold
from duecare.duty.actions.opening import open_due
from duecare.duty.models import Assignment, Roster, Watch, Watchkeeper
from duecare.obligations.actions import tick
from duecare.orgs.rules import SYSTEM
from tests.duty.test_plan import WHOLE, changed, local
from tests.duty.test_plan_changes import told
from tests.people import FOUNDED, District, district
from tests.plans.plans import apply

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["district"]
NOW = local(19, 7, 50)
ONE = changed("post: officer, people: 2", "post: officer, people: 1")


@pytest.fixture
def stood(district: District) -> Roster:
    """Two officers by day, from the 18th to the 22nd, and one of them once more on the 23rd."""
    apply(WHOLE, FOUNDED)
    roster = hold(Roster.objects.get(keeper=district.office).id)
    for minutes, (name, last) in enumerate((("administrator", 22), ("auditor", 23))):
        keeper = Watchkeeper.objects.create(
            roster=roster, user=district.people[name], posts=["officer"], joined_at=FOUNDED
        )
        at = FOUNDED + timedelta(minutes=minutes)
        places = [
            Place(keeper, district.office.id, date(2027, 1, n), "day", "officer") for n in range(18, last + 1)
        ]
        change(roster=roster, end=[], make=places, came_by="edition", by=SYSTEM, at=at, tell=False)
    tick(local(18, 7, 30))
    open_due(local(18, 7, 30), local(22, 0))
    tick(NOW)
    return roster


def days(name: str) -> list[int]:
    rows = Assignment.objects.standing().filter(user__username=name).order_by("day")
    return [row.day.day for row in rows]


def test_the_surplus_of_watches_to_come_ends_and_who_has_it_is_told(
    district: District, stood: Roster
) -> None:
    with override("en"):
        said = apply(ONE, NOW)
    assert "3 places in the roster fall away" in str(said[0].message)
    assert days("administrator") == [18, 19, 20, 21]
    assert days("auditor") == [18, 19, 22, 23]
    for name in ("administrator", "auditor"):
        assert "You no longer stand" in told(district, name)
    assert {row.ended_by for row in Assignment.objects.exclude(ended_at=None)} == {"plan"}
    watch = Watch.objects.get(site=district.office, day="2027-01-20", shift="day")
    assert watch.needs["officer"] == 1


def test_what_can_be_taken_up_already_stays_and_the_same_plan_again_ends_no_more(stood: Roster) -> None:
    apply(ONE, NOW)
    there = Assignment.objects.standing().filter(day="2027-01-19").count()
    assert there == 2
    count = Assignment.objects.standing().count()
    apply("# again\n" + ONE, NOW)
    assert Assignment.objects.standing().count() == count


def test_more_people_needed_leave_places_empty_and_end_nothing(stood: Roster) -> None:
    count = Assignment.objects.standing().count()
    apply(changed("post: officer, people: 2", "post: officer, people: 3"), NOW)
    assert Assignment.objects.standing().count() == count
