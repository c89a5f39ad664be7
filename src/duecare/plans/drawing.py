"""The timeline, drawn: places along the programme's days as percentages, so that it fits any width."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from duecare.plans.queries.pages import Item, ProgrammePage, months
from duecare.web.moments import month


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch along the strip: where it begins and how wide it is, in percent, and what it is."""

    x: str
    width: str
    label: Any = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """One item along the days: stretches of days with something due on each, and single due days."""

    item: Item
    bars: list[Bar]
    marks: list[str]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything along one axis of days, from the programme's first to its closing day."""

    months: list[Bar]
    phases: list[Bar]
    strips: list[Strip]
    today: str


def timeline(page: ProgrammePage) -> Timeline:
    """The programme drawn along its days."""
    first = page.programme.first
    days = (page.programme.closes_on - first).days + 1

    def at(on: date) -> float:
        return 100 * (on - first).days / days

    def bar(start: date, end: date, label: Any = "") -> Bar:
        start, end = max(start, first), min(end, page.programme.closes_on)
        return Bar(f"{at(start):.2f}%", f"{at(end + timedelta(days=1)) - at(start):.2f}%", label)

    ends = [m - timedelta(days=1) for m in months(page)[1:]] + [page.programme.closes_on]
    strips = []
    for item in page.items:
        runs = _runs(sorted({due.date() for due in item.dues}))
        bars = [bar(a, b) for a, b in runs if b > a]
        marks = [f"{at(a) + 50 / days:.2f}%" for a, b in runs if a == b]
        strips.append(Strip(item, bars, marks))
    inside = first <= page.today <= page.programme.closes_on
    return Timeline(
        [bar(m, end, month(m)) for m, end in zip(months(page), ends, strict=True)],
        [bar(p.first, p.last, p.title) for p in page.phases],
        strips,
        f"{at(page.today) + 50 / days:.2f}%" if inside else "",
    )


def _runs(days: list[date]) -> list[tuple[date, date]]:
    """Stretches of days that follow one another."""
    runs: list[tuple[date, date]] = []
    for on in days:
        if runs and on - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], on)
        else:
            runs.append((on, on))
    return runs
