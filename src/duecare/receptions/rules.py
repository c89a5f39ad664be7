"""Pure decisions: on which days people are received, and which times a day has."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from duecare.core.calendar import WEEKDAYS, at_local, monthly_nth_weekday, weekly

#: Which of a month's, by its name in the plan file; ``every`` is every week.
WHICH = {"every": 0, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
#: So many come in together at most; a group sends representatives (Regulation on petitions, art. 20).
MOST_COME_IN = 5
#: How far ahead days are published and times can be taken.
AHEAD = timedelta(days=28)
#: A day that can't be held is held within so many days.
MOVED_WITHIN = timedelta(days=14)
#: How many were received is said in steps: nobody is counted one by one.
RECEIVED = ("none", "1-4", "5-9", "10-19", "20-")


@dataclass(frozen=True, slots=True)
class Occasion:
    """One day on which a unit receives people, between two instants (UTC)."""

    on: date
    starts_at: datetime
    ends_at: datetime


def occasions(terms: Mapping[str, Any], first: date, last: date, off: Container[date]) -> Iterator[Occasion]:
    """Every occasion of a series between two local days, in time.

    ``terms`` has ``weekday``, ``which`` (a name of :data:`WHICH`), ``first`` and ``last`` (ISO dates), ``from`` and
    ``to`` (local times of day), ``zone``.

    :param off: public holidays, on which nobody is received.
    """
    first = max(first, date.fromisoformat(terms["first"]))
    last = min(last, date.fromisoformat(terms["last"]))
    weekday, nth = WEEKDAYS[terms["weekday"]], WHICH[terms["which"]]
    if first > last:
        return
    days = monthly_nth_weekday(nth, weekday, first, last, off) if nth else weekly(weekday, first, last, off)
    for day in days:
        yield at_times(day, terms)


def at_times(day: date, terms: Mapping[str, Any]) -> Occasion:
    """The series' times on a day of its own."""
    starts, ends = (at_local(day, terms[name], terms["zone"], gap="forward") for name in ("from", "to"))
    return Occasion(day, starts, ends)


def times(starts_at: datetime, ends_at: datetime, minutes: int) -> list[datetime]:
    """The times that can be taken, each of so many minutes."""
    found, one = [], starts_at
    while one + timedelta(minutes=minutes) <= ends_at:
        found.append(one)
        one += timedelta(minutes=minutes)
    return found


def origin(programme: str, key: str, unit_key: str, on: date) -> str:
    """The stable name of the duty to hold a day; the same again is the same duty."""
    return f"receptions/{programme}/{key}/{unit_key}/{on.isoformat()}"
