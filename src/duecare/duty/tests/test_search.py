"""The search finds the best there is, keeps what is locked, changes little, and is the same for a seed."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from duecare.duty.rules.checking import breaches, changed, penalty
from duecare.duty.rules.model import Counts, Limits, Need, Person, Roster, Weights, Wish
from duecare.duty.solving.incumbent import Settings
from duecare.duty.solving.search import Search, solve
from duecare.duty.tests.problems import DAY_WATCH, FIRST, NIGHT_WATCH, district, small

QUICK = Settings(seconds=20, workers=2)


def somebody(rng, n, days):
    """A person with wishes and limits at random."""
    maybe = lambda *values: rng.choice([None, *values])  # noqa: E731
    wishes = tuple(
        Wish(rng.randrange(days), rng.choice(["D", "N", None]), rng.randint(1, 4), rng.random() < 0.5)
        for _ in range(rng.randint(0, 3))
    )
    limits = Limits(
        rest=maybe(0, 660, 780), days_most=maybe(1, 2, 3), days_least=maybe(2), off_least=maybe(2),
        minutes_most=maybe(720, 1440, 2160), minutes_least=maybe(720), weekends_most=maybe(0, 1),
        most={"N": rng.randint(0, 2)} if rng.random() < 0.4 else {},
    )  # fmt: skip
    leave = frozenset({rng.randrange(days)}) if rng.random() < 0.3 else frozenset()
    before = ((-1, rng.choice("DN")),) if rng.random() < 0.3 else ()
    earlier = Counts(720 * rng.randint(0, 3), rng.randint(0, 2))
    return Person(
        f"P{n}", frozenset({"officer"}), leave=leave, wishes=wishes, limits=limits,
        before=before, earlier=earlier, share=rng.choice([100, 100, 50]),
    )  # fmt: skip


def needs_of(rng, days):
    """What is needed on most days and nights."""
    needs = {}
    for day, kind in product(range(days), "DN"):
        if rng.random() < 0.9:
            least = int(rng.random() < 0.25)
            most = rng.choice([None, 1, 2])
            needs[day, kind] = Need(
                least, max(least, rng.randint(0, 1)), most, rng.randint(0, 9), rng.randint(0, 3)
            )
    return needs


def tiny(seed):
    """Two or three people, three or four days, rules and wishes at random."""
    rng = random.Random(seed)
    people_count, days = rng.choice([(2, 4), (3, 3)])
    people = tuple(somebody(rng, n, days) for n in range(people_count))
    needs = needs_of(rng, days)
    fair = rng.random() < 0.5
    weights = Weights(0, 0, 0, 0, wishes=rng.randint(1, 2))
    if fair:
        weights = Weights(
            rng.randint(0, 3), rng.randint(0, 3), rng.randint(0, 3), rng.randint(0, 3), rng.randint(1, 2)
        )
    locked = {("P0", rng.randrange(days)): rng.choice(["", "D"])} if rng.random() < 0.3 else {}
    kinds = (replace(DAY_WATCH, bars=frozenset({"N"} if rng.random() < 0.3 else ())), NIGHT_WATCH)
    return replace(
        small(days=days), first=FIRST.replace(day=rng.randint(18, 24)), people=people, needs=needs,
        weights=weights, locked=locked, kinds=kinds,
    )  # fmt: skip


def best_by_trying_all(problem, price):
    days = len(problem.day_types)
    rows = {}
    for person in problem.people:
        rows[person.id] = [
            row
            for row in product(("", "D", "N"), repeat=days)
            if not breaches(problem, Roster({person.id: row}), only=[person.id])
        ]
    best = None
    for choice in product(*rows.values()):
        roster = Roster(dict(zip(rows, choice, strict=True)))
        if not any(breach.rule.name in ("least", "most") for breach in breaches(problem, roster)):
            cost = price(roster)
            best = cost if best is None else min(best, cost)
    return best


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
@example(376600)  # somebody on leave who can take no part, and is short of a fair share
def test_nothing_better_exists(seed):
    agrees_with_trying_all(seed)


@pytest.mark.deep
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6))
def test_nothing_better_exists_in_many_cases(seed):
    agrees_with_trying_all(seed)


def agrees_with_trying_all(seed):
    problem = tiny(seed)
    outcome = solve(problem, QUICK)
    best = best_by_trying_all(problem, lambda roster: penalty(problem, roster).total)
    assert outcome.objective == best
    assert outcome.impossible == (best is None)
    if best is not None:
        assert outcome.proven
        assert breaches(problem, outcome.found) == []
        assert penalty(problem, outcome.found).total == best


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6))
def test_no_repair_changes_less(seed):
    problem = tiny(seed)
    rng = random.Random(seed)
    days = len(problem.day_types)
    rows = {person.id: tuple(rng.choice(["", "D", "N"]) for _ in range(days)) for person in problem.people}
    problem = replace(problem, published=Roster(rows))
    outcome = solve(problem, QUICK)
    fewest = best_by_trying_all(problem, lambda roster: len(changed(problem, roster)))
    assert outcome.changes == fewest
    if fewest is not None:
        assert outcome.fewest
        assert len(changed(problem, outcome.found)) == fewest


@pytest.mark.parametrize("fair", [True, False])
def test_the_same_seed_gives_the_same_roster(fair):
    problem = small(people=6, days=14)
    people = tuple(
        replace(p, wishes=(Wish(n, "D", 2), Wish(n + 1, None, 1))) for n, p in enumerate(problem.people)
    )
    problem = replace(problem, people=people, weights=problem.weights if fair else Weights())
    steady = Settings(seconds=5, seed=7, workers=4, steady=True)
    first, second = solve(problem, steady), solve(problem, steady)
    assert first.roster == second.roster
    assert first.bound == second.bound


def test_what_is_locked_stays():
    problem = small(people=6, days=14, locked={("P0", 3): "N", ("P1", 3): "", ("P2", 0): "D", ("P2", 1): "D"})
    roster = solve(problem, QUICK).found
    assert {cell: roster.at(*cell) for cell in problem.locked} == dict(problem.locked)


def test_a_sick_leave_changes_as_little_as_can_be():
    problem = small(people=8, days=14)
    published = solve(problem, QUICK).found
    ill = replace(problem.people[0], leave=frozenset(range(14)))
    lost = sum(bool(kind) for kind in published.cells["P0"])
    again = replace(problem, people=(ill, *problem.people[1:]), published=published)
    outcome = solve(again, QUICK)
    assert lost > 0
    assert outcome.fewest
    assert outcome.changes == 2 * lost
    assert len(changed(again, outcome.found)) == 2 * lost
    assert breaches(again, outcome.found) == []


def test_who_leaves_the_post_in_mid_period_stands_no_more():
    problem = small(people=6, days=14)
    leaves = replace(problem.people[0], leave=frozenset(range(7, 16)))
    outcome = solve(replace(problem, people=(leaves, *problem.people[1:])), QUICK)
    assert not any(outcome.found.cells["P0"][6:][1:])
    assert outcome.found.cells["P0"][6] != "N"


def test_the_last_night_of_the_month_before_is_rested():
    problem = small(people=4, days=7)
    tired = tuple(replace(person, before=((-1, "N"),)) for person in problem.people[:2])
    outcome = solve(replace(problem, people=(*tired, *problem.people[2:])), QUICK)
    assert [outcome.found.at(person, 0) == "D" for person in ("P0", "P1")] == [False, False]


def test_everybody_on_leave_is_no_roster():
    problem = small(people=3)
    away = tuple(replace(person, leave=frozenset(range(-1, 9))) for person in problem.people)
    outcome = solve(replace(problem, people=away), QUICK)
    assert outcome.impossible
    assert outcome.roster is None


def test_progress_only_improves_and_stopping_keeps_the_best():
    told = []
    search = Search(district(staff=30, days=28, leaders=6), Settings(seconds=30, workers=2))

    def tell(progress, roster):
        told.append(progress)
        if roster is not None:
            search.stop()

    search.incumbent._tell = tell
    outcome = search.run()
    assert outcome.roster is not None
    assert breaches(search.problem, outcome.found) == []
    objectives = [progress.objective for progress in told if progress.objective is not None]
    assert objectives == sorted(objectives, reverse=True)
    assert outcome.seconds < 25


@pytest.mark.deep
def test_the_district_s_roster_is_close_to_the_bound():
    problem = district()
    outcome = solve(problem, Settings(seconds=60))
    assert breaches(problem, outcome.found) == []
    cost = penalty(problem, outcome.found).total
    assert cost - outcome.bound <= max(1, cost // 100)
