"""The JSON Schema (2020-12) of a checklist's file."""

from __future__ import annotations

from typing import Any

from duecare.inspections.rules import ALL_CATEGORIES, PRACTICE, Field, Kind, Level, Photograph


def _words(longest: int) -> dict[str, Any]:
    part = {"type": "string", "minLength": 1, "maxLength": longest}
    return {
        "description": "两种语言都要写 / a text, in both languages",
        "type": "object",
        "properties": {"zh": part, "en": part},
        "required": ["zh", "en"],
        "additionalProperties": False,
        "examples": [{"zh": "出口畅通", "en": "Exits are clear"}],
    }


#: The pieces, by name.
DEFS: dict[str, dict[str, Any]] = {
    "key": {
        "description": "稳定的英文代号 / a stable name in Latin letters",
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]{0,39}$",
        "examples": ["exits-open"],
    },
    "title": _words(80),
    "question": _words(200),
    "guidance": _words(500),
    "source": {
        "description": f"依据；没有核实过的写 {PRACTICE} / where it comes from; what was not verified says so",
        "type": "string",
        "minLength": 1,
        "maxLength": 200,
        "examples": [PRACTICE],
    },
}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _object(title: str, properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {
        "title": title,
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _list(title: str, item: dict[str, Any], most: int) -> dict[str, Any]:
    return {"title": title, "type": "array", "items": item, "minItems": 1, "maxItems": most}


def _option() -> dict[str, Any]:
    fails = {"title": "选它即为不合格，默认 false / choosing it is a failure", "type": "boolean"}
    return _object(
        "一个选项 / an option",
        {"key": _ref("key"), "title": _ref("title"), "fails": fails},
        ("key", "title"),
    )


def _when() -> dict[str, Any]:
    outcomes = _list(
        "结果：pass、fail、na，或选项的代号 / outcomes: pass, fail, na, or keys of options",
        {"type": "string", "minLength": 1, "maxLength": 40, "examples": ["fail"]},
        20,
    )
    earlier = {"title": "前面某一项的代号 / the key of an earlier item", **_ref("key")}
    return _object(
        "前面某项有此结果时才检查 / asked only if an earlier item has one of these outcomes",
        {"item": earlier, "is": outcomes},
        ("item", "is"),
    )


def _limit(title: str) -> dict[str, Any]:
    return {"title": title, "type": "number", "minimum": -1_000_000, "maximum": 1_000_000}


def _item() -> dict[str, Any]:
    names = {
        "key": {"title": "代号，各版本不变 / the same in every version", **_ref("key")},
        "ask": {
            "title": "检查内容，合格时为真 / what is looked at; true when all is well",
            **_ref("question"),
        },
        "look": {"title": "怎么看 / how to look", **_ref("guidance")},
        "answer": {"title": "答法，默认 check / how it is answered", "enum": [k.value for k in Kind]},
        "unit": {
            "title": "读数的单位 / unit of a reading",
            "type": "string",
            "minLength": 1,
            "maxLength": 20,
        },
        "low": _limit("合格的最小读数 / the least reading that passes"),
        "high": _limit("合格的最大读数 / the greatest reading that passes"),
        "options": _list("选项 / options of a choice", _option(), 20),
        "photograph": {
            "title": "拍照：默认 never / photograph",
            "enum": [p.value for p in Photograph],
        },
        "when": _when(),
        "level": {
            "title": "不合格时的隐患等级，默认 general / level of hazard when it fails",
            "enum": [level.value for level in Level],
        },
        "days": {
            "title": "整改天数，0 为立即；不写则按方案 / put right within days, 0 at once; else as the plan says",
            "type": "integer",
            "minimum": 0,
            "maximum": 365,
        },
        "optional": {"title": "可以不填，默认 false / may stay unanswered", "type": "boolean"},
        "source": {"title": "本项的依据 / where this item comes from", **_ref("source")},
    }
    return _object("检查项 / an item", names, ("key", "ask"))


def schema() -> dict[str, Any]:
    """The whole schema; the same every time, so that the published file can be compared."""
    section = _object(
        "部分 / a section",
        {
            "key": _ref("key"),
            "title": _ref("title"),
            "category": {
                "title": "隐患类别，不写则随领域 / category of its hazards; else that of the field",
                "enum": list(ALL_CATEGORIES),
            },
            "items": _list("检查项 / items", _item(), 100),
        },
        ("key", "title", "items"),
    )
    version = {"title": "版本，有改动就加一 / one more with every change", "type": "integer", "minimum": 1}
    names = {
        "checklist": {"title": "代号，各版本不变 / the same in every version", **_ref("key")},
        "version": version,
        "title": {"title": "名称 / title", **_ref("title")},
        "about": {"title": "用于何处 / where it is used", **_ref("guidance")},
        "field": {"title": "领域 / field", "enum": [field.value for field in Field]},
        "source": {"title": "各项默认的依据 / where items come from, unless they say", **_ref("source")},
        "sections": _list("各部分 / sections", section, 30),
    }
    required = ("checklist", "version", "title", "field", "source", "sections")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_object("duecare 检查表 / checklist", names, required),
        "$defs": DEFS,
    }
