"""Which reports are owed on which local day, and by which time of day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duecare.core.calendar import every_day


@dataclass(frozen=True, slots=True)
class Cutoff:
    """One cut-off on one local day; ``time`` is HH:MM in the series' zone."""

    slot: date
    key: str
    time: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both included, with the same cut-offs.

    :param times: (key, HH:MM) in order of time.
    :param weekdays: ISO numbers (Monday 1); empty for every day.
    :param skip: days without a report.
    """

    first: date
    last: date
    times: tuple[tuple[str, str], ...]
    weekdays: frozenset[int] = frozenset()
    skip: frozenset[date] = frozenset()

    def days(self, first: date, last: date) -> Iterator[date]:
        """The days a report is owed on, cut to ``first``..``last``."""
        for day in every_day(max(first, self.first), min(last, self.last), self.skip):
            if not self.weekdays or day.isoweekday() in self.weekdays:
                yield day

    def as_json(self) -> dict[str, Any]:
        """The span as it is kept; :func:`spans_from` reads it back."""
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "times": [list(pair) for pair in self.times],
            "weekdays": sorted(self.weekdays),
            "skip": sorted(day.isoformat() for day in self.skip),
        }


def spans_from(bodies: Iterable[Mapping[str, Any]]) -> list[Span]:
    """Read spans as they are kept."""
    return [
        Span(
            date.fromisoformat(b["first"]),
            date.fromisoformat(b["last"]),
            tuple((key, clock) for key, clock in b["times"]),
            frozenset(b["weekdays"]),
            frozenset(date.fromisoformat(day) for day in b["skip"]),
        )
        for b in bodies
    ]


def cutoffs_between(spans: Iterable[Span], first: date, last: date) -> Iterator[Cutoff]:
    """Every cut-off on the days ``first``..``last``, in order of spans, days and times."""
    for span in spans:
        for day in span.days(first, last):
            for key, clock in span.times:
                yield Cutoff(day, key, clock)


def overlaps(spans: Sequence[Span]) -> list[tuple[int, int, date]]:
    """Pairs of spans that ask for a report on one and the same day: indexes (earlier first), first such day."""
    found = []
    for later, span in enumerate(spans):
        for earlier in range(later):
            other = spans[earlier]
            shared = set(other.days(span.first, span.last)) & set(span.days(other.first, other.last))
            if shared:
                found.append((earlier, later, min(shared)))
    return found
