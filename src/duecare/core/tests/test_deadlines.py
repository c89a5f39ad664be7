"""Deadlines: against the day-by-day model, with pauses, rolling and unconfirmed years."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.core.calendar import (
    Calendar,
    Counting,
    Pause,
    Roll,
    at_local,
    deadline_after,
    local_date,
    shipped,
)

from .strategies import DAY, calendars, days, few_days, pauses, walk, works

lengths = st.integers(0, 90)
countings = st.sampled_from(Counting)
rolls = st.sampled_from(Roll)


def _paused(day: date, breaks: list[Pause]) -> bool:
    return any(pause.start <= day < pause.end for pause in breaks)


@given(calendars(), days, lengths, countings, rolls, pauses())
def test_a_deadline_is_walking_day_by_day(
    calendar: Calendar, day: date, n: int, counting: Counting, roll: Roll, breaks: list[Pause]
) -> None:
    def counts(d: date) -> bool:
        return not _paused(d, breaks) and (counting is Counting.CALENDAR or works(calendar, d))

    expected = walk(day, n, counts)
    if roll is Roll.NEXT_WORKING:
        while not works(calendar, expected) or _paused(expected, breaks):
            expected += DAY
    result = deadline_after(calendar, day, n, counting=counting, roll=roll, pauses=breaks)
    assert result.on == expected
    assert result.at == at_local(expected + DAY, "00:00", calendar.zone)
    assert result.basis_days == n


@given(calendars(), days, lengths, countings, rolls, pauses())
def test_a_deadline_is_assumed_when_it_rests_on_an_unconfirmed_day(
    calendar: Calendar, day: date, n: int, counting: Counting, roll: Roll, breaks: list[Pause]
) -> None:
    result = deadline_after(calendar, day, n, counting=counting, roll=roll, pauses=breaks)
    rests = (counting is Counting.WORKING and n > 0) or roll is Roll.NEXT_WORKING
    assert result.assumed is (rests and result.on > calendar.confirmed_through)


@given(calendars(), days, days, lengths, countings, rolls, pauses())
def test_an_earlier_start_is_never_due_later(
    calendar: Calendar, a: date, b: date, n: int, counting: Counting, roll: Roll, breaks: list[Pause]
) -> None:
    early, late = (
        deadline_after(calendar, d, n, counting=counting, roll=roll, pauses=breaks) for d in sorted((a, b))
    )
    assert early.at <= late.at


@given(calendars(), days, lengths, countings, rolls, pauses(), pauses())
def test_a_further_pause_never_brings_a_deadline_forward(
    calendar: Calendar, day: date, n: int, counting: Counting, roll: Roll, one: list[Pause], two: list[Pause]
) -> None:
    plain = deadline_after(calendar, day, n, counting=counting, roll=roll, pauses=one)
    paused = deadline_after(calendar, day, n, counting=counting, roll=roll, pauses=one + two)
    assert paused.at >= plain.at


@given(calendars(), days, lengths, countings, rolls, few_days)
def test_a_suspension_never_brings_a_deadline_forward(
    calendar: Calendar, day: date, n: int, counting: Counting, roll: Roll, off: frozenset[date]
) -> None:
    plain = deadline_after(calendar, day, n, counting=counting, roll=roll)
    suspended = deadline_after(calendar.suspending(off), day, n, counting=counting, roll=roll)
    assert suspended.at >= plain.at
    if counting is Counting.CALENDAR and roll is Roll.NONE:
        assert suspended == plain


def test_sixty_days_of_handling_roll_past_the_national_day_week() -> None:
    accepted = date(2026, 8, 3)
    assert deadline_after(shipped("cn"), accepted, 60).on == date(2026, 10, 2)
    assert deadline_after(shipped("cn"), accepted, 60, roll=Roll.NEXT_WORKING).on == date(2026, 10, 8)


def test_five_working_days_count_the_make_up_saturday() -> None:
    result = deadline_after(shipped("cn"), date(2026, 2, 12), 5, counting=Counting.WORKING)
    # Friday 13, Saturday 14 (make-up), then after the festival Tuesday 24 to Thursday 26 February
    assert result.on == date(2026, 2, 26)
    assert not result.assumed


def test_the_year_that_was_not_announced_is_assumed() -> None:
    cn = shipped("cn")
    assert deadline_after(cn, date(2026, 12, 20), 15, roll=Roll.NEXT_WORKING).assumed
    assert deadline_after(cn, date(2026, 12, 31), 1, counting=Counting.WORKING).assumed
    assert not deadline_after(cn, date(2026, 12, 31), 15).assumed
    assert not deadline_after(cn, date(2026, 12, 30), 1, counting=Counting.WORKING).assumed
    assert deadline_after(cn, date(2023, 12, 27), 1, counting=Counting.WORKING).assumed


def test_an_instant_counts_from_its_date_on_the_wall() -> None:
    late_evening = datetime(2026, 8, 3, 16, 30, tzinfo=UTC)  # 4 August 00:30 in Shanghai
    cn = shipped("cn")
    assert deadline_after(cn, late_evening, 1).on == date(2026, 8, 5)
    assert local_date(late_evening, cn.zone) == date(2026, 8, 4)


def test_a_deadline_may_end_with_the_office_hours() -> None:
    result = deadline_after(shipped("cn"), date(2026, 8, 3), 1, until="17:30")
    assert result.at == datetime(2026, 8, 4, 9, 30, tzinfo=UTC)


def test_a_pause_between_instants_leaves_out_the_day_it_begins() -> None:
    pause = Pause.between(
        datetime(2026, 8, 5, 1, tzinfo=UTC), datetime(2026, 8, 7, 1, tzinfo=UTC), "Asia/Shanghai"
    )
    assert pause == Pause(date(2026, 8, 5), date(2026, 8, 7))
    assert deadline_after(shipped("cn"), date(2026, 8, 3), 5, pauses=[pause]).on == date(2026, 8, 10)


def test_what_lies_before_its_start_is_refused() -> None:
    with pytest.raises(ValueError, match="after its start"):
        deadline_after(shipped("cn"), date(2026, 8, 3), -1)
    with pytest.raises(ValueError, match="before it starts"):
        Pause(date(2026, 8, 3), date(2026, 8, 2))
