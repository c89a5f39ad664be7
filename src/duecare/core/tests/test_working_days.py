"""Working days: against the day-by-day model, against themselves, and at the edges."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.core.calendar import Calendar, Roll, Status, Weekday
from duecare.core.errors import BadInput

from .strategies import DAY, calendars, days, few_days, walk, works

counts = st.integers(-120, 120)


@given(calendars(), days)
def test_a_day_is_as_the_model_says(calendar: Calendar, day: date) -> None:
    assert calendar.is_working_day(day) is works(calendar, day)


@given(calendars(), days, counts)
def test_adding_is_walking_day_by_day(calendar: Calendar, day: date, n: int) -> None:
    assert calendar.add_working_days(day, n) == walk(day, n, lambda d: works(calendar, d))


@given(calendars(), days, days)
def test_between_is_counting_day_by_day(calendar: Calendar, start: date, end: date) -> None:
    if start <= end:
        counted = [start + DAY * i for i in range(1, (end - start).days + 1)]
        assert calendar.working_days_between(start, end) == sum(works(calendar, d) for d in counted)
    else:
        counted = [end + DAY * i for i in range((start - end).days)]
        assert calendar.working_days_between(start, end) == -sum(works(calendar, d) for d in counted)


@given(calendars(), days, counts)
def test_between_undoes_adding(calendar: Calendar, day: date, n: int) -> None:
    assert calendar.working_days_between(day, calendar.add_working_days(day, n)) == n


@given(calendars(), days, st.integers(1, 120))
def test_going_and_coming_back_ends_on_the_same_working_day(calendar: Calendar, day: date, n: int) -> None:
    start = calendar.next_working_day(day)
    assert calendar.add_working_days(calendar.add_working_days(start, n), -n) == start


@given(calendars(), days, st.integers(0, 60), st.integers(0, 60))
def test_adding_in_two_steps_is_adding_at_once(calendar: Calendar, day: date, n: int, m: int) -> None:
    in_steps = calendar.add_working_days(calendar.add_working_days(day, n), m)
    assert in_steps == calendar.add_working_days(day, n + m)


@given(calendars(), days, days, st.integers(1, 60))
def test_an_earlier_start_never_ends_later(calendar: Calendar, a: date, b: date, n: int) -> None:
    early, late = sorted((a, b))
    assert calendar.add_working_days(early, n) <= calendar.add_working_days(late, n)
    assert calendar.next_working_day(early) <= calendar.next_working_day(late)
    assert calendar.add_working_days(early, n) < calendar.add_working_days(early, n + 1)


@given(calendars(), days)
def test_the_next_working_day_is_the_first_that_works(calendar: Calendar, day: date) -> None:
    result = calendar.next_working_day(day)
    assert works(calendar, result)
    assert not any(works(calendar, day + DAY * i) for i in range((result - day).days))


@given(calendars(), days, counts)
def test_calendar_days_roll_only_off_a_day_off(calendar: Calendar, day: date, n: int) -> None:
    plain = calendar.add_calendar_days(day, n)
    assert plain == day + DAY * n
    rolled = calendar.add_calendar_days(day, n, Roll.NEXT_WORKING)
    assert rolled == calendar.next_working_day(plain)
    assert (rolled == plain) is works(calendar, plain)


@given(calendars(), few_days, days)
def test_suspended_days_are_off_and_the_others_as_before(
    calendar: Calendar, off: frozenset[date], day: date
) -> None:
    suspended = calendar.suspending(off)
    assert suspended.is_working_day(day) is (day not in off and works(calendar, day))
    assert suspended.status(day) is calendar.status(day)
    assert suspended.holiday_name(day, "en") == calendar.holiday_name(day, "en")


@given(calendars(), days)
def test_a_day_is_confirmed_through_the_day_the_calendar_says(calendar: Calendar, day: date) -> None:
    confirmed = calendar.status(day) is Status.CONFIRMED
    assert confirmed is (day <= calendar.confirmed_through)


def test_far_from_any_holiday_the_week_alone_counts() -> None:
    calendar = Calendar("any", "UTC", date(2026, 12, 31), holidays={date(2026, 1, 1): {"en": "New Year"}})
    assert calendar.working_days_between(date(1900, 1, 1), date(1900, 1, 8)) == 5
    assert calendar.add_working_days(date(2500, 1, 1), 5000) == date(2519, 3, 3)


@pytest.mark.parametrize("n", [3_700_000, -3_700_000])
def test_a_result_that_no_date_can_hold_is_bad_input(n: int) -> None:
    calendar = Calendar("any", "UTC", date(2026, 12, 31))
    with pytest.raises(BadInput):
        calendar.add_working_days(date(2026, 1, 1), n)
    with pytest.raises(BadInput):
        calendar.add_calendar_days(date(2026, 1, 1), n)


def test_an_instant_is_not_taken_for_a_local_date() -> None:
    calendar = Calendar("any", "UTC", date(2026, 12, 31))
    with pytest.raises(TypeError, match="local_date"):
        calendar.is_working_day(datetime(2026, 1, 1, tzinfo=UTC))


def test_a_week_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="working day"):
        Calendar("never", "UTC", date(2026, 12, 31), weekend=frozenset(Weekday))


def test_a_day_cannot_be_both_off_and_worked() -> None:
    day = date(2026, 10, 10)
    with pytest.raises(ValueError, match="both"):
        Calendar("x", "UTC", day, holidays={day: {"en": "?"}}, makeup_workdays=frozenset({day}))


def test_a_holiday_is_named_in_the_readers_language_or_any() -> None:
    both, one = date(2026, 10, 1), date(2026, 10, 2)
    calendar = Calendar(
        "x", "UTC", one, holidays={both: {"zh": "国庆节", "en": "National Day"}, one: {"zh": "国庆节"}}
    )
    assert calendar.holiday_name(both, "zh-hans") == "国庆节"
    assert calendar.holiday_name(both, "en") == "National Day"
    assert calendar.holiday_name(one, "en") == "国庆节"
    assert calendar.holiday_name(date(2026, 10, 3), "en") is None


def test_equal_calendars_are_equal_and_can_be_keys() -> None:
    day = date(2026, 10, 1)
    one, other = (Calendar("x", "UTC", day, holidays={day: {"en": "?"}}) for _ in range(2))
    assert one == other
    assert len({one, other}) == 1
    assert one != one.suspending([day + DAY])
