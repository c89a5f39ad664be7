"""What a plan that changes, or goes and comes back, does to reception days, their duties and numbers."""

from __future__ import annotations

from datetime import date

import pytest

from duecare.obligations.actions import suspend_day
from duecare.obligations.models import Obligation
from duecare.orgs.actions import close_unit
from duecare.orgs.rules import SYSTEM
from duecare.receptions import actions
from duecare.receptions.models import Day
from duecare.receptions.plan import SECTION
from duecare.receptions.queries import listed, of_obligation
from tests.people import FOUNDED, District, actor_of
from tests.plans.plans import PLAN, apply
from tests.receptions.conftest import BEGINS, DAYS, HOUR, MINUTE, RECEPTION, WHOLE, day_at, owed, taken, turn

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_a_plan_that_moves_days_calls_off_those_with_numbers_and_says_so(winter: District) -> None:
    with_number = day_at(winter["QY-Z1"])
    taken(with_number)
    turn(FOUNDED + DAYS)
    apply(WHOLE.replace("weekday: wed\n    from: 15:00", "weekday: thu\n    from: 15:00"), FOUNDED + DAYS)
    with_number.refresh_from_db()
    assert with_number.called_off_at is not None and with_number.reason == "The plan has changed."
    assert not Day.objects.filter(unit=winter["QY-Z2"], on="2027-01-06").exists()
    assert day_at(winter["QY-Z2"], "2027-01-07").starts_at == BEGINS + DAYS
    turn(FOUNDED + 2 * DAYS)
    slots = Obligation.objects.filter(kind="receptions.day", debtor=winter["QY-Z2"], closed_at=None)
    assert [row.slot.isoformat() for row in slots] == ["2027-01-07"]


def test_a_suspended_day_waives_none_that_was_published(winter: District) -> None:
    """Whoever took a number is told on the day's page that it is off, or is received."""
    turn(BEGINS - HOUR)
    day = day_at(winter["QY-Z1"]).on
    suspend_day(unit=winter.root, day=day, why="大雪停课", by=actor_of("coordinator"), at=BEGINS - HOUR)
    assert owed("QY-Z1").closed_at is None


def days(unit: str) -> list[tuple[str, bool]]:
    """A unit's days, and whether each is called off."""
    found = Day.objects.filter(unit__code=unit).order_by("starts_at")
    return [(day.on.isoformat()[5:], day.called_off_at is not None) for day in found]


def test_a_day_called_off_by_the_plan_is_never_owed_and_comes_back_with_it(winter: District) -> None:
    """Also one that was dropped long before its duty was to be made."""
    day = day_at(winter["QY-Z1"], "2027-01-20")
    taken(day)
    apply(PLAN, FOUNDED + HOUR)
    assert days("QY-Z1") == [("01-20", True)]
    turn(BEGINS + 14 * DAYS)
    assert not Obligation.objects.filter(kind="receptions.day").exists()


def test_a_plan_put_back_takes_the_same_days_up_again(winter: District) -> None:
    taken(day_at(winter["QY-Z1"], "2027-01-20"))
    apply(PLAN, FOUNDED + HOUR)
    apply(WHOLE, FOUNDED + 2 * HOUR)
    assert [off for _on, off in days("QY-Z1")] == [False] * 4
    turn(BEGINS + 14 * DAYS)
    assert owed("QY-Z1", "2027-01-20").closed_at is None


def test_a_day_that_a_unit_has_moved_stays_owed_when_the_plan_is_applied_again(winter: District) -> None:
    turn(FOUNDED + DAYS)
    day = day_at(winter["QY-Z1"])
    other = actions.call_off(
        day_id=day.id, why="停电", instead=date(2027, 1, 8), by=actor_of("leader_z1"), at=FOUNDED + DAYS
    )
    apply(WHOLE.replace("en: Reception room", "en: Room 1"), FOUNDED + DAYS + HOUR)
    apply(
        WHOLE.replace("from: 15:00\n    to: 17:00", "from: 14:00\n    to: 16:00"), FOUNDED + DAYS + 2 * HOUR
    )
    assert [one[0] for one in days("QY-Z1")][:3] == ["01-06", "01-08", "01-13"]
    turn(BEGINS + 26 * HOUR + MINUTE)
    assert owed("QY-Z1").missed_at is not None
    actions.say_held(day_id=other.id, received="none", by=actor_of("leader_z1"), at=BEGINS + 3 * DAYS)
    assert owed("QY-Z1").late


