"""From the plan's words to the programmes that are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from duecare.inspections.actions.programmes import Wanted
from duecare.inspections.actions.rounds import SELF, pairs
from duecare.obligations.sections import PlanContext
from duecare.obligations.shapes import day, titles
from duecare.orgs.models import Unit

POST = "inspector"


def wanted_programmes(value: Iterable[Mapping[str, Any]], context: PlanContext) -> list[Wanted]:
    """Every programme of the section, with its units as they stand now."""
    return [_wanted(i, one, context) for i, one in enumerate(value)]


def days_of(value: Mapping[str, Any], context: PlanContext) -> tuple[date, date]:
    """First and last day, both included."""
    first = day(value["from"]) if "from" in value else context.first
    last = day(value["to"]) if "to" in value else context.last
    return first, last


def units_of(value: Mapping[str, Any], context: PlanContext) -> list[tuple[Unit, Unit]]:
    """Each unit that is inspected, with the one that inspects it. :raises BadInput: a selector means no unit."""
    by = value.get("inspected_by", SELF)
    named: Sequence[Unit] = [] if isinstance(by, str) else context.select(by)
    return pairs(context.select(value["units"]), by, named)


def creditor_of(value: Mapping[str, Any], context: PlanContext, units: Sequence[tuple[Unit, Unit]]) -> Unit:
    """The unit that it is owed to: the one named, else the office; where that inspects itself, the root."""
    if "owed_to" in value:
        return context.select(value["owed_to"])[0]
    return context.root if context.office.pk in {by.pk for _unit, by in units} else context.office


def _wanted(position: int, value: Mapping[str, Any], context: PlanContext) -> Wanted:
    title, title_en = titles(value["title"])
    first, last = days_of(value, context)
    units = units_of(value, context)
    return Wanted(
        key=value["key"],
        position=position,
        title=title,
        title_en=title_en,
        basis=value.get("basis", ""),
        creditor=creditor_of(value, context, units),
        units=tuple(units),
        post=value.get("post", POST),
        checklists=tuple(value["checklists"]),
        every=value.get("every", "once"),
        times=value.get("times", 1),
        apart="apart" in value,
        sample=dict(value["sample"]) if "sample" in value else None,
        first=first,
        last=last,
        steps=tuple(context.ladders[value["ladder"]]),
        source=dict(value),
    )
