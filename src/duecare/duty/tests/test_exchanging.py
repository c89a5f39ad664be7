"""Swaps and cover: none breaks a hard rule that was kept, and no watch is lost on the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.duty.rules.checking import breaches
from duecare.duty.rules.covering import covers, fair_shares, proposed
from duecare.duty.rules.exchanging import TWICE, Stood, broken, decided_by, may_decide, passing
from duecare.duty.rules.model import Roster
from duecare.duty.tests.problems import LIMITS, small

GOOD = Roster(
    {
        "P0": ("D", "D", "D", "", "", "N", "N"),
        "P1": ("N", "N", "N", "", "", "D", "D"),
        "P2": ("", "", "", "D", "D", "", ""),
        "P3": ("", "", "", "N", "N", "", ""),
    }
)
AT = datetime(2027, 1, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
cells = st.tuples(st.sampled_from(sorted(GOOD.cells)), st.integers(0, 6))
some = st.lists(st.sampled_from(["", "", "D", "N"]), min_size=7, max_size=7).map(tuple)
rosters = st.fixed_dictionaries(dict.fromkeys(GOOD.cells, some)).map(Roster)


def stood(roster: Roster) -> Counter[tuple[int, str]]:
    return Counter((day, kind) for _person, day, kind in roster.watches())


def names(found) -> list[str]:
    return sorted({breach.rule.name for breach in found})


@given(rosters, cells, cells)
@settings(max_examples=300)
def test_a_swap_that_may_be_loses_no_watch_and_breaks_nothing_new(roster, one, other):
    problem = small()
    given_kind, back_kind = roster.at(*one), roster.at(*other)
    if not given_kind or one[0] == other[0]:
        return
    back = Stood(other[0], other[1], back_kind) if back_kind else None
    changes = passing(Stood(one[0], one[1], given_kind), other[0], back)
    if broken(problem, roster, changes):
        return
    after = roster.having(changes)
    assert stood(after) == stood(roster)
    people = [one[0], other[0]]
    before = breaches(problem, roster, only=people)
    for breach in breaches(problem, after, only=people):
        assert any(old.rule == breach.rule and set(breach.days) <= set(old.days) for old in before)


@given(rosters, cells, cells)
@settings(max_examples=200)
def test_swapping_back_is_as_it_was(roster, one, other):
    given_kind, back_kind = roster.at(*one), roster.at(*other)
    if not given_kind or not back_kind or one[0] == other[0]:
        return
    changes = passing(Stood(one[0], one[1], given_kind), other[0], Stood(other[0], other[1], back_kind))
    if TWICE in names(broken(small(), roster, changes)):
        return
    after = roster.having(changes)
    again = passing(Stood(other[0], one[1], given_kind), one[0], Stood(one[0], other[1], back_kind))
    assert after.having(again) == roster


@pytest.mark.parametrize(
    ("given_watch", "to", "back", "wrong"),
    [
        (Stood("P0", 0, "D"), "P2", None, []),
        (Stood("P0", 2, "D"), "P3", None, ["rest"]),
        (Stood("P0", 0, "D"), "P1", None, [TWICE]),
        (Stood("P0", 0, "D"), "P1", Stood("P1", 0, "N"), ["rest"]),
        (Stood("P0", 0, "D"), "P2", Stood("P2", 3, "D"), []),
    ],
)
def test_which_rule_forbids_it_is_said(given_watch, to, back, wrong):
    problem = small(limits=replace(LIMITS, rest=1500) if wrong == ["rest"] and not back else LIMITS)
    assert names(broken(problem, GOOD, passing(given_watch, to, back))) == wrong


def test_what_is_broken_already_and_stays_so_is_not_held_against_a_swap():
    problem = small(limits=replace(LIMITS, days_most=2))
    assert names(breaches(problem, GOOD, only=["P0"])) == ["days_most"]
    assert broken(problem, GOOD, passing(Stood("P0", 6, "N"), "P2")) == []


@given(rosters, st.integers(0, 6), st.sampled_from(["D", "N"]))
@settings(max_examples=150)
def test_whoever_is_proposed_may_stand_and_nobody_who_may_is_fairer(roster, day, kind):
    problem = small()
    found = covers(problem, roster, day, kind, fair_shares(problem), without="P0")
    assert "P0" not in {cover.person for cover in found}
    for cover in found:
        then = {(cover.person, day): kind}
        assert cover.may == (not broken(problem, roster, then))
    allowed = [cover for cover in found if cover.may]
    assert found[: len(allowed)] == allowed
    assert all(one.above <= other.above + 1e-6 for one, other in pairwise(allowed))


def test_the_one_furthest_below_the_fair_share_comes_first():
    problem = small(people=5)
    roster = Roster({**GOOD.cells, "P4": ("",) * 7})
    found = covers(problem, roster, 1, "D", fair_shares(problem), without="P0")
    assert found[0].person == "P4" and found[0].gap is None
    assert [cover.person for cover in found if not cover.may] == ["P1"]


def test_several_watches_are_covered_so_that_each_may_stand_all_of_them():
    problem = small(people=5)
    roster = Roster({**GOOD.cells, "P4": ("",) * 7})
    watches = [(0, "D"), (1, "D"), (2, "D")]
    found = proposed(problem, roster, watches, fair_shares(problem), without="P0")
    changes = {(those[0].person, day): kind for (day, kind), those in zip(watches, found, strict=True)}
    changes |= dict.fromkeys((("P0", day) for day, _kind in watches), "")
    assert broken(problem, roster, changes) == []
    assert len({those[0].person for those in found}) > 1


@given(st.floats(0.05, 24 * 90))
def test_it_is_decided_before_the_watch_and_within_a_day(hours):
    first = AT + hours * HOUR
    by = decided_by(AT, first)
    assert AT < by < first and by <= AT + timedelta(hours=24)


def test_nobody_decides_on_their_own_unless_nobody_else_can():
    assert may_decide("c", {"a", "c"}, {"a", "b"})
    assert not may_decide("a", {"a", "c"}, {"a", "b"})
    assert may_decide("a", {"a"}, {"a", "b"})
    assert not may_decide("d", {"a"}, {"a", "b"})
