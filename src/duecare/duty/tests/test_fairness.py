"""Fair shares: who should do how much, counting earlier periods."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.duty.rules.fairness import (
    MEASURES,
    Share,
    shares,
    spreads,
    standings,
    step_cost,
)
from duecare.duty.rules.model import Counts
from duecare.duty.solving.search import solve
from duecare.duty.tests.problems import district, small


def test_equal_people_share_equally():
    problem = small(people=4, days=8)
    assert {share.exact for share in shares(problem, "nights").values()} == {2}
    assert {(s.low, s.high) for s in shares(problem, "load").values()} == {(4 * 720, 4 * 720)}


def test_who_did_more_before_does_less_now():
    problem = small(people=4, days=8)
    tired = replace(problem.people[0], earlier=Counts(nights=2))
    rested = [replace(person, earlier=Counts(nights=0)) for person in problem.people[1:]]
    exact = shares(replace(problem, people=(tired, *rested)), "nights")
    assert exact["P0"].exact == pytest.approx(0.5, abs=0.01)
    assert exact["P1"].exact == pytest.approx(2.5, abs=0.01)


def test_part_time_people_get_their_part():
    problem = small(people=3, days=10)
    half = replace(problem.people[0], share=50)
    exact = shares(replace(problem, people=(half, *problem.people[1:])), "nights")
    assert exact["P0"].exact == pytest.approx(2, abs=0.01)
    assert exact["P1"].exact == pytest.approx(4, abs=0.01)


def test_leave_is_not_worked_off():
    problem = small(people=4, days=12)
    away = replace(problem.people[0], leave=frozenset(range(6)))
    exact = shares(replace(problem, people=(away, *problem.people[1:])), "load")
    assert exact["P0"].exact == pytest.approx(exact["P1"].exact / 1.75, rel=0.1)


def test_who_alone_may_lead_is_left_out_of_what_others_can_do():
    """Two may do both, and leading alone is more than the others have."""
    problem = district(staff=8, days=14, leaders=2)
    plain = [replace(person, leave=frozenset(), share=100, earlier=Counts()) for person in problem.people]
    both = [
        replace(person, qualifications=frozenset({"leader", "officer"})) if n < 2 else person
        for n, person in enumerate(plain)
    ]
    exact = shares(replace(problem, people=tuple(both)), "load")
    assert [round(exact[person.id].exact / 720, 2) for person in both] == [14, 14] + [9.33] * 6


@given(st.integers(-30, 30), st.integers(1, 5), st.integers(0, 9))
def test_steps_count_whole_steps_outside_and_half_a_step_is_none(amount, step, low):
    share = Share(low * step, low * step, (low + 1) * step, step)
    outside = max(low * step - amount, amount - (low + 1) * step, 0)
    assert (
        share.steps(amount) == -(-(2 * outside - step) // (2 * step)) if outside else share.steps(amount) == 0
    )


def test_each_further_step_costs_more_up_to_a_point():
    costs = [step_cost(steps) for steps in range(14)]
    grow = [after - before for before, after in pairwise(costs)]
    assert grow == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10]


def test_a_found_roster_says_why_it_is_fair():
    problem = small(people=6, days=14)
    outcome = solve(problem)
    found = standings(problem, outcome.found)
    assert outcome.objective == 0
    assert {standing.steps for standing in found} == {0}
    assert {spread.measure: spread.fair for spread in spreads(problem, found)} == dict.fromkeys(MEASURES, 6)