def test_numbers_that_were_taken_keep_their_times_when_the_plan_changes_them(winter: District) -> None:
    """Shorter hours and longer numbers hold for days of which nobody has a number; the others last long enough."""
    day = day_at(winter["QY-Z1"])
    last = taken(day, 4)
    changed = WHOLE.replace(
        "from: 15:00\n    to: 17:00\n    each: 30 min", "from: 15:00\n    to: 16:00\n    each: 1 h"
    )
    assert changed != WHOLE
    apply(changed, FOUNDED + HOUR)
    day.refresh_from_db()
    assert (day.called_off_at, day.times[3], day.ends_at) == (None, last.at, BEGINS + 2 * HOUR)
    other = day_at(winter["QY-Z2"])
    assert (other.times, other.ends_at) == ([BEGINS], BEGINS + HOUR)
    turn(BEGINS)
    assert owed("QY-Z2").due_at == BEGINS + 25 * HOUR


def test_other_hours_of_a_day_with_a_number_lead_the_duty_to_the_day_that_is_held(winter: District) -> None:
    taken(day_at(winter["QY-Z1"]))
    apply(WHOLE.replace("from: 15:00\n    to: 17:00", "from: 14:00\n    to: 16:00"), FOUNDED + HOUR)
    assert days("QY-Z1")[:2] == [("01-06", False), ("01-06", True)]
    turn(BEGINS)
    found = Day.objects.get(id=of_obligation(actor_of("leader_z1"), owed("QY-Z1").id))
    assert found.starts_at == BEGINS - HOUR


def test_a_unit_that_closes_has_no_more_days(winter: District) -> None:
    """A teaching point, which owes nothing else."""
    point = winter["QY-X1-D1"]
    schools, there = (
        "units: {kinds: [middle_school, primary_school]}\n    who",
        "units: {codes: [QY-X1-D1]}\n    who",
    )
    assert WHOLE.count(schools) == 1
    apply(WHOLE.replace(schools, there), FOUNDED)
    assert point in {one.day.unit for one in listed(winter.root, None, FOUNDED + HOUR)}
    close_unit(unit=point, by=SYSTEM, at=FOUNDED + HOUR, why="撤并")
    turn(BEGINS)
    assert not Obligation.objects.filter(kind="receptions.day", debtor=point).exists()
    assert point not in {one.day.unit for one in listed(winter.root, None, FOUNDED + HOUR)}


def test_other_hours_move_the_duty_with_the_day(winter: District) -> None:
    turn(FOUNDED + DAYS)
    apply(WHOLE.replace("from: 15:00\n    to: 17:00", "from: 14:00\n    to: 16:00"), FOUNDED + DAYS)
    turn(FOUNDED + DAYS + HOUR)
    assert owed("QY-Z1").due_at == BEGINS + 25 * HOUR
    assert day_at(winter["QY-Z1"]).starts_at == BEGINS - HOUR


def test_taken_out_of_the_plan_nothing_ahead_is_left(winter: District) -> None:
    turn(FOUNDED + DAYS)
    apply(PLAN, FOUNDED + DAYS)
    assert not Day.objects.exists() and not Obligation.objects.filter(kind="receptions.day").exists()
    assert SECTION.export("winter") is None


def test_what_was_applied_is_exported_and_again_changes_nothing(winter: District) -> None:
    assert [one["key"] for one in SECTION.export("winter")] == ["schools", "district"]
    before = list(Day.objects.order_by("id").values_list("id", flat=True))
    assert not [c for c in apply(WHOLE, FOUNDED + HOUR) if c.path[:1] == ("reception_days",)]
    assert list(Day.objects.order_by("id").values_list("id", flat=True)) == before
    assert RECEPTION in WHOLE
