"""JSON Schema of the section ``reception_days``."""

from __future__ import annotations

from typing import Any

from duecare.obligations.shapes import ref
from duecare.receptions.rules import WHICH

_PROPERTIES: dict[str, Any] = {
    "key": ref("key"),
    "title": {"title": "名称，默认为“接待日” / by default “Reception day”", **ref("title")},
    "basis": ref("basis"),
    "units": {"title": "在哪些单位接待 / the units that receive", **ref("units")},
    "who": {"title": "由谁接待，写职务不写姓名 / who receives: a post's title, never a name", **ref("title")},
    "place": {"title": "地点 / where", **ref("title")},
    "weekday": ref("weekday"),
    "which": {
        "title": "每月第几个，默认每周 / which of a month's; by default every week's",
        "enum": list(WHICH),
    },
    "from": {"title": "开始时间 / begins at", **ref("time")},
    "to": {"title": "结束时间 / ends at", **ref("time")},
    "each": {"title": "每号时长，默认 15 min / for each number; by default 15 min", **ref("duration")},
    "starting": {"title": "起，默认为期间首日 / by default the first day", **ref("date")},
    "ending": {"title": "止，默认为期间末日 / by default the last day", **ref("date")},
    "owed_to": {"title": "报送对象，默认为办公室 / one unit, by default the office", **ref("units")},
    "post": {"title": "责任岗位，默认为负责人 / by default the leader", **ref("post")},
    "said_within": {
        "title": "结束后多久内说明已接待，默认 24 h / to be said held within; by default 24 h",
        **ref("duration"),
    },
    "ladder": {"title": "提醒和升级，见 ladders / a name of ladders", **ref("key")},
}


def schema() -> dict[str, Any]:
    """Days on which a leader receives people in person; on public holidays nobody is received."""
    item = {
        "type": "object",
        "properties": _PROPERTIES,
        "required": ["key", "units", "who", "place", "weekday", "from", "to"],
        "additionalProperties": False,
    }
    return {"title": "接待日 / reception days", "type": "array", "maxItems": 100, "items": item}
