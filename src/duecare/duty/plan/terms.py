"""From an item of the plan file to the terms of an arrangement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from duecare.core.calendar import Calendar
from duecare.obligations import shapes
from duecare.obligations.sections import PlanContext

WEIGHTS = {"load": 4, "nights": 4, "weekends": 4, "holidays": 6, "wishes": 1}
_AROUND = {"check_in": ("30 min", "15 min"), "handover": ("30 min", "30 min")}


def terms_of(value: Mapping[str, Any], context: PlanContext) -> dict[str, Any]:
    """The terms of an item that `problems_of` finds nothing wrong with; see :mod:`duecare.duty.rules.terms`."""
    title, title_en = shapes.titles(value["title"])
    creditor = context.select(value["owed_to"])[0] if "owed_to" in value else context.office
    kept_by = str(context.select(value["kept_by"])[0].id) if "kept_by" in value else None
    days = list(days_between(value))
    return {
        "title": title,
        "title_en": title_en,
        "basis": value.get("basis", ""),
        "zone": context.zone,
        "first": value["from"],
        "last": value["to"],
        "sites": value["sites"],
        "kept_by": kept_by,
        "creditor": str(creditor.id),
        "posts": [_named(post, {"leads": post.get("leads", False)}) for post in value["posts"]],
        "shifts": [
            _named(shift, {"starts": shift["starts"], "ends": shift["ends"], "night": shift.get("night")})
            for shift in value["shifts"]
        ],
        "needs": [{**need, "on": need.get("on")} for need in value["needs"]],
        "day_types": {day.isoformat(): day_types(day, context) for day in days},
        "holidays": [day.isoformat() for day in days if _is_holiday(day, context.calendar)],
        "rules": _rules(value.get("rules", {})),
        "weights": {**WEIGHTS, **value.get("fair", {})},
        "roster_due": shapes.instant(value["roster_due"], context.zone).isoformat(),
        "check_in": _around("check_in", value.get("check_in", {})),
        "handover": _around("handover", value["handover"]) if "handover" in value else None,
        "presence": _presence(value.get("presence")),
        "ladders": {
            name: [dict(step) for step in context.ladders[ladder]]
            for name, ladder in value.get("ladders", {}).items()
        },
    }


def days_between(value: Mapping[str, Any]) -> Iterator[date]:
    """Every local day of an item."""
    first, last = shapes.day(value["from"]), shapes.day(value["to"])
    for n in range((last - first).days + 1):
        yield first + timedelta(n)


def day_types(day: date, context: PlanContext) -> list[str]:
    """What a day is, by the plan's calendar, then the keys of the phases that it lies in."""
    calendar = context.calendar
    if _is_holiday(day, calendar):
        what = "holiday"
    elif day in calendar.makeup_workdays:
        what = "makeup"
    else:
        what = "weekday" if calendar.is_working_day(day) else "weekend"
    return [what, *(phase.key for phase in context.phases.values() if phase.first <= day <= phase.last)]


def _is_holiday(day: date, calendar: Calendar) -> bool:
    return day in calendar.holidays


def _named(thing: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    title, title_en = shapes.titles(thing["title"])
    return {"key": thing["key"], "title": title, "title_en": title_en, **more}


def _rules(value: Mapping[str, Any]) -> dict[str, Any]:
    rest = {"rest": _seconds(value["rest"]) // 60} if "rest" in value else {}
    return {**{name: number for name, number in value.items() if name != "rest"}, **rest}


def _around(name: str, value: Mapping[str, str]) -> dict[str, int]:
    before, within = _AROUND[name]
    return {
        "opens_before": _seconds(value.get("opens_before", before)),
        "within": _seconds(value.get("within", within)),
    }


def _presence(value: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if value is None else {**value, "within": _seconds(value["within"])}


def _seconds(value: str) -> int:
    return int(shapes.duration(value).total_seconds())
