"""The JSON Schema (2020-12) of the plan file: plans' own part, with every module's section put in."""

from __future__ import annotations

from typing import Any

from duecare.obligations.shapes import DEFS, ref
from duecare.plans.sections import SECTIONS

#: Parts of plans that wait for their modules; until one runs, the reader does not accept its section.
NOT_RUNNING = ("incidents", "drills", "briefings")

_AUDIENCES: dict[str, Any] = {
    "description": "对象:post:岗位@debtor|creditor|root|up / whom: a post of a unit, never a person",
    "type": "array",
    "items": {"type": "string", "minLength": 1, "maxLength": 80, "examples": ["post:reporter@debtor"]},
    "minItems": 1,
}


def _object(title: str, properties: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    """A mapping with these names and no others."""
    return {
        "title": title,
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _named(title: str, item: dict[str, Any]) -> dict[str, Any]:
    """A mapping from keys to items."""
    return {"title": title, "type": "object", "propertyNames": ref("key"), "additionalProperties": item}


def _list(title: str, item: dict[str, Any], most: int = 100) -> dict[str, Any]:
    return {"title": title, "type": "array", "items": item, "minItems": 1, "maxItems": most}


def _step() -> dict[str, Any]:
    return _object(
        "一级 / a step: when, and one act",
        {
            "before": {"title": "截止前 / before it is due", **ref("duration")},
            "at": {"title": "截止时 / when it is due", "const": "due"},
            "after": {"title": "逾期后 / after it was due", **ref("duration")},
            "remind": {"title": "提醒 / remind who owes it", **_AUDIENCES},
            "tell": {"title": "通知 / tell who is owed it", **_AUDIENCES},
            "escalate": {"title": "上报 / tell who is above", **_AUDIENCES},
        },
    )


def _seat() -> dict[str, Any]:
    return _object(
        "岗位，不写人名 / a post, never a person's name",
        {"post": ref("post"), "unit": ref("unit"), "units": ref("units"), "title": ref("title")},
        ("post",),
    )


def _period() -> dict[str, Any]:
    days = {
        "first": {"title": "首日 / first day", **ref("date")},
        "last": {"title": "末日 / last day", **ref("date")},
        "closes": {"title": "总结期限 / the closing summary is in", **ref("date")},
    }
    return _object("期间 / period", days, ("first", "last"))


def _phase() -> dict[str, Any]:
    days = {
        "first": {"title": "首日 / first day", **ref("date")},
        "last": {"title": "末日 / last day", **ref("date")},
        "title": ref("title"),
    }
    return _object("阶段 / phase", days, ("first", "last"))


def _scope() -> dict[str, Any]:
    count = {"type": "integer", "minimum": 1, "description": "单位数 / how many"}
    return _object("范围 / scope", {"units": ref("units"), "count": count}, ("units",))


def _leading_group() -> dict[str, Any]:
    seats = {
        "head": _seat(),
        "deputies": _list("副组长 / deputies", _seat()),
        "members": _list("成员 / members", _seat()),
        "office": {"title": "办公室 / office", **ref("unit")},
    }
    return _object("领导小组 / leading group", seats, ("head",))


def _closing() -> dict[str, Any]:
    summary = {"title": "总结任务的代号 / key of the summary's task", **ref("key")}
    return _object("收尾 / closing", {"summary": summary, "text": ref("text")})


_CALENDAR: dict[str, Any] = {
    "title": "日历：随附的名称、文件路径或内容 / a shipped calendar's name, a file's path, or its content",
    "type": ["string", "object"],
    "minLength": 1,
    "maxLength": 300,
    "examples": ["cn", "../calendars/cn-2027-assumed.yaml"],
}


def _own() -> dict[str, Any]:
    """Plans' own names at the top of the file."""
    return {
        "plan": {"title": "方案代号，各版本不变 / the plan's key, the same in every version", **ref("key")},
        "title": {"title": "方案名称 / title", **ref("title")},
        "root": {"title": "顶级单位 / root unit", **ref("unit")},
        "office": {"title": "办公室，默认的报送对象 / what is owed is owed to it by default", **ref("unit")},
        "zone": {
            "title": "时区 / time zone",
            "type": "string",
            "minLength": 1,
            "examples": ["Asia/Shanghai"],
        },
        "calendar": _CALENDAR,
        "period": _period(),
        "phases": _named("阶段 / named parts of the period", _phase()),
        "scope": _scope(),
        "aims": _list("目标 / aims", ref("text")),
        "leading_group": _leading_group(),
        "ladders": _named("提醒和升级 / ladders: who is told what when", _list("逐级 / steps", _step(), 20)),
        "closing": _closing(),
    }


REQUIRED = ("plan", "title", "root", "office", "zone", "period")


def schema() -> dict[str, Any]:
    """The whole schema; the same every time, so that the published file can be compared."""
    names = {**_own(), **{section.key: section.schema() for section in SECTIONS}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_object("duecare 工作方案 / work plan", names, REQUIRED),
        "$defs": DEFS,
    }
