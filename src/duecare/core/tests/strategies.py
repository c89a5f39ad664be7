"""Calendars and days for the properties, and the slow day-by-day model they are held against."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import strategies as st

from duecare.core.calendar import Calendar, Pause, Weekday

FIRST, LAST = date(2026, 6, 1), date(2027, 12, 31)
DAY = timedelta(days=1)

days = st.dates(FIRST, LAST)
few_days = st.frozensets(days, max_size=40)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any week with a working day in it, with holidays and make-up days wherever they fall."""
    weekend = draw(st.frozensets(st.sampled_from(Weekday), max_size=6))
    holidays = {day: {"en": "holiday"} for day in draw(few_days)}
    for start in draw(st.lists(days, max_size=3)):
        holidays |= {start + DAY * i: {"zh": "长假"} for i in range(9)}
    makeup = draw(few_days) - holidays.keys()
    return Calendar(
        name="any",
        zone="Asia/Shanghai",
        confirmed_through=draw(days),
        weekend=weekend,
        holidays=holidays,
        makeup_workdays=makeup,
    )


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    """Pauses in any order: empty, touching, overlapping, before and after."""
    spans = draw(st.lists(st.tuples(days, st.integers(0, 40)), max_size=5))
    return [Pause(start, start + DAY * length) for start, length in spans]


def works(calendar: Calendar, day: date) -> bool:
    """Whether people work on that day, as one would say it."""
    if day in calendar.makeup_workdays:
        return True
    return Weekday.of(day) not in calendar.weekend and day not in calendar.holidays


def walk(day: date, count: int, counts: Callable[[date], bool]) -> date:
    """Go forward, or back for a negative count, day by day, until so many days counted."""
    step = DAY if count > 0 else -DAY
    left = abs(count)
    while left:
        day += step
        left -= counts(day)
    return day
