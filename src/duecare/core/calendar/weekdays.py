"""Weekdays, ISO weeks and months: the names people count windows by. Local dates throughout."""

from __future__ import annotations

import calendar as stdlib_calendar
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple


class Weekday(IntEnum):
    """A day of the week, numbered as in ISO 8601 (Monday 1 to Sunday 7)."""

    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7

    @classmethod
    def of(cls, day: date) -> Weekday:
        """Return the weekday of a date."""
        return cls(day.isoweekday())


#: The names that plan files have for them.
WEEKDAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), Weekday, strict=True))


class IsoWeek(NamedTuple):
    """A week of ISO 8601: Monday to Sunday, in the year that holds its Thursday.

    Weeks sort in time. As text: ``2027-W03``, a stable key.
    """

    year: int
    week: int

    @property
    def first(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=6)

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.week:02}"


class Month(NamedTuple):
    """A calendar month. Months sort in time. As text: ``2027-01``, a stable key."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, stdlib_calendar.monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> Month:
        """Return the month that many months later; earlier when negative."""
        year, index = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, index + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def week_of(day: date) -> IsoWeek:
    """Return the ISO week a date lies in."""
    year, week, _ = day.isocalendar()
    return IsoWeek(year, week)


def month_of(day: date) -> Month:
    """Return the calendar month a date lies in."""
    return Month(day.year, day.month)
