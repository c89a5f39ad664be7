"""From a plan's value to the context in which its sections are checked and applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from duecare.core.calendar import Calendar
from duecare.obligations import shapes
from duecare.obligations.sections import Phase, PlanContext
from duecare.orgs.models import Unit
from duecare.plans.trees import Tree

ACTS = ("remind", "tell", "escalate")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, and the day by which the closing summary is in."""

    first: date
    last: date
    closes_on: date


def period_of(value: Mapping[str, Any]) -> Period:
    """The period of a plan; without ``closes`` it closes on its last day."""
    period = value["period"]
    last = shapes.day(period["last"])
    return Period(
        shapes.day(period["first"]), last, shapes.day(period["closes"]) if "closes" in period else last
    )


def ladders_of(value: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Every named ladder, as the kernel freezes them: offset in seconds from due, act, audiences."""
    return {
        name: [
            {"offset": offset_of(step), "act": act, "to": list(step[act])}
            for step in steps
            for act in ACTS
            if act in step
        ]
        for name, steps in value.get("ladders", {}).items()
    }


def offset_of(step: Mapping[str, Any]) -> int:
    """Seconds from the due time; negative before it."""
    if "before" in step:
        return -int(shapes.duration(step["before"]).total_seconds())
    return int(shapes.duration(step["after"]).total_seconds()) if "after" in step else 0


def phases_of(value: Mapping[str, Any]) -> dict[str, Phase]:
    """The named parts of the period."""
    return {
        key: Phase(
            key,
            shapes.day(phase["first"]),
            shapes.day(phase["last"]),
            dict(zip(("zh", "en"), shapes.titles(phase.get("title", key)), strict=True)),
        )
        for key, phase in value.get("phases", {}).items()
    }


def context_of(
    value: Mapping[str, Any], *, tree: Tree, office: Unit, calendar: Calendar, version: int = 1
) -> PlanContext:
    """The context of a plan whose own part has nothing wrong with it."""
    period = period_of(value)
    return PlanContext(
        root=tree.root,
        office=office,
        programme=value["plan"],
        version=version,
        zone=value["zone"],
        calendar=calendar,
        first=period.first,
        last=period.last,
        closes_on=period.closes_on,
        phases=phases_of(value),
        ladders=ladders_of(value),
        select=tree.select,
        scope=value["scope"]["units"] if "scope" in value else None,
    )
