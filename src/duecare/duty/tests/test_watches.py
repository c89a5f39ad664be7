"""When a watch is, how long it is, and what it counts for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duecare.duty.rules.checking import breaches
from duecare.duty.rules.model import Kind, Limits, Roster
from duecare.duty.tests.problems import DAY_WATCH, LIMITS, NIGHT_WATCH, small

PUT_FORWARD, PUT_BACK = date(2027, 3, 27), date(2027, 10, 30)  # Saturdays before the change in Berlin


def test_a_watch_across_midnight_ends_on_the_next_day():
    problem = small()
    start, end = problem.span("N", 0)
    assert end - start == 720
    assert problem.span("D", 1)[0] - problem.span("N", 0)[1] == 0
    assert problem.span("D", 0)[1] == problem.span("N", 0)[0]


@pytest.mark.parametrize(("first", "hours"), [(PUT_FORWARD, 11), (PUT_BACK, 13)])
def test_a_night_in_which_the_clock_changes_is_shorter_or_longer(first, hours):
    problem = replace(small(), first=first, zone="Europe/Berlin")
    assert problem.minutes("N", 0) == hours * 60
    assert problem.minutes("N", 1) == 720


@pytest.mark.parametrize(("first", "rest"), [(PUT_FORWARD, 11), (PUT_BACK, 13)])
def test_rest_is_counted_in_real_hours(first, rest):
    """Off at 20:00, on at 8:00: the night between has 11 or 13 hours, not 12."""
    problem = replace(small(people=1, limits=Limits(rest=720)), first=first, zone="Europe/Berlin")
    roster = Roster({"P0": ("D", "D", "D", "", "", "", "")})
    found = [breach for breach in breaches(problem, roster, only=["P0"]) if breach.rule.name == "rest"]
    assert [(breach.days, breach.found) for breach in found] == ([((0, 1), 660)] if rest == 11 else [])


def test_a_start_that_the_clock_leaves_out_moves_forward():
    odd = Kind("D", 150, 600, qualification="officer")
    problem = replace(small(), kinds=(odd, NIGHT_WATCH), first=PUT_FORWARD, zone="Europe/Berlin")
    assert problem.minutes("D", 1) == 600 - 150 - 60 + 0


def test_nights_are_told_by_their_hours_or_by_their_mark():
    assert NIGHT_WATCH.is_night
    assert not DAY_WATCH.is_night
    assert Kind("early", 240, 720).is_night
    assert not Kind("late", 960, 1440).is_night
    assert not replace(NIGHT_WATCH, night=False).is_night


def test_a_make_up_saturday_is_no_weekend():
    problem = small(days=14)
    assert problem.weekends == ((5, 6), (12,))


def test_rest_and_days_in_a_row_reach_back_over_the_start_of_the_period():
    limits = replace(LIMITS, days_most=3)
    problem = small(limits=limits)
    person = replace(problem.people[0], before=((-1, "N"), (-2, "N")))
    problem = replace(problem, people=(person, *problem.people[1:]))
    rows = dict.fromkeys(problem.person, ("",) * 7)
    rested = breaches(problem, Roster({**rows, "P0": ("D", "", "", "", "", "", "")}), only=["P0"])
    assert [(breach.rule.name, breach.days, breach.found) for breach in rested] == [("before", (-1, 0), 0)]
    run = breaches(problem, Roster({**rows, "P0": ("N", "N", "", "", "", "", "")}), only=["P0"])
    assert [(breach.rule.name, breach.found) for breach in run] == [("days_most", 4)]
