"""JSON Schema of the ``reports`` section."""

from __future__ import annotations

from typing import Any

from duecare.obligations.shapes import ref

TYPES = ("number", "choice", "text", "yesno")
_FIELD_KEY = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,29}$", "examples": ["attendance"]}


def schema() -> dict[str, Any]:
    """The section: a list of report series."""
    return {
        "title": "报告 / Reports",
        "description": "各单位按时报送的内容;无事也报 / what units report, by when; nothing to report is said, too",
        "type": "array",
        "minItems": 1,
        "maxItems": 60,
        "items": _series(),
    }


def _series() -> dict[str, Any]:
    return {
        "title": "报告系列 / A report series",
        "type": "object",
        "properties": {
            "key": ref("key"),
            "title": ref("title"),
            "basis": ref("basis"),
            "owed_by": _described(ref("units"), "报送单位", "the units that report"),
            "owed_to": _described(
                ref("units"), "报送对象,须为一个单位;默认为工作机构", "one unit; the plan's office by default"
            ),
            "post": _described(
                ref("post"), "由哪个岗位报送,默认报告人", "the post that answers for it; reporter by default"
            ),
            "form": _form(),
            "cutoffs": {
                "title": "截止时间 / Cut-offs",
                "description": "各时段的截止时间 / the times of day by which it is owed, for each stretch of days",
                "type": "array",
                "minItems": 1,
                "maxItems": 40,
                "items": _span(),
            },
            "opens_before": _described(
                ref("duration"), "截止前多久开始报送,默认 12 h", "how long before; 12 h by default"
            ),
            "ladder": {
                "title": "提醒与升级 / Ladder",
                "description": "ladders 中的名称 / a name under ladders",
                "type": "string",
            },
        },
        "required": ["key", "title", "owed_by", "form", "cutoffs", "ladder"],
        "additionalProperties": False,
    }


def _span() -> dict[str, Any]:
    return {
        "title": "时段 / A stretch of days",
        "type": "object",
        "properties": {
            "from": _described(ref("date"), "首日,默认方案首日", "first day; the plan's by default"),
            "to": _described(
                ref("date"), "末日(含),默认方案末日", "last day, included; the plan's by default"
            ),
            "phase": {
                "description": "以 phases 中的阶段代替 from、to / a phase of the plan, in place of from and to",
                "type": "string",
            },
            "weekdays": _list(ref("weekday"), "只在这些星期几", "on these days of the week only"),
            "days": {
                "description": "every 每天(默认),working 仅工作日 / every day (default) or working days only",
                "enum": ["every", "working"],
            },
            "skip": _list(ref("date"), "不报的日期", "days without a report"),
            "times": {
                "description": "代号: 时间,由早到晚 / key: time of day, the earlier first",
                "type": "object",
                "minProperties": 1,
                "maxProperties": 12,
                "propertyNames": {"pattern": "^[a-z][a-z0-9-]{0,11}$"},
                "additionalProperties": ref("time"),
                "examples": [{"am": "09:30", "pm": "15:30"}],
            },
        },
        "required": ["times"],
        "additionalProperties": False,
    }


def _form() -> dict[str, Any]:
    return {
        "title": "表单 / Form",
        "type": "object",
        "properties": {"fields": {"type": "array", "minItems": 1, "maxItems": 40, "items": _field()}},
        "required": ["fields"],
        "additionalProperties": False,
    }


def _field() -> dict[str, Any]:
    return {
        "title": "填报项 / A field",
        "description": "只问单位的数字和情况,不问个人 / about the unit, never about a person",
        "type": "object",
        "properties": {
            "key": _FIELD_KEY,
            "type": {
                "description": "number 数字,choice 单选,text 文字,yesno 是否 / a closed list of types",
                "enum": list(TYPES),
            },
            "title": ref("title"),
            "unit": _described(ref("title"), "数字的单位", "what a number counts"),
            "min": {"description": "最小值 / smallest number", "type": "number"},
            "max": {
                "description": "最大值;文字则为最多字数 / largest number; of a text, most characters",
                "type": "number",
            },
            "decimals": {
                "description": "小数位数 / digits after the point",
                "type": "integer",
                "minimum": 0,
                "maximum": 4,
            },
            "required": {"description": "是否必填 / must be filled in", "type": "boolean"},
            "options": _options(),
        },
        "required": ["key", "type", "title"],
        "additionalProperties": False,
    }


def _options() -> dict[str, Any]:
    return {
        "description": "选项 / the answers to choose from",
        "type": "array",
        "minItems": 2,
        "maxItems": 30,
        "items": {
            "type": "object",
            "properties": {"key": _FIELD_KEY, "title": ref("title")},
            "required": ["key", "title"],
            "additionalProperties": False,
        },
    }


def _list(items: dict[str, Any], zh: str, en: str) -> dict[str, Any]:
    return {
        "description": f"{zh} / {en}",
        "type": "array",
        "items": items,
        "minItems": 1,
        "uniqueItems": True,
    }


def _described(piece: dict[str, Any], zh: str, en: str) -> dict[str, Any]:
    return {**piece, "description": f"{zh} / {en}"}
