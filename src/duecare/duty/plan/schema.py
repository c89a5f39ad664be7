"""JSON Schema of the section ``duty``."""

from __future__ import annotations

from typing import Any

from duecare.obligations.shapes import ref

DAY_TYPES = ("weekday", "weekend", "holiday", "makeup")
WEIGHTS = ("load", "nights", "weekends", "holidays", "wishes")
LADDERS = ("watch", "handover", "presence", "roster", "request")


def _some(lowest: int, highest: int, title: str) -> dict[str, Any]:
    return {"title": title, "type": "integer", "minimum": lowest, "maximum": highest}


def _object(title: str, properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "title": title,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _list(title: str, item: dict[str, Any], most: int, least: int = 1) -> dict[str, Any]:
    return {"title": title, "type": "array", "minItems": least, "maxItems": most, "items": item}


#: Of posts and shifts: shorter than other keys, for it stands in the names of every watch.
_SHORT_KEY = {
    "description": "稳定的英文代号，不超过18个字符 / a stable name in Latin letters, at most 18 characters",
    "type": "string",
    "pattern": "^[a-z][a-z0-9-]{0,17}$",
    "examples": ["day"],
}
_POST = _object(
    "岗位 / a post of the watch",
    {
        "key": _SHORT_KEY,
        "title": ref("title"),
        "leads": {
            "type": "boolean",
            "description": "带班领导，可批准换班 / leads the watch and may consent to swaps",
        },
    },
    ["key", "title"],
)
_SHIFT = _object(
    "班次，结束不晚于开始的到次日 / a shift; one that ends no later than it starts ends on the next day",
    {
        "key": _SHORT_KEY,
        "title": ref("title"),
        "starts": ref("time"),
        "ends": ref("time"),
        "night": {"type": "boolean", "description": "是否算夜班 / by default: it touches 0:00 to 5:00"},
    },
    ["key", "title", "starts", "ends"],
)
_NEED = _object(
    "需要多少人；同一班次和岗位以最后一条符合的为准 / how many; of one shift and post the last that fits holds",
    {
        "shifts": _list("班次 / shifts", ref("key"), 12),
        "post": ref("key"),
        "people": _some(0, 50, "人数 / people"),
        "on": _list(
            "哪些日子：weekday 平日、weekend 周末、holiday 法定节假日、makeup 调休上班日，或某时段 / on which days; "
            "by default every day; a phase's key works too",
            {"type": "string", "minLength": 1, "maxLength": 40},
            20,
        ),
    },
    ["shifts", "post", "people"],
)
_RULES = _object(
    "硬规则 / hard rules",
    {
        "rest": {"title": "两班之间休息 / rest between watches", **ref("duration")},
        "days_most": _some(1, 31, "最多连续值班天数 / days in a row at most"),
        "days_least": _some(1, 14, "最少连续值班天数 / days in a row at least"),
        "off_least": _some(1, 14, "最少连续休息天数 / free days in a row at least"),
        "weekends_most": _some(0, 60, "最多周末次数 / weekends at most"),
    },
    [],
)
_FAIR = _object(
    "均衡的权重，0 为不考虑 / what is shared evenly, by weight; 0 leaves it out",
    {name: _some(0, 20, name) for name in WEIGHTS},
    [],
)


def _around(title: str, before: str, after: str) -> dict[str, Any]:
    return _object(
        title,
        {"opens_before": {"title": before, **ref("duration")}, "within": {"title": after, **ref("duration")}},
        [],
    )


_UNITS: dict[str, Any] = {
    "sites": {"title": "值班地点（单位） / the units that are manned", **ref("units")},
    "kept_by": {
        "title": "由一个单位统一排班；默认各自排班 / one unit keeps one roster for all; by default each its own",
        **ref("units"),
    },
    "owed_to": {"title": "报送对象，默认为办公室 / one unit, by default the office", **ref("units")},
}
_ROUND_ABOUT: dict[str, Any] = {
    "check_in": _around(
        "到岗签到 / checking in", "提前多久可签到，默认 30 min / opens", "最晚多久签到，默认 15 min / due"
    ),
    "handover": _around(
        "交接班；不写则不要求 / handover; without it none is asked for",
        "提前多久可签认，默认 30 min / opens",
        "最晚多久签认，默认 30 min / due",
    ),
    "presence": _object(
        "在岗回应；次数要少 / presence checks, few",
        {
            "times": _some(1, 3, "每班次数 / in a watch"),
            "within": {"title": "多久内回应 / to be answered within", **ref("duration")},
            "shifts": _list("班次 / shifts", ref("key"), 12),
        },
        ["times", "within", "shifts"],
    ),
    "ladders": _object(
        "提醒和升级，见 ladders / names of ladders",
        {
            name: {"title": f"{zh} / {name}", **ref("key")}
            for name, zh in zip(LADDERS, ("到岗", "交接", "在岗回应", "排班", "换班请假"), strict=True)
        },
        [],
    ),
}


def duty() -> dict[str, Any]:
    """A list of arrangements: what has to be manned, where, from when to when."""
    properties = {
        "key": ref("key"),
        "title": ref("title"),
        "basis": ref("basis"),
        **_UNITS,
        "from": {"title": "起 / first day", **ref("date")},
        "to": {"title": "止 / last day", **ref("date")},
        "posts": _list("岗位 / posts", _POST, 12),
        "shifts": _list("班次 / shifts", _SHIFT, 12),
        "needs": _list("人数 / how many", _NEED, 100),
        "rules": _RULES,
        "fair": _FAIR,
        "roster_due": {"title": "值班表最晚何时发布 / when the roster is due", **ref("moment")},
        **_ROUND_ABOUT,
    }
    required = ["key", "title", "sites", "from", "to", "posts", "shifts", "needs", "roster_due"]
    return _list("值班 / duty", _object("值班安排 / an arrangement", properties, required), 50, least=0)
