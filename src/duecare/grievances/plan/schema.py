"""JSON Schema of the section ``cases``."""

from __future__ import annotations

from typing import Any

from duecare.grievances import versions
from duecare.grievances.shape.pieces import key, listing, mapping, texts
from duecare.grievances.shape.wordings import wording
from duecare.obligations.shapes import ref


def _above() -> dict[str, Any]:
    return mapping(
        "顶级单位之上受理诉求的机关，只写公开信息 / the body above the root; public facts only",
        {
            "title": ref("title"),
            "address": {"title": "地址 / address", **ref("title")},
            "telephone": {
                "title": "电话 / telephone",
                "type": "string",
                "pattern": "^[0-9+() -]{3,30}$",
                "examples": ["0991-1234567"],
            },
            "hours": {"title": "接待时间 / opening hours", **ref("title")},
        },
        ("title", "address"),
    )


def _codes() -> dict[str, Any]:
    points = listing("地点 / places", ref("title"), 20)
    item = mapping(
        "张贴二维码的地方，由上一级印制 / where codes hang; the level above prints them",
        {"units": ref("units"), "points": points},
        ("units", "points"),
    )
    return listing("二维码 / codes", item, 50, 0)


def _wording() -> dict[str, Any]:
    long = texts(2000, {"zh": "经核查，____。", "en": "We found that ____."})
    return wording(ref("title"), long, key("canteen"))


def schema() -> dict[str, Any]:
    """How what people bring is handled until the programme is closed, and who takes what is about the root itself."""
    return mapping(
        "诉求办理 / cases that people bring",
        {
            "basis": ref("basis"),
            "procedure": {"title": "办理程序 / procedure", "enum": [one.key for one in versions.shipped()]},
            "follow_up_days": {
                "title": "办结后多少天内回访，不得长于程序 / days to the follow-up, never more than the procedure has",
                "type": "integer",
                "minimum": 1,
                "maximum": 366,
                "examples": [7],
            },
            "rolls_over_holidays": {
                "title": "期限末日为休息日时是否顺延，默认按程序 / whether a last day off moves on; by default as the "
                "procedure says",
                "type": "boolean",
            },
            "sent_back_to_unit": {
                "title": "转回被反映的单位：只能为 never / to the unit it is about: never, and nothing else",
                "type": "string",
                "examples": ["never"],
            },
            "above": _above(),
            "codes": _codes(),
            "policies": listing(
                "可归并答复的政策，是规定不是人 / policies under which cases can be answered together; never people",
                mapping(
                    "政策 / a policy",
                    {"key": key("school-places-2027"), "title": ref("title")},
                    ("key", "title"),
                ),
                100,
                0,
            ),
            "wordings": listing("自己的答复用语 / wordings of replies of one's own", _wording(), 100, 0),
        },
        ("above",),
    )
