"""JSON Schema of the sections ``tasks`` and ``meetings``."""

from __future__ import annotations

from typing import Any

from duecare.obligations.shapes import ref

_FORM: dict[str, Any] = {
    "title": "办结方式 / how it is said to be done",
    "type": "object",
    "properties": {
        "note": {
            "enum": ["none", "optional", "required"],
            "description": "说明（300字以内）/ a note, 300 characters",
        },
        "headcount": {"enum": ["none", "optional", "required"], "description": "人数 / a number of people"},
    },
    "additionalProperties": False,
}

_COMMON: dict[str, Any] = {
    "key": ref("key"),
    "title": ref("title"),
    "basis": ref("basis"),
    "what": {"title": "要求 / what is asked for", **ref("text")},
    "owed_by": ref("units"),
    "owed_to": {"title": "报送对象，默认为办公室 / one unit, by default the office", **ref("units")},
    "post": {"title": "责任岗位，默认为报告人 / by default the reporter", **ref("post")},
    "ladder": {"title": "提醒和升级，见 ladders / a name of ladders", **ref("key")},
    "form": _FORM,
}

_WEEKLY: dict[str, Any] = {
    "weekday": ref("weekday"),
    "time": {"title": "截止时间 / due at", **ref("time")},
    "from": {"title": "起，默认为期间首日 / by default the first day", **ref("date")},
    "to": {"title": "止，默认为期间末日 / by default the last day", **ref("date")},
    "opens_before": {"title": "提前多久可办，默认 24 h / opens so long before", **ref("duration")},
}


def tasks() -> dict[str, Any]:
    """A task is owed once (``due``), or every week (``every``)."""
    every = {
        "title": "每周 / every week",
        "type": "object",
        "properties": _WEEKLY,
        "required": ["weekday", "time"],
        "additionalProperties": False,
    }
    once = {
        "opens": {"title": "何时起可办，默认为期间首日 / opens; by default the first day", **ref("moment")},
        "due": {"title": "截止时间 / due at", **ref("moment")},
        "every": every,
    }
    return _list_of("任务 / tasks", {**_COMMON, **once}, ["key", "title", "owed_by"])


def meetings() -> dict[str, Any]:
    """A meeting is held every week; a week's can't be held after the next one's."""
    return _list_of("例会 / meetings", {**_COMMON, **_WEEKLY}, ["key", "title", "owed_by", "weekday", "time"])


def _list_of(title: str, properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    item = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {"title": title, "type": "array", "maxItems": 500, "items": item}
