"""Windows, the latest days, draws and what counts: properties."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.core.calendar import Window, week_of
from duecare.inspections.rules.counting import Asked, Reason, choose
from duecare.inspections.rules.drawing import Drawing, agrees, commitment, draw, how_many, seal
from duecare.inspections.rules.windows import Every, in_cycles, last_days, most, week_key, windows

DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
LENGTHS = st.integers(0, 200)
NAME = "winter/district/2027-01"
DAY = timedelta(days=1)


@given(DAYS, LENGTHS, st.sampled_from(list(Every)))
def test_windows_follow_one_another_and_cover_every_day_once(first, length, every):
    last = first + length * DAY
    found = windows(every, first, last)
    assert (found[0].first, found[-1].last) == (first, last)
    assert all(a.last + DAY == b.first for a, b in pairwise(found))
    assert len({one.key for one in found}) == len(found)


def test_without_days_there_is_no_window():
    assert windows("once", date(2027, 1, 2), date(2027, 1, 1)) == []


@given(DAYS, LENGTHS, st.integers(1, 8))
def test_apart_the_latest_days_lie_in_weeks_of_their_own_and_the_last_is_the_window_s(first, length, times):
    window = Window("once", first, first + length * DAY, partial=False)
    days = last_days(window, times, apart=True)
    weeks = [week_of(day) for day in days]
    assert len(days) == most(window, times, apart=True) <= times
    assert len(set(weeks)) == len(weeks) and days == sorted(days) and days[-1] == window.last
    assert all(day in window for day in days)
    # The k-th is the latest: with it missed, as many weeks are left as inspections are still asked for, less one.
    ahead = [[day + n * DAY for n in range(1, (window.last - day).days + 1)] for day in days]
    left = [
        len({week_of(one) for one in later} - {week_of(day)}) for day, later in zip(days, ahead, strict=True)
    ]
    assert left == list(range(len(days)))[::-1]


def test_january_of_the_winter_plan():
    january = windows("month", date(2027, 1, 4), date(2027, 3, 20))[0]
    assert last_days(january, 3, apart=True) == [date(2027, 1, 17), date(2027, 1, 24), date(2027, 1, 31)]
    assert last_days(january, 3, apart=False) == [date(2027, 1, 31)] * 3


UNITS = st.lists(st.text("ABCDEF0123", min_size=5, max_size=5), min_size=1, max_size=40, unique=True)
SEEDS = st.binary(min_size=32, max_size=32)
SHARES = st.fractions(Fraction(1, 20), 1, max_denominator=20)


def drawn_cycle(seed, pools, share):
    """Every window's draw of a cycle."""
    seen: set[str] = set()
    found = []
    for n, pool in enumerate(pools):
        left = len(pools) - n
        drawn = draw(seed=seed, name=NAME, pool=pool, seen=seen, share=share, left=left)
        seen.update(drawn)
        found.append(Drawing(f"2027-{n:02}", share, left, pool, drawn))
    return found


@given(SEEDS, UNITS, SHARES, st.integers(1, 6))
def test_in_each_window_at_least_the_share_and_in_the_cycle_everybody(seed, units, share, count):
    cycle = drawn_cycle(seed, [units] * count, share)
    for one in cycle:
        assert len(set(one.drawn)) == len(one.drawn) >= share * len(units)
    assert set().union(*(one.drawn for one in cycle)) == set(units)
    assert agrees(seed, NAME, commitment(seed, NAME), cycle)


@given(SEEDS, UNITS, UNITS, SHARES)
def test_units_that_come_have_their_turn_and_units_that_go_are_left_out(seed, before, after, share):
    first, second = drawn_cycle(seed, [before, after], share)
    assert set(first.drawn) <= set(before) and set(second.drawn) <= set(after)
    assert set(after) <= set(first.drawn) | set(second.drawn)


@given(SEEDS, UNITS, SHARES, st.integers(0, 10**6))
def test_the_order_in_which_units_are_listed_does_not_matter(seed, units, share, turn):
    other = units[turn % len(units) :] + units[: turn % len(units)]
    assert drawn_cycle(seed, [units], share)[0].drawn == drawn_cycle(seed, [other], share)[0].drawn


