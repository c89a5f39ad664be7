"""Days that come round again, and the windows that counts are kept in.

Everything is over local dates, from `first` through `last`, both included, as plans are written;
an empty range gives nothing. Every generator yields in time, each day once, without those in
`skip`. Times of day are put on afterwards, with `at_local`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from duecare.core.calendar.days import Calendar
from duecare.core.calendar.weekdays import IsoWeek, Month, Weekday, month_of, week_of

_NOTHING: frozenset[date] = frozenset()


def every_day(first: date, last: date, skip: Container[date] = _NOTHING, *, step: int = 1) -> Iterator[date]:
    """Yield every day, or every `step`-th counted from `first`.

    :raises ValueError: `step` is less than 1.
    """
    if step < 1:
        raise ValueError("days go forward")
    days = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1, step))
    return (day for day in days if day not in skip)


def every_working_day(
    calendar: Calendar, first: date, last: date, skip: Container[date] = _NOTHING
) -> Iterator[date]:
    """Yield the working days."""
    return (day for day in every_day(first, last, skip) if calendar.is_working_day(day))


def every_day_off(
    calendar: Calendar, first: date, last: date, skip: Container[date] = _NOTHING
) -> Iterator[date]:
    """Yield the days that are no working days: weekends, holidays, suspended days."""
    return (day for day in every_day(first, last, skip) if not calendar.is_working_day(day))


def weekly(weekday: Weekday, first: date, last: date, skip: Container[date] = _NOTHING) -> Iterator[date]:
    """Yield that weekday of every week."""
    ahead = (weekday - first.isoweekday()) % 7
    if (last - first).days < ahead:
        return iter(())
    return every_day(first + timedelta(days=ahead), last, skip, step=7)


def monthly_nth_weekday(
    nth: int, weekday: Weekday, first: date, last: date, skip: Container[date] = _NOTHING
) -> Iterator[date]:
    """Yield the n-th such weekday of every month ("the first Wednesday").

    :param nth: 1 to 5 from the month's start, or -1 to -5 from its end; a month without a fifth
        one is passed over.
    :raises ValueError: `nth` is something else.
    """
    if not 1 <= abs(nth) <= 5:
        raise ValueError("a month has at most five of a weekday")
    days = (_nth_weekday(month, nth, weekday) for month in _months(first, last))
    return (day for day in days if day and first <= day <= last and day not in skip)


def monthly_day(number: int, first: date, last: date, skip: Container[date] = _NOTHING) -> Iterator[date]:
    """Yield that day of every month; in a shorter month its last day.

    :param number: 1 to 31.
    :raises ValueError: `number` is something else.
    """
    if not 1 <= number <= 31:
        raise ValueError("a month has 31 days at most")
    days = (month.first.replace(day=min(number, month.last.day)) for month in _months(first, last))
    return (day for day in days if first <= day <= last and day not in skip)


@dataclass(frozen=True)
class Window:
    """A stretch of days that a count is kept in ("three a month").

    :param key: stable name of the whole week or months, however they are cut: ``2027-W03``,
        ``2027-01``, or for several months ``2027-01..2027-02``.
    :param first: first local day that counts.
    :param last: last local day that counts, included.
    :param partial: the range covers the week or months only in part.
    """

    key: str
    first: date
    last: date
    partial: bool

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def week_windows(first: date, last: date) -> Iterator[Window]:
    """Yield the ISO weeks that the range touches, cut to it."""
    if first > last:
        return
    for monday in every_day(first - timedelta(days=first.weekday()), last, step=7):
        week = week_of(monday)
        yield _cut(str(week), week, week, first, last)


def month_windows(first: date, last: date, months: int = 1) -> Iterator[Window]:
    """Yield the calendar months that the range touches, cut to it.

    :param months: how many go into one window, counted from the month of `first`.
    :raises ValueError: `months` is less than 1.
    """
    if months < 1:
        raise ValueError("a window has at least one month")
    for number, start in enumerate(_months(first, last)):
        if number % months == 0:
            end = start.plus(months - 1)
            key = str(start) if months == 1 else f"{start}..{end}"
            yield _cut(key, start, end, first, last)


def _cut(key: str, start: IsoWeek | Month, end: IsoWeek | Month, first: date, last: date) -> Window:
    partial = start.first < first or end.last > last
    return Window(key, max(start.first, first), min(end.last, last), partial)


def _months(first: date, last: date) -> Iterator[Month]:
    if first > last:
        return
    month, end = month_of(first), month_of(last)
    while month <= end:
        yield month
        month = month.plus(1)


def _nth_weekday(month: Month, nth: int, weekday: Weekday) -> date | None:
    if nth > 0:
        ahead = (weekday - month.first.isoweekday()) % 7 + 7 * (nth - 1)
    else:
        back = (month.last.isoweekday() - weekday) % 7 + 7 * (-nth - 1)
        ahead = month.last.day - 1 - back
    return month.first.replace(day=ahead + 1) if 0 <= ahead < month.last.day else None
