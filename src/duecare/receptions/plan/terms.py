"""From an item of the plan file to what its days are made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from duecare.obligations import shapes
from duecare.obligations.sections import PlanContext

#: What a day is called where the plan gives no title.
TITLE = ("接待日", "Reception day")
EACH = timedelta(minutes=15)
SAID_WITHIN = timedelta(hours=24)


def terms_of(value: Mapping[str, Any], context: PlanContext) -> dict[str, Any]:
    """The terms (JSON) of an item that `problems_of` finds nothing wrong with.

    Texts in pairs ``[Chinese, English]``: ``title``, ``who``, ``place``; ``minutes`` for each number; ``said_within``
    in seconds; the rest as in the plan file, with defaults filled in.
    """
    creditor = context.select(value["owed_to"])[0] if "owed_to" in value else context.office
    return {
        "title": list(shapes.titles(value["title"]) if "title" in value else TITLE),
        "who": list(shapes.titles(value["who"])),
        "place": list(shapes.titles(value["place"])),
        "basis": value.get("basis", ""),
        "units": value["units"],
        "creditor": str(creditor.id),
        "post": value.get("post", "leader"),
        "zone": context.zone,
        "weekday": value["weekday"],
        "which": value.get("which", "every"),
        "first": value.get("starting", context.first.isoformat()),
        "last": value.get("ending", context.last.isoformat()),
        "from": value["from"],
        "to": value["to"],
        "minutes": int(each_of(value).total_seconds() // 60),
        "said_within": int(
            (shapes.duration(value["said_within"]) if "said_within" in value else SAID_WITHIN).total_seconds()
        ),
        "ladder": [dict(step) for step in context.ladders[value["ladder"]]] if "ladder" in value else [],
    }


def each_of(value: Mapping[str, Any]) -> timedelta:
    """How long each number has."""
    return shapes.duration(value["each"]) if "each" in value else EACH
