"""Pure decisions of the desk: what a cell of the board says, how an inbox is grouped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Counts:
    """What a unit and all below it owed in one slot of one strand, and what became of it.

    ``late`` is part of ``discharged``, ``silent`` part of ``open``.
    """

    owed: int = 0
    open: int = 0
    silent: int = 0
    discharged: int = 0
    late: int = 0
    waived: int = 0
    lapsed: int = 0
    hidden: bool = False

    @classmethod
    def of(cls, measures: Mapping[str, int | None]) -> Counts:
        """From the kernel's measures; a suppressed one (None) hides the whole cell."""
        if any(value is None for value in measures.values()):
            return cls(hidden=True)
        return cls(**{name: measures.get(name) or 0 for name in _MEASURES})  # type: ignore[arg-type]

    def __add__(self, other: Counts) -> Counts:
        return self._each(other, 1)

    def __sub__(self, other: Counts) -> Counts:
        return self._each(other, -1)

    def _each(self, other: Counts, sign: int) -> Counts:
        sums = {name: max(0, getattr(self, name) + sign * getattr(other, name)) for name in _MEASURES}
        return Counts(**sums, hidden=self.hidden or other.hidden)

    @property
    def expected(self) -> int:
        """How many had to be done: waived ones had not."""
        return self.owed - self.waived

    @property
    def waiting(self) -> int:
        """Open and not yet due."""
        return self.open - self.silent

    @property
    def state(self) -> str:
        """The gravest thing that can be said of the cell, as a key of the states' looks; empty for nothing owed."""
        if self.hidden or not self.owed:
            return ""
        if self.silent:
            return "silent"
        if self.waiting:
            return "open"
        if self.lapsed:
            return "lapsed"
        if self.late:
            return "late"
        return "discharged" if self.discharged else "waived"


_MEASURES = ("owed", "open", "silent", "discharged", "late", "waived", "lapsed")


class Due(Protocol):
    """What the inbox needs to know of an obligation."""

    due_at: datetime
    missed_at: datetime | None

    @property
    def stands_still(self) -> bool:
        """Whether its time stands still."""


def when(due: Due, at: datetime, zone: str) -> str:
    """The inbox's group: late, today or next; today is the day on the debtor's wall. What stands still comes last."""
    if due.stands_still:
        return "next"
    if due.missed_at is not None or due.due_at < at:
        return "late"
    tz = ZoneInfo(zone)
    return "today" if due.due_at.astimezone(tz).date() <= at.astimezone(tz).date() else "next"


def month_grid(first: date, days: Iterable[date]) -> list[list[date | None]]:
    """A month in weeks from Monday, padded with None."""
    cells: list[date | None] = [None] * (first.isoweekday() - 1)
    cells.extend(days)
    cells.extend([None] * (-len(cells) % 7))
    return [cells[i : i + 7] for i in range(0, len(cells), 7)]
