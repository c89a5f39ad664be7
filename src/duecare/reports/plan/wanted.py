"""From the plan's words to the series that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from duecare.core.calendar import every_day_off
from duecare.obligations.sections import PlanContext
from duecare.obligations.shapes import day, duration, titles
from duecare.reports.actions.series import Wanted
from duecare.reports.rules import Span

_WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
_OPENS_BEFORE = timedelta(hours=12)


def wanted_series(value: Iterable[Mapping[str, Any]], context: PlanContext) -> list[Wanted]:
    """Every series of the section, with its units as they stand now."""
    return [_wanted(i, series, context) for i, series in enumerate(value)]


def spans_of(cutoffs: Iterable[Mapping[str, Any]], context: PlanContext) -> list[Span]:
    """The stretches of days; working days are read from the plan's calendar."""
    return [_span(c, context) for c in cutoffs]


def _wanted(position: int, series: Mapping[str, Any], context: PlanContext) -> Wanted:
    title, title_en = titles(series["title"])
    opens_before = duration(series["opens_before"]) if "opens_before" in series else _OPENS_BEFORE
    return Wanted(
        key=series["key"],
        position=position,
        title=title,
        title_en=title_en,
        basis=series.get("basis", ""),
        creditor=context.select(series["owed_to"])[0] if "owed_to" in series else context.office,
        units=tuple(context.select(series["owed_by"])),
        post=series.get("post", "reporter"),
        fields=tuple(series["form"]["fields"]),
        spans=tuple(spans_of(series["cutoffs"], context)),
        opens_before=int(opens_before.total_seconds()) // 60,
        steps=tuple(context.ladders[series["ladder"]]),
        source=dict(series),
    )


def _span(cutoff: Mapping[str, Any], context: PlanContext) -> Span:
    if "phase" in cutoff:
        phase = context.phases[cutoff["phase"]]
        first, last = phase.first, phase.last
    else:
        first = day(cutoff["from"]) if "from" in cutoff else context.first
        last = day(cutoff["to"]) if "to" in cutoff else context.last
    skip = {day(d) for d in cutoff.get("skip", ())}
    if cutoff.get("days") == "working":
        skip |= set(every_day_off(context.calendar, first, last))
    return Span(
        first,
        last,
        tuple((key, clock.rjust(5, "0")) for key, clock in cutoff["times"].items()),
        frozenset(_WEEKDAYS[name] for name in cutoff.get("weekdays", ())),
        frozenset(skip),
    )
