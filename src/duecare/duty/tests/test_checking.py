"""The check finds each rule that a hand breaks, and nothing in a roster that keeps them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duecare.duty.rules.checking import breaches, changed, penalty
from duecare.duty.rules.model import Limits, Need, Roster, Weights, Wish
from duecare.duty.tests.problems import DAY_WATCH, LIMITS, NIGHT_WATCH, small

GOOD = Roster(
    {
        "P0": ("D", "D", "D", "", "", "N", "N"),
        "P1": ("N", "N", "N", "", "", "D", "D"),
        "P2": ("", "", "", "D", "D", "", ""),
        "P3": ("", "", "", "N", "N", "", ""),
    }
)


def names(problem, roster):
    return sorted({breach.rule.name for breach in breaches(problem, roster)})


def test_a_good_roster_breaks_nothing():
    assert breaches(small(), GOOD) == []


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({("P0", 0): ""}, ["least"]),
        ({("P2", 0): "D"}, ["most"]),
        ({("P1", 3): "D", ("P2", 3): ""}, ["rest"]),
        ({("P0", 3): "D", ("P2", 3): "", ("P0", 4): "D", ("P2", 4): ""}, ["days_most"]),
    ],
)
def test_a_planted_breach_is_found(changes, broken):
    problem = small(limits=replace(LIMITS, days_most=4) if broken == ["days_most"] else LIMITS)
    assert names(problem, GOOD.having(changes)) == broken


def limited(**limits):
    problem = small()
    people = (replace(problem.people[0], limits=Limits(**limits)), *problem.people[1:])
    return replace(problem, people=people)


@pytest.mark.parametrize(
    ("limits", "broken", "found"),
    [
        ({"minutes_most": 3000}, "minutes_most", 3600),
        ({"minutes_least": 4000}, "minutes_least", 3600),
        ({"weekends_most": 0}, "weekends_most", 1),
        ({"most": {"D": 2}}, "kind_most", 3),
        ({"off_least": 3}, "off_least", 2),
        ({"days_most": 2}, "days_most", 3),
    ],
)
def test_a_personal_limit_is_held(limits, broken, found):
    seen = breaches(limited(**limits), GOOD)
    assert {(breach.rule.name, breach.rule.person, breach.found) for breach in seen} == {
        (broken, "P0", found)
    }


def test_a_run_that_touches_an_edge_may_be_short_and_one_inside_may_not():
    problem = small(limits=Limits(days_least=3, off_least=3), days=7)
    rows = dict.fromkeys(problem.person, ("",) * 7)
    edges = Roster({**rows, "P0": ("D", "", "", "", "", "", "D")})
    assert breaches(problem, edges, only=["P0"]) == []
    inside = Roster({**rows, "P0": ("", "D", "", "", "D", "D", "D")})
    found = {(breach.rule.name, breach.days) for breach in breaches(problem, inside, only=["P0"])}
    assert found == {("days_least", (1,)), ("off_least", (2, 3))}


def test_leave_locks_qualification_and_kinds_that_bar_each_other():
    problem = small()
    on_leave = replace(problem.people[2], leave=frozenset({4}), qualifications=frozenset())
    people = (*problem.people[:2], on_leave, problem.people[3])
    kinds = (replace(DAY_WATCH, bars=frozenset({"D"})), NIGHT_WATCH)
    problem = replace(problem, people=people, kinds=kinds, locked={("P3", 3): "D", ("P3", 5): ""})
    assert names(problem, GOOD) == ["bars", "leave", "locked", "qualified"]


def test_a_night_that_ends_on_a_day_of_leave_breaks_it():
    problem = small()
    people = tuple(replace(person, leave=frozenset({5})) for person in problem.people)
    found = [breach.rule for breach in breaches(replace(problem, people=people), GOOD)]
    assert {(rule.person, rule.day) for rule in found} == {("P0", 5), ("P1", 5), ("P3", 4)}


def test_wishes_cover_and_changes_are_priced():
    problem = small(weights=Weights(wishes=2, changes=7))
    wishes = (Wish(0, None, 3), Wish(1, "N", 1, wants=True), Wish(3, "D", 5))
    people = (replace(problem.people[0], wishes=wishes), *problem.people[1:])
    needs = {**problem.needs, (0, "D"): Need(0, 2, None, 10, 1), (1, "D"): Need(0, 0, None, 10, 1)}
    published = GOOD.having({("P0", 5): "", ("P2", 5): "N"})
    problem = replace(problem, people=people, needs=needs, published=published)
    found = penalty(problem, GOOD)
    assert (found.wishes, found.cover, found.changes) == (2 * (3 + 1), 10 + 1, 14)
    assert changed(problem, GOOD) == [("P0", 5), ("P2", 5)]
    assert found.total == found.wishes + found.cover + found.changes