@given(SEEDS, UNITS, SHARES)
def test_another_seed_another_result_or_another_list_does_not_agree(seed, units, share):
    cycle = drawn_cycle(seed, [units, units], share)
    other = bytes([seed[0] ^ 1]) + seed[1:]
    assert not agrees(other, NAME, commitment(seed, NAME), cycle)
    assert not agrees(seed, "winter/district/2027-03", commitment(seed, NAME), cycle)
    forged = Drawing("2027-00", share, 2, units, [*cycle[0].drawn[1:], "ZZZZZ"])
    assert not agrees(seed, NAME, commitment(seed, NAME), [forged, cycle[1]])
    assert seal(seed, NAME, "w", units) != seal(other, NAME, "w", units)
    assert seal(seed, NAME, "w", units) == seal(seed, NAME, "w", units[::-1])


def test_every_unit_comes_first_about_as_often():
    units = [f"U{n:04}" for n in range(10)]
    firsts = [draw(seed=n.to_bytes(32), name=NAME, pool=units, seen=(), share=Fraction(1, 10), left=10)
              for n in range(2000)]  # fmt: skip
    counts = [firsts.count((unit,)) for unit in units]
    assert sum(counts) == 2000 and min(counts) > 140 and max(counts) < 260


@pytest.mark.parametrize(
    ("share", "pool", "unseen", "left", "many"),
    [
        ("1/3", 13, 13, 2, 7),
        ("1/3", 13, 6, 1, 6),
        ("1/3", 13, 0, 1, 5),
        ("1/3", 0, 0, 1, 0),
        ("1", 4, 4, 9, 4),
    ],
)
def test_how_many(share, pool, unseen, left, many):
    assert how_many(Fraction(share), pool, unseen, left) == many


def test_cycles_keep_what_has_begun_and_group_the_rest():
    months = windows("month", date(2027, 1, 4), date(2027, 7, 31))
    keys = [[one.key[-2:] for one in cycle] for cycle in in_cycles(months, 2)]
    assert keys == [["01", "02"], ["03", "04"], ["05", "06"], ["07"]]
    begun = [(date(2027, 1, 4), date(2027, 2, 28))]
    keys = [[one.key[-2:] for one in cycle] for cycle in in_cycles(months, 3, begun)]
    assert keys == [["01", "02"], ["03", "04", "05"], ["06", "07"]]


JANUARY, FEBRUARY = (date(2027, 1, 1), date(2027, 1, 31)), (date(2027, 2, 1), date(2027, 2, 28))


def asked(key, days, number, week="", *, is_open=True):
    return Asked(key, days[0], days[1], number, is_open and not week, week)


def key_of(owed, on, *, apart):
    """The key of what one made on that day counts for."""
    chosen, reason = choose(owed, on, apart=apart)
    return chosen.key if chosen else reason


def test_what_was_made_in_a_window_counts_there_before_it_makes_an_older_one_good():
    owed = [asked("jan", JANUARY, 3), asked("feb 2", FEBRUARY, 2), asked("feb 1", FEBRUARY, 1)]
    assert key_of(owed, date(2027, 2, 3), apart=True) == "feb 1"
    done = [owed[0], asked("feb 1", FEBRUARY, 1, "2027-W05"), owed[1]]
    assert key_of(done, date(2027, 2, 3), apart=False) == "feb 2"
    assert key_of(done, date(2027, 2, 3), apart=True) == "jan"
    both = [asked("jan", JANUARY, 3, "2027-W05"), *done[1:]]
    assert choose(both, date(2027, 2, 3), apart=True) == (None, Reason.SAME_WEEK)
    assert key_of(both, date(2027, 2, 8), apart=True) == "feb 2"


def test_the_oldest_missed_is_made_good_first_and_nothing_owed_is_extra():
    owed = [asked("feb", FEBRUARY, 1), asked("jan 2", JANUARY, 2), asked("jan 1", JANUARY, 1, is_open=False)]
    assert key_of(owed, date(2027, 3, 9), apart=False) == "jan 2"
    assert choose([], date(2027, 3, 9), apart=True) == (None, Reason.NOTHING_OWED)


@given(st.lists(st.tuples(DAYS, st.integers(1, 3)), max_size=12), DAYS)
def test_one_week_never_counts_twice_in_a_window(made, on):
    owed = {n: asked(n, (date(2026, 1, 1), date(2029, 12, 31)), n) for n in range(1, 13)}
    for day, _number in [*made, (on, 1)]:
        chosen, _why = choose(owed.values(), day, apart=True)
        if chosen:
            owed[chosen.key] = asked(chosen.key, (chosen.first, chosen.last), chosen.number, week_key(day))
    weeks = [one.week for one in owed.values() if one.week]
    assert (
        len(set(weeks)) == len(weeks) == min(12, len({week_key(day) for day in [*(d for d, _ in made), on]}))
    )
