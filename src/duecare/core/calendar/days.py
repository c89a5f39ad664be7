"""Working days: which days count, and counting them. Pure, over local dates.

A day is a working day by the week's pattern, except for holidays on it and make-up working days
(调休) against it. Only these exceptions are kept, sorted, each with the number of working days
before it; so a count or a step is one bisect and a little arithmetic, whatever the distance.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from duecare.core.calendar.localtime import zone_named
from duecare.core.calendar.weekdays import Weekday
from duecare.core.errors import BadInput

Names = Mapping[str, str]
"""A text by language: ``{"zh": ..., "en": ...}``."""


def in_language(names: Names, language: str) -> str | None:
    """Return the text in that language, else in any, or None when there is none.

    :param language: a code such as ``zh-hans`` or ``en``; only the part before the hyphen counts.
    """
    return names.get(language.partition("-")[0]) or next(iter(names.values()), None)


class Roll(StrEnum):
    """What happens to a last day that is no working day."""

    NONE = "none"
    NEXT_WORKING = "next_working"


class Status(StrEnum):
    """Whether the days off around a date have been announced, or are only expected."""

    CONFIRMED = "confirmed"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Calendar:
    """The days of one place. Immutable; derive a changed one with `suspending`.

    :param name: its stable key, such as ``cn``.
    :param zone: IANA name of its time zone.
    :param confirmed_through: last date for which holidays are known; past it they are assumed.
    :param confirmed_from: first such date, or None when every earlier date is known too.
    :param weekend: the weekdays that are off; at least one weekday is not.
    :param holidays: days off by name; one on a weekend is named and changes nothing.
    :param makeup_workdays: working days that the week's pattern would have off.
    :param assumed_note: what the assumption past `confirmed_through` is, or empty.
    :param source: where the days come from.
    :raises ValueError: every weekday is off, or a day is both a holiday and a make-up day.
    """

    name: str
    zone: str
    confirmed_through: date
    confirmed_from: date | None = None
    weekend: frozenset[Weekday] = frozenset({Weekday.SATURDAY, Weekday.SUNDAY})
    holidays: Mapping[date, Names] = field(default_factory=dict, hash=False)
    makeup_workdays: frozenset[date] = frozenset()
    assumed_note: Names = field(default_factory=dict, hash=False)
    source: str = ""
    _table: _Table = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if both := self.makeup_workdays & self.holidays.keys():
            raise ValueError(f"both a holiday and a make-up day: {sorted(both)}")
        object.__setattr__(self, "holidays", dict(self.holidays))
        object.__setattr__(self, "_table", _Table.of(self.weekend, self.holidays, self.makeup_workdays))

    @property
    def tz(self) -> ZoneInfo:
        """Its time zone.

        :raises BadInput: the machine's zone database does not know it.
        """
        return zone_named(self.zone)

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day."""
        return self._table.works(_ordinal(day))

    def holiday_name(self, day: date, language: str) -> str | None:
        """Return the name of a day off, or None when it has none.

        :param language: as in `in_language`.
        """
        return in_language(self.holidays.get(day, {}), language)

    def status(self, day: date) -> Status:
        """Whether the days off around that day are confirmed or assumed."""
        known = day <= self.confirmed_through
        if self.confirmed_from is not None:
            known = known and day >= self.confirmed_from
        return Status.CONFIRMED if known else Status.ASSUMED

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lead from one day to another.

        Forward it counts the working days after `start` up to and including `end`; backward, as
        a negative number, those before `start` down to and including `end`. The starting day
        itself never counts (Civil Code of China, art. 201), so this undoes `add_working_days`.
        """
        first, last = _ordinal(start), _ordinal(end)
        if last >= first:
            return self._table.before(last + 1) - self._table.before(first + 1)
        return self._table.before(last) - self._table.before(first)

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`, or before it for a negative n.

        The starting day itself never counts (Civil Code of China, art. 201); with n = 0 it is
        returned, working day or not.

        :raises BadInput: the result lies outside the years 1 to 9999.
        """
        start = _ordinal(day)
        if n == 0:
            return day
        index = self._table.before(start + 1) + n - 1 if n > 0 else self._table.before(start) + n
        return _date(self._table.at(index))

    def add_calendar_days(self, day: date, n: int, roll: Roll = Roll.NONE) -> date:
        """Return the date n calendar days later, rolled off a day off when asked.

        :param roll: `Roll.NEXT_WORKING` moves a last day that is off to the next working day
            (Civil Code of China, art. 203).
        :raises BadInput: the result lies outside the years 1 to 9999.
        """
        result = _date(_ordinal(day) + n)
        return self.next_working_day(result) if roll is Roll.NEXT_WORKING else result

    def next_working_day(self, day: date) -> date:
        """Return that day if people work on it, else the first working day after it.

        :raises BadInput: there is none before the year 10000.
        """
        return _date(self._table.at(self._table.before(_ordinal(day))))

    def suspending(self, days: Iterable[date]) -> Calendar:
        """Return this calendar with those days off as well (snow closes the schools).

        The days stop being working days; calendar days go on counting. Whom the suspension
        concerns is the caller's affair. They get no name, so `holidays` tells them apart.
        """
        off = frozenset(days)
        extra: dict[date, Names] = {day: {} for day in off if day not in self.holidays}
        return dataclasses.replace(
            self,
            holidays={**self.holidays, **extra},
            makeup_workdays=self.makeup_workdays - off,
        )


