"""JSON Schema of the ``inspections`` section."""

from __future__ import annotations

from typing import Any

from duecare.obligations.shapes import ref

_MOST_TIMES = 31


def schema() -> dict[str, Any]:
    """The section: a list of programmes of inspection."""
    return {
        "title": "检查 / Inspections",
        "description": "谁检查哪些单位,多久一次 / who inspects which units how often",
        "type": "array",
        "minItems": 1,
        "maxItems": 60,
        "items": _programme(),
    }


def _programme() -> dict[str, Any]:
    return {
        "title": "一项检查 / A programme of inspection",
        "type": "object",
        "properties": {**_who(), **_when()},
        "required": ["key", "title", "units", "checklists", "ladder"],
        "additionalProperties": False,
    }


def _who() -> dict[str, Any]:
    return {
        "key": ref("key"),
        "title": ref("title"),
        "basis": ref("basis"),
        "units": _described(ref("units"), "被检查的单位", "the units that are inspected"),
        "inspected_by": {
            "title": "由谁检查 / Inspected by",
            "description": (
                "self 本单位(默认);above 直接上级单位;或指定一个单位 / "
                "self, the unit itself (default); above, the one right above it; or one unit that is named"
            ),
            "anyOf": [{"enum": ["self", "above"]}, ref("units")],
            "examples": ["self", "above", {"codes": ["QY-AQ"]}],
        },
        "owed_to": _described(
            ref("units"),
            "向谁负责,须为一个单位;默认为工作机构,由工作机构检查的默认为顶级单位",
            "whom it is owed to: one unit; by default the plan's office, or the root where the office inspects",
        ),
        "post": _described(
            ref("post"),
            "检查单位中负责的岗位,默认检查员",
            "the post that answers for it in the unit that inspects; inspector by default",
        ),
        "checklists": _checklists(),
        "ladder": {
            "title": "提醒与升级 / Ladder",
            "description": "ladders 中的名称 / a name under ladders",
            "type": "string",
        },
    }


def _checklists() -> dict[str, Any]:
    return {
        "title": "检查表 / Checklists",
        "description": (
            "检查表的代号;用其中任何一张检查都算 / keys of checklists; an inspection with any of them counts"
        ),
        "type": "array",
        "items": ref("key"),
        "minItems": 1,
        "maxItems": 60,
        "uniqueItems": True,
        "examples": [["fire-and-electricity", "food"]],
    }


def _when() -> dict[str, Any]:
    return {
        "every": {
            "description": (
                "month 每月,week 每周(周一至周日);不写则为首日至末日共一次计 / "
                "each calendar month or ISO week; without it, all days together"
            ),
            "enum": ["month", "week"],
        },
        "times": {
            "description": "每月(周)检查几次,默认 1 / how many inspections in each; 1 by default",
            "type": "integer",
            "minimum": 1,
            "maximum": _MOST_TIMES,
        },
        "apart": {
            "description": "week:计数的检查不得在同一周内 / no two that count may lie in the same ISO week",
            "enum": ["week"],
        },
        "from": _described(ref("date"), "首日,默认方案首日", "first day; the plan's by default"),
        "to": _described(ref("date"), "末日(含),默认方案末日", "last day, included; the plan's by default"),
        "sample": _sample(),
    }


def _sample() -> dict[str, Any]:
    return {
        "title": "抽查 / A sample",
        "description": (
            "每月(周)开始时随机抽取一部分单位,事先无人知道,事后人人可验 / a part of the units, drawn as each month "
            "(week) opens; nobody can foresee it, and afterwards everybody can check it"
        ),
        "type": "object",
        "properties": {
            "share": {
                "description": "至少抽取几分之几 / at least which part of the units",
                "type": "string",
                "pattern": "^[1-9][0-9]{0,2}/[1-9][0-9]{0,2}$",
                "examples": ["1/3"],
            },
            "cover_within": {
                "description": "几个月(周)内全覆盖 / in how many months (weeks) every unit has its turn",
                "type": "integer",
                "minimum": 1,
                "maximum": 60,
            },
        },
        "required": ["share", "cover_within"],
        "additionalProperties": False,
    }


def _described(piece: dict[str, Any], zh: str, en: str) -> dict[str, Any]:
    return {**piece, "description": f"{zh} / {en}"}
