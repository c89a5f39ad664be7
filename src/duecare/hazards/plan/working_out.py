"""From the section's value to what binds hazards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from duecare.core.calendar import at_local
from duecare.hazards.rules import GENERAL, MAJOR, TO_COMMIT
from duecare.hazards.terms import LEVEL_ABOVE, OTHER_PERSON
from duecare.obligations import shapes
from duecare.obligations.sections import PlanContext


def terms_of(value: Mapping[str, Any], context: PlanContext) -> dict[str, Any]:
    """The terms of a provision, of a value that `problems_of` finds nothing wrong with."""
    found: dict[str, Any] = {
        "units": value.get("units") or context.scope or {"under": context.root.code},
        "basis": value.get("basis", ""),
        "ladders": {
            step: [dict(rung) for rung in context.ladders[name]]
            for step, name in value.get("ladders", {}).items()
        },
    }
    if GENERAL in value:
        found[GENERAL] = _level(value[GENERAL], OTHER_PERSON)
    if MAJOR in value:
        within = within_of(value[MAJOR])
        found[MAJOR] = {**_level(value[MAJOR], LEVEL_ABOVE), "within": int(within.total_seconds())}
    return found


def within_of(major: Mapping[str, Any]) -> timedelta:
    """How long the commitments for a major hazard may take."""
    return shapes.duration(major["commit_within"]) if "commit_within" in major else TO_COMMIT


def days_of(value: Mapping[str, Any], context: PlanContext) -> tuple[date, date]:
    """The first and the last local day on which what is found is bound."""
    first = shapes.day(value["from"]) if "from" in value else context.first
    return first, shapes.day(value["to"]) if "to" in value else context.last


def span_of(value: Mapping[str, Any], context: PlanContext) -> tuple[datetime, datetime]:
    """The same as instants: from the first midnight to the one after the last day."""
    first, last = days_of(value, context)
    midnights = (
        at_local(day, "00:00", context.zone, gap="forward") for day in (first, last + timedelta(days=1))
    )
    starts_at, ends_at = midnights
    return starts_at, ends_at


def _level(said: Mapping[str, Any], by_default: str) -> dict[str, Any]:
    return {"days": said["days"], "verified_by": said.get("verified_by", by_default)}
