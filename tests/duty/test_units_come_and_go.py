"""A school that is founded, or closed, while watches are stood: it is owed from then on, or no longer."""

from __future__ import annotations

from datetime import date

import pytest

from duecare.duty.actions.assignments import Place, change, hold
from duecare.duty.models import Assignment, Roster, Watch, Watchkeeper
from duecare.obligations import actions as kernel
from duecare.obligations.actions import tick
from duecare.obligations.models import Obligation
from duecare.orgs import actions as orgs
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM
from tests.duty.test_plan import WHOLE, changed, local
from tests.duty.test_plan_changes import told
from tests.people import FOUNDED, District, client_for, clock_at, district
from tests.plans.plans import apply

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["district"]
TEN = local(19, 10)


def found(district: District) -> Unit:
    """Another primary school."""
    return orgs.add_unit(
        parent=district.root, code="QY-X9", name="第九小学", name_en="No. 9 Primary School",
        kind="primary_school", by=SYSTEM, at=TEN,
    )  # fmt: skip


def watches(unit: Unit) -> list[int]:
    """The days whose watch the unit owes."""
    rows = Obligation.objects.filter(kind="duty.watch", debtor=unit).order_by("slot")
    return [row.slot.day for row in rows]


def test_a_new_school_owes_a_roster_and_the_watches_that_begin_from_then_on(district: District) -> None:
    apply(WHOLE, FOUNDED)
    tick(local(19, 9))
    school = found(district)
    tick(local(19, 10, 5))
    assert watches(school) == [20, 21]  # the others have theirs already
    row = Obligation.objects.get(kind="duty.roster", debtor=school)
    assert (row.opened_at, row.due_at, row.missed_at) == (local(19, 10, 5), local(20, 10, 5), None)
    before = Obligation.objects.count()
    tick(local(19, 10, 10))
    assert Obligation.objects.count() == before
    tick(local(20, 9))
    assert watches(school) == [20, 21, 22]
    first = Obligation.objects.filter(kind="duty.watch", debtor=school).earliest("slot")
    assert first.missed_at == local(20, 8, 15)
    with clock_at(local(20, 9)):
        page = client_for("coordinator", "en").get("/duty/")
    assert "No. 9 Primary School" in page.content.decode()


def test_a_new_school_whose_roster_the_district_keeps_is_manned_by_it(district: District) -> None:
    apply(changed("title: {zh: 学校白班", "kept_by: {codes: [QY-AQ]}\n    title: {zh: 学校白班"), FOUNDED)
    tick(local(19, 9))
    school = found(district)
    tick(local(19, 10, 5))
    assert watches(school) == [20, 21]
    assert not Roster.objects.filter(keeper=school).exists()
    roster = Roster.objects.get(keeper=district.office, arrangement__key="schools")
    with clock_at(local(19, 10, 5)):
        assert client_for("coordinator").get(f"/duty/rosters/{roster.id}/").status_code == 200


def test_it_is_not_asked_for_what_began_before_it_was_there(district: District) -> None:
    apply(WHOLE, FOUNDED)
    tick(local(20, 7, 45))
    school = orgs.add_unit(
        parent=district.root, code="QY-X9", name="第九小学", kind="primary_school", by=SYSTEM,
        at=local(20, 8, 30),
    )  # fmt: skip
    tick(local(20, 8, 35))
    assert watches(school) == [21, 22]


def close(unit: Unit) -> None:
    """Close a school in the evening, once what is open has been waived."""
    for row in Obligation.objects.filter(debtor=unit, closed_at=None).exclude(opened_at=None):
        kernel.waive(obligation_id=row.id, by=SYSTEM, at=local(19, 21), why="撤并")
    orgs.close_unit(unit=unit, by=SYSTEM, at=local(19, 21), why="撤并")


def test_a_closed_school_owes_no_more_and_whoever_stood_there_is_free_and_told(district: District) -> None:
    apply(WHOLE, FOUNDED)
    school = district["QY-X3"]
    roster = hold(Roster.objects.get(keeper=school).id)
    keeper = Watchkeeper.objects.create(
        roster=roster, user=district.people["reporter_x3"], posts=["watch"], joined_at=FOUNDED
    )
    places = [Place(keeper, school.id, date(2027, 1, n), "day", "watch") for n in range(18, 23)]
    change(roster=roster, end=[], make=places, came_by="edition", by=SYSTEM, at=FOUNDED, tell=False)
    tick(local(19, 21))
    close(school)
    count = Obligation.objects.filter(debtor=school).count()
    tick(local(19, 21, 5))
    assert Obligation.objects.filter(debtor=school).count() == count
    assert not Obligation.objects.filter(debtor=school, closed_at=None).exists()
    there = Assignment.objects.standing().filter(site=school)
    assert [row.day.day for row in there.order_by("day")] == [18, 19]
    assert {row.ended_by for row in Assignment.objects.exclude(ended_at=None)} == {"plan"}
    assert "You no longer stand" in told(district, "reporter_x3")
    assert Watch.objects.filter(site=school, starts_at__gt=local(19, 21)).exists()
    with clock_at(local(19, 21, 5)):
        page = client_for("coordinator", "en").get("/duty/").content.decode()
    assert "No. 3 Primary School" not in page and "No. 2 Primary School" in page
    tick(local(21, 9))
    assert watches(school) == [18, 19]