@dataclass(frozen=True, slots=True)
class _Table:
    """The week's pattern and the exceptions to it, ready for bisect.

    Days are proleptic ordinals (1 is Monday, 1 January of the year 1). Working days are numbered
    from 0 in time; `before(o)` is the number of the first working day not before `o`.
    """

    pattern: tuple[bool, ...]  # by (ordinal - 1) % 7, Monday first: works?
    week_before: tuple[int, ...]  # working days of the pattern before that weekday
    week_days: tuple[int, ...]  # the weekdays that work, in order
    exceptions: tuple[int, ...]  # ordinals where the pattern does not hold, sorted
    shift: tuple[int, ...]  # shift[i]: what the first i exceptions add to the pattern's count
    counts: tuple[int, ...]  # working days before each exception

    @classmethod
    def of(cls, weekend: frozenset[Weekday], holidays: Iterable[date], makeup: Iterable[date]) -> _Table:
        pattern = tuple(weekday not in weekend for weekday in Weekday)
        if not any(pattern):
            raise ValueError("at least one weekday has to be a working day")
        off = {day.toordinal() for day in holidays if pattern[day.weekday()]}
        on = {day.toordinal() for day in makeup if not pattern[day.weekday()]}
        exceptions = tuple(sorted(off | on))
        shift = [0]
        for ordinal in exceptions:
            shift.append(shift[-1] + (1 if ordinal in on else -1))
        week_before = tuple(sum(pattern[:i]) for i in range(7))
        week_days = tuple(i for i in range(7) if pattern[i])
        plain = cls(pattern, week_before, week_days, exceptions, tuple(shift), ())
        counts = tuple(plain.before(ordinal) for ordinal in exceptions)
        return dataclasses.replace(plain, counts=counts)

    def works(self, ordinal: int) -> bool:
        i = bisect_left(self.exceptions, ordinal)
        excepted = i < len(self.exceptions) and self.exceptions[i] == ordinal
        return self.pattern[(ordinal - 1) % 7] is not excepted

    def before(self, ordinal: int) -> int:
        """Return how many working days lie before that day."""
        weeks, weekday = divmod(ordinal - 1, 7)
        in_pattern = weeks * len(self.week_days) + self.week_before[weekday]
        return in_pattern + self.shift[bisect_left(self.exceptions, ordinal)]

    def at(self, index: int) -> int:
        """Return the working day of that number: `before(at(i)) == i`, and it works."""
        passed = bisect_right(self.counts, index)
        if passed and self.counts[passed - 1] == index and self.works(self.exceptions[passed - 1]):
            return self.exceptions[passed - 1]  # a make-up day
        weeks, rest = divmod(index - self.shift[passed], len(self.week_days))
        return weeks * 7 + self.week_days[rest] + 1


def _ordinal(day: date) -> int:
    """Return the proleptic ordinal of a local date, refusing an instant that merely looks like one.

    :raises TypeError: `day` is a datetime; its local date depends on a zone.
    """
    if isinstance(day, datetime):
        raise TypeError("a local date is needed, not a datetime; see local_date")
    return day.toordinal()


def _date(ordinal: int) -> date:
    if not date.min.toordinal() <= ordinal <= date.max.toordinal():
        raise BadInput("calendar.out-of-range", _("The date lies outside the years 1 to 9999."))
    return date.fromordinal(ordinal)
