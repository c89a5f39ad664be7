"""JSON Schema of the section ``hazards``."""

from __future__ import annotations

from typing import Any

from duecare.hazards.terms import LEVEL_ABOVE, OTHER_PERSON, STEPS
from duecare.obligations.shapes import ref

_STEP_NAMES = dict(zip(STEPS, ("承诺", "认可承诺", "整改", "验收", "延期审批"), strict=True))


def _object(title: str, properties: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "title": title,
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _level(title: str, by_default: str, more: dict[str, Any]) -> dict[str, Any]:
    days = {
        "title": "发现后多少天内整改 / days from found to put right",
        "type": "integer",
        "minimum": 1,
        "maximum": 366,
        "examples": [7],
    }
    verified_by = {
        "title": f"由谁验收，默认 {by_default}；level-above 为上级单位，other-person 为整改人以外的人 / "
        f"who verifies it, by default {by_default}; level-above is somebody at the level above, other-person anybody "
        "but who put it right",
        "enum": [LEVEL_ABOVE, OTHER_PERSON],
    }
    return _object(title, {"days": days, **more, "verified_by": verified_by}, ("days",))


def schema() -> dict[str, Any]:
    """What a plan asks of hazards found in its time: by when they are put right, and who verifies that."""
    within = {
        "title": "重大隐患发现后多久内作出五项承诺，默认 24 h / from found to the five commitments; by default 24 h",
        **ref("duration"),
    }
    ladders = {
        step: {"title": f"{_STEP_NAMES[step]} / {step}; without it the usual one", **ref("key")}
        for step in STEPS
    }
    return _object(
        "隐患整改 / hazards found from then on; those open already keep what bound them",
        {
            "basis": ref("basis"),
            "units": {
                "title": "哪些单位，默认为方案范围 / which units; by default the plan's scope",
                **ref("units"),
            },
            "from": {"title": "起，默认为首日 / first day; by default the plan's", **ref("date")},
            "to": {"title": "止，默认为末日 / last day; by default the plan's", **ref("date")},
            "general": _level("一般隐患 / a general hazard", OTHER_PERSON, {}),
            "major": _level("重大隐患 / a major hazard", LEVEL_ABOVE, {"commit_within": within}),
            "ladders": _object("提醒和升级，见 ladders / names of ladders", ladders),
        },
    )
