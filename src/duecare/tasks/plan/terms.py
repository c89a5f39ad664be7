"""From an item of the plan file to the terms that its obligations are made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from duecare.core.calendar import at_local
from duecare.obligations import shapes
from duecare.obligations.sections import PlanContext
from duecare.tasks.rules import DEFAULT_FORM

_WEEK = timedelta(days=7)


def terms_of(section: str, value: Mapping[str, Any], context: PlanContext) -> dict[str, Any]:
    """The terms of an item that `problems_of` finds nothing wrong with (JSON; see :mod:`duecare.tasks.rules`)."""
    title, title_en = shapes.titles(value["title"])
    creditor = context.select(value["owed_to"])[0] if "owed_to" in value else context.office
    return {
        "title": title,
        "title_en": title_en,
        "what": value.get("what", ""),
        "basis": value.get("basis", ""),
        "owed_by": value["owed_by"],
        "creditor": str(creditor.id),
        "post": value.get("post", "reporter"),
        "zone": context.zone,
        "form": {**DEFAULT_FORM, **value.get("form", {})},
        "ladder": [dict(step) for step in context.ladders[value["ladder"]]] if "ladder" in value else [],
        **(_once(value, context) if "due" in value else _weekly(section, value.get("every", value), context)),
    }


def _once(value: Mapping[str, Any], context: PlanContext) -> dict[str, str]:
    due = shapes.instant(value["due"], context.zone)
    if "opens" in value:
        opens = shapes.instant(value["opens"], context.zone)
    else:
        opens = min(at_local(context.first, "00:00", context.zone, gap="forward"), due)
    return {"opens": opens.isoformat(), "due": due.isoformat()}


def _weekly(section: str, value: Mapping[str, Any], context: PlanContext) -> dict[str, Any]:
    opens_before = shapes.duration(value.get("opens_before", "24 h"))
    return {
        "weekday": value["weekday"],
        "time": value["time"],
        "first": value.get("from", context.first.isoformat()),
        "last": value.get("to", context.last.isoformat()),
        "opens_before": int(opens_before.total_seconds()),
        **({"closes_after": int(_WEEK.total_seconds())} if section == "meetings" else {}),
    }
