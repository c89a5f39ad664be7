"""Deadlines counted in days: from a day, so many calendar or working days, pauses left out.

The first day does not count and the last one runs to 24:00 unless a time of day is given; a last
day off may roll to the next working day (Civil Code of China, art. 201 and 203, from which a law
or a plan may depart, art. 204; so both are settings). Spans in hours need no calendar: add them
to the instant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from duecare.core.calendar.days import Calendar, Roll, Status
from duecare.core.calendar.localtime import Gap, at_local, local_date

_DAY = timedelta(days=1)


class Counting(StrEnum):
    """Which days count towards a deadline."""

    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True, order=True)
class Pause:
    """Local days that count towards nothing, half-open: from `start` up to before `end`.

    :raises ValueError: it ends before it starts.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a pause ends before it starts")

    @classmethod
    def between(cls, start: datetime, end: datetime, zone: str) -> Pause:
        """Return the pause between two instants: the day it begins is out, the day it ends is in.

        :raises ValueError: an instant is naive, or it ends before it starts.
        """
        return cls(local_date(start, zone), local_date(end, zone))


@dataclass(frozen=True)
class Deadline:
    """When something is due, and what that rests on.

    :param at: the instant, UTC; for a deadline at the end of a day, the first of the next one.
    :param on: the last local day, the one to show to people.
    :param basis_days: the days as the rule has them, before pauses and rolling.
    :param assumed: a day it rests on lies outside what the calendar has confirmed. Plain
        calendar days without rolling rest on no holiday and are never assumed.
    """

    at: datetime
    on: date
    basis_days: int
    assumed: bool


def deadline_after(
    calendar: Calendar,
    start: date | datetime,
    days: int,
    *,
    counting: Counting = Counting.CALENDAR,
    roll: Roll = Roll.NONE,
    until: str | time = "24:00",
    pauses: Iterable[Pause] = (),
    gap: Gap = "forward",
) -> Deadline:
    """Return the deadline so many days after a day.

    Suspended days are the calendar's (`Calendar.suspending`): they are no working days. Paused
    days count in neither way, and a last day is not rolled into a pause either.

    :param start: a local date, or an instant, which means its date in the calendar's zone.
    :param days: 0 or more; 0 is the starting day itself, still rolled when asked.
    :param until: local time of day on the last day, as in `at_local`.
    :param pauses: in any order; they may overlap.
    :param gap: what becomes of a local time that the clock leaves out, as in `at_local`.
    :raises ValueError: `days` is negative.
    :raises GapTime: the local time does not occur and `gap` is ``raise``.
    :raises BadInput: the result lies outside the years 1 to 9999.
    """
    if days < 0:
        raise ValueError("a deadline lies after its start")
    day = local_date(start, calendar.zone) if isinstance(start, datetime) else start
    breaks = _merged(pauses)
    counted = last = _counted(calendar, day, days, counting, breaks)
    if roll is Roll.NEXT_WORKING:
        last = _rolled(calendar, counted, breaks)
    by_working_days = counting is Counting.WORKING and days > 0
    rests = by_working_days or roll is Roll.NEXT_WORKING
    first = day + _DAY if by_working_days else counted
    return Deadline(
        at=at_local(last, until, calendar.zone, gap=gap),
        on=last,
        basis_days=days,
        assumed=rests and not _confirmed(calendar, first, last),
    )


def _counted(calendar: Calendar, day: date, days: int, counting: Counting, breaks: list[Pause]) -> date:
    """Return the last of so many countable days after `day`, with `breaks` sorted and disjoint."""
    between, add = _ruler(calendar, counting)
    left = days
    for pause in breaks:
        if pause.end - _DAY <= day:
            continue
        before = between(day, pause.start - _DAY) if pause.start > day else 0
        if left <= before:
            break
        left -= before
        day = pause.end - _DAY
    return add(day, left)


def _ruler(
    calendar: Calendar, counting: Counting
) -> tuple[Callable[[date, date], int], Callable[[date, int], date]]:
    """Return how to measure and how to step in the days that count."""
    if counting is Counting.WORKING:
        return calendar.working_days_between, calendar.add_working_days
    return (lambda a, b: (b - a).days), calendar.add_calendar_days


def _rolled(calendar: Calendar, day: date, breaks: list[Pause]) -> date:
    """Return `day`, or the first working day after it that is not paused."""
    day = calendar.next_working_day(day)
    for pause in breaks:
        if pause.start <= day < pause.end:
            day = calendar.next_working_day(pause.end)
    return day


def _confirmed(calendar: Calendar, first: date, last: date) -> bool:
    return calendar.status(first) is calendar.status(last) is Status.CONFIRMED


def _merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Return the same days as sorted, disjoint, non-empty pauses."""

    def joined() -> Iterator[Pause]:
        current: Pause | None = None
        for pause in sorted(pauses):
            if pause.start == pause.end:
                continue
            if current is None or pause.start > current.end:
                if current is not None:
                    yield current
                current = pause
            else:
                current = Pause(current.start, max(current.end, pause.end))
        if current is not None:
            yield current

    return list(joined())
