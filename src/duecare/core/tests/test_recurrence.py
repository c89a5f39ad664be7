"""What comes round again: every generator against a filter over all days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.core.calendar import (
    Calendar,
    Weekday,
    every_day,
    every_day_off,
    every_working_day,
    month_of,
    month_windows,
    monthly_day,
    monthly_nth_weekday,
    week_of,
    week_windows,
    weekly,
)

from .strategies import DAY, calendars, days, few_days, works

weekdays = st.sampled_from(Weekday)


def _all(first: date, last: date) -> list[date]:
    return [first + DAY * i for i in range((last - first).days + 1)]


@given(days, days, few_days)
def test_every_day(first: date, last: date, skip: frozenset[date]) -> None:
    assert list(every_day(first, last, skip)) == [d for d in _all(first, last) if d not in skip]


@given(days, days, st.integers(1, 40))
def test_every_few_days_count_from_the_first(first: date, last: date, step: int) -> None:
    assert list(every_day(first, last, step=step)) == _all(first, last)[::step]


@given(calendars(), days, days, few_days)
def test_working_days_and_days_off_share_the_days(
    calendar: Calendar, first: date, last: date, skip: frozenset[date]
) -> None:
    working = list(every_working_day(calendar, first, last, skip))
    off = list(every_day_off(calendar, first, last, skip))
    assert sorted(working + off) == list(every_day(first, last, skip))
    assert all(works(calendar, d) for d in working)
    assert not any(works(calendar, d) for d in off)


@given(weekdays, days, days, few_days)
def test_weekly(weekday: Weekday, first: date, last: date, skip: frozenset[date]) -> None:
    expected = [d for d in _all(first, last) if Weekday.of(d) is weekday and d not in skip]
    assert list(weekly(weekday, first, last, skip)) == expected


@given(st.sampled_from([*range(1, 6), *range(-5, 0)]), weekdays, days, days, few_days)
def test_the_nth_weekday_of_every_month(
    nth: int, weekday: Weekday, first: date, last: date, skip: frozenset[date]
) -> None:
    def is_nth(day: date) -> bool:
        alike = [d for d in _all(month_of(day).first, month_of(day).last) if Weekday.of(d) is weekday]
        index = nth - 1 if nth > 0 else nth
        return -len(alike) <= index < len(alike) and alike[index] == day

    expected = [d for d in _all(first, last) if is_nth(d) and d not in skip]
    assert list(monthly_nth_weekday(nth, weekday, first, last, skip)) == expected


@given(st.integers(1, 31), days, days)
def test_a_day_of_every_month_or_its_last(number: int, first: date, last: date) -> None:
    expected = [d for d in _all(first, last) if d.day == min(number, month_of(d).last.day)]
    assert list(monthly_day(number, first, last)) == expected


@given(days, days)
def test_weeks_cover_the_range_once_and_are_cut_to_it(first: date, last: date) -> None:
    windows = list(week_windows(first, last))
    assert [d for w in windows for d in _all(w.first, w.last)] == _all(first, last)
    assert all(w.key == str(week_of(d)) for w in windows for d in _all(w.first, w.last))
    assert all(w.partial is ((w.last - w.first).days < 6) for w in windows)


@given(days, days, st.integers(1, 4))
def test_months_cover_the_range_once_and_are_cut_to_it(first: date, last: date, months: int) -> None:
    windows = list(month_windows(first, last, months))
    assert [d for w in windows for d in _all(w.first, w.last)] == _all(first, last)
    assert len({w.key for w in windows}) == len(windows)
    for window in windows:
        touched = {month_of(d) for d in _all(window.first, window.last)}
        whole = len(touched) == months and window.first == min(touched).first
        assert window.partial is not (whole and window.last == max(touched).last)


def test_the_windows_of_a_winter() -> None:
    first, last = date(2027, 1, 4), date(2027, 3, 20)
    january, february, march = month_windows(first, last)
    assert [january.key, february.key, march.key] == ["2027-01", "2027-02", "2027-03"]
    assert [january.partial, february.partial, march.partial] == [True, False, True]
    assert [w.key for w in month_windows(first, last, 2)] == ["2027-01..2027-02", "2027-03..2027-04"]
    assert date(2027, 3, 20) in march
    assert date(2027, 3, 21) not in march
    assert next(week_windows(first, last)).key == "2027-W01"


def test_the_directors_reception_days() -> None:
    found = list(monthly_nth_weekday(1, Weekday.WEDNESDAY, date(2027, 1, 4), date(2027, 3, 20)))
    assert found == [date(2027, 1, 6), date(2027, 2, 3), date(2027, 3, 3)]


@given(st.dates(date(1, 1, 8), date(9999, 12, 20)))
def test_weeks_and_months_hold_their_days(day: date) -> None:
    week, month = week_of(day), month_of(day)
    assert week.first <= day <= week.last
    assert Weekday.of(week.first) is Weekday.MONDAY
    assert (week.last - week.first).days == 6
    assert week_of(week.first) == week_of(week.last) == week
    assert month.first <= day <= month.last
    assert month_of(month.last + DAY) == month.plus(1)
    assert month.plus(1).plus(-1) == month


@given(st.dates(), st.dates())
def test_weeks_and_months_sort_in_time(a: date, b: date) -> None:
    early, late = sorted((a, b))
    assert week_of(early) <= week_of(late)
    assert month_of(early) <= month_of(late)
    assert str(week_of(early)) <= str(week_of(late))


def test_what_cannot_come_round_is_refused() -> None:
    first, last = date(2027, 1, 4), date(2027, 3, 20)
    with pytest.raises(ValueError, match="forward"):
        every_day(first, last, step=0)
    with pytest.raises(ValueError, match="five"):
        monthly_nth_weekday(0, Weekday.MONDAY, first, last)
    with pytest.raises(ValueError, match="31"):
        monthly_day(32, first, last)
    with pytest.raises(ValueError, match="one month"):
        list(month_windows(first, last, 0))
