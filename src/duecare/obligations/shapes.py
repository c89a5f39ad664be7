"""Shapes that the sections of the plan file share: pieces of its JSON Schema, and reading what fits them.

A section's ``schema()`` refers to a piece by ``ref("time")``; plans puts `DEFS` under ``$defs`` of the whole.
Every value is JSON: plan files are read as YAML 1.2, where ``15:30``, ``no`` and ``2027-01-04`` are texts.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duecare.core.calendar import at_local
from duecare.core.errors import BadInput
from duecare.obligations.sections import Path, PlanContext, Problem
from duecare.orgs.vocabulary import PostKind, UnitKind
from duecare.web import moments

_CODE: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 40, "examples": ["QY-Z1"]}
_CLOCK = r"([01]?[0-9]|2[0-3]):[0-5][0-9]"


def _text(longest: int) -> dict[str, Any]:
    part = {"type": "string", "minLength": 1, "maxLength": longest}
    return {
        "description": "一段文字，或 {zh: 中文, en: English} / a text, or one for each language",
        "type": ["string", "object"],
        "minLength": 1,
        "maxLength": longest,
        "properties": {"zh": part, "en": part},
        "required": ["zh"],
        "additionalProperties": False,
        "examples": ["每日报告", {"zh": "每日报告", "en": "Daily report"}],
    }


#: The pieces, by name.
DEFS: dict[str, dict[str, Any]] = {
    "key": {
        "description": "稳定的英文代号 / a stable name in Latin letters",
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]{0,39}$",
        "examples": ["daily"],
    },
    "title": _text(120),
    "text": _text(2000),
    "basis": {
        "description": "方案条款 / the clause it comes from",
        "type": "string",
        "minLength": 1,
        "maxLength": 120,
        "examples": ["三.1"],
    },
    "date": {
        "description": "日期 / a local date",
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        "format": "date",
        "examples": ["2027-03-05"],
    },
    "time": {
        "description": "当地时间 / a local time of day",
        "type": "string",
        "pattern": f"^{_CLOCK}$",
        "examples": ["15:30"],
    },
    "moment": {
        "description": "当地日期和时间 / a local date and time",
        "type": "string",
        "pattern": f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} {_CLOCK}$",
        "format": "moment",
        "examples": ["2027-01-08 18:00"],
    },
    "duration": {
        "description": "时长 / a span of time: min, h, d",
        "type": "string",
        "pattern": "^[1-9][0-9]{0,3} ?(min|h|d)$",
        "examples": ["60 min", "2 h", "7 d"],
    },
    "weekday": {
        "description": "星期 / a day of the week",
        "enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    },
    "unit": {"description": "单位编码 / a unit's code", **_CODE},
    "post": {"description": "岗位 / a kind of post", "enum": list(PostKind.values)},
    "units": {
        "description": "选定单位 / the units meant: of some kinds, below a unit, or named one by one",
        "type": "object",
        "properties": {
            "kinds": {"type": "array", "items": {"enum": list(UnitKind.values)}, "minItems": 1},
            "under": {"$ref": "#/$defs/unit"},
            "codes": {"type": "array", "items": {"$ref": "#/$defs/unit"}, "minItems": 1},
            "except": {"type": "array", "items": {"$ref": "#/$defs/unit"}, "minItems": 1},
        },
        "additionalProperties": False,
        "minProperties": 1,
        "examples": [{"kinds": ["middle_school", "primary_school"]}, {"codes": ["QY-AQ"]}],
    },
}

_SECONDS = {"min": 60, "h": 3600, "d": 86400}


def ref(name: str) -> dict[str, Any]:
    """A reference to the piece of that name. :raises KeyError: there is none."""
    if name not in DEFS:
        raise KeyError(name)
    return {"$ref": f"#/$defs/{name}"}


def titles(value: str | Mapping[str, str]) -> tuple[str, str]:
    """Chinese and English of a title; the English is empty when it was not given."""
    return (value, "") if isinstance(value, str) else (value["zh"], value.get("en", ""))


def shown(zh: str, en: str) -> str:
    """The one of two texts that the language active now asks for."""
    return (en or zh) if (get_language() or "").startswith("en") else (zh or en)


def day(value: str) -> date:
    """A ``date``."""
    return date.fromisoformat(value)


def clock_time(value: str) -> time:
    """A ``time``."""
    hour, _colon, minute = value.partition(":")
    return time(int(hour), int(minute))


def moment(value: str) -> tuple[date, time]:
    """A ``moment``: its local date and time of day."""
    on, _space, clock = value.partition(" ")
    return day(on), clock_time(clock)


def instant(value: str, zone: str) -> datetime:
    """The instant, UTC, that a ``moment`` means in a zone.

    :raises duecare.core.calendar.GapTime: the clock is put forward over it.
    """
    return at_local(*moment(value), zone)


def duration(value: str) -> timedelta:
    """A ``duration``."""
    digits = "".join(c for c in value if c.isdigit())
    return timedelta(seconds=int(digits) * _SECONDS[value[len(digits) :].strip()])


def spoken_day(on: date) -> str:
    """A date as people say it: Fri 5 Mar, 3月5日 周五."""
    return moments.day(on)


def spoken(at: datetime) -> str:
    """A local date and time as people say them: Fri 5 Mar 15:30. ``at`` is in the zone to be shown."""
    return moments.moment(at)


def check_units(selector: Mapping[str, Any], path: Path, context: PlanContext) -> list[Problem]:
    """Everything wrong with a selector: each code that is no unit, and a selection of nothing."""
    problems = [
        Problem((*path, *place), error.message, error.hint or "")
        for place, code in _codes(selector)
        for error in [_refused({"codes": [code]}, context)]
        if error
    ]
    if problems:
        return problems
    error = _refused(selector, context)
    return [Problem(path, error.message, error.hint or "")] if error else []


def check_one_unit(
    selector: Mapping[str, Any], path: Path, context: PlanContext, several: str = ""
) -> list[Problem]:
    """The same for a selector that has to mean one unit.

    :param several: what is said when it means more; by default that a thing is owed to one.
    """
    wrong = check_units(selector, path, context)
    if wrong or len(context.select(selector)) == 1:
        return wrong
    message = several or _("It is owed to one unit; this names several.")
    return [Problem(path, message, _("Name it by its code: {codes: [CODE]}."))]


def check_ladder(name: str, path: Path, context: PlanContext) -> list[Problem]:
    """What is wrong with the name of a ladder: the plan describes none, and perhaps one that is written alike."""
    if name in context.ladders:
        return []
    near = difflib.get_close_matches(name, list(context.ladders), n=1)
    hint = _("Did you mean “%(near)s”?") % {"near": near[0]} if near else _("Describe it under “ladders”.")
    return [Problem(path, _("No ladder is called “%(name)s”.") % {"name": name}, hint)]


def _codes(selector: Mapping[str, Any]) -> list[tuple[Path, str]]:
    named: list[tuple[Path, str]] = [
        ((key, i), code) for key in ("codes", "except") for i, code in enumerate(selector.get(key, ()))
    ]
    return named + ([(("under",), selector["under"])] if "under" in selector else [])


def _refused(selector: Mapping[str, Any], context: PlanContext) -> BadInput | None:
    try:
        context.select(selector)
    except BadInput as error:
        return error
    return None
