"""The JSON Schema of a procedure's file."""

from __future__ import annotations

from typing import Any

from duecare.core.calendar import Counting
from duecare.grievances.rules import EVERYWHERE, GIVEN, ActKind, Need, Role, Sort
from duecare.grievances.shape.pieces import key, listing, mapping, ref, texts, whole

#: The pieces, by name.
DEFS: dict[str, dict[str, Any]] = {
    "key": key("acceptance"),
    "title": texts(80, {"zh": "受理", "en": "Accept"}),
    "note": texts(500, {"zh": "期限由使用单位核对。", "en": "A deployment confirms the limits."}),
    "article": texts(200, {"zh": "《信访工作条例》第三十四条", "en": "Regulation on petitions, art. 34"}),
    "role": {
        "description": "角色 / what somebody is to a case",
        "enum": [role.value for role in Role],
    },
}


def _keys(title: str, most: int = 40, least: int = 1) -> dict[str, Any]:
    return {**listing(title, ref("key"), most, least), "uniqueItems": True}


def _days(title: str, least: int, most: int) -> dict[str, Any]:
    return {"title": title, "type": "integer", "minimum": least, "maximum": most, "examples": [15]}


def _stage() -> dict[str, Any]:
    ended = {
        "title": "已了结，默认 false / nothing more is owed in it but what comes after",
        "type": "boolean",
    }
    return mapping(
        "阶段 / a stage",
        {"key": ref("key"), "title": ref("title"), "ended": ended},
        ("key", "title"),
    )


def _ground() -> dict[str, Any]:
    return mapping(
        "期限中止的法定情形，未列的不得中止 / a ground on which a clock stands still; no other does",
        {
            "key": ref("key"),
            "title": ref("title"),
            "article": {"title": "依据 / where it stands", **ref("article")},
        },
        ("key", "title", "article"),
    )


def _extension() -> dict[str, Any]:
    return mapping(
        "可以延长 / it may be extended",
        {
            "most_days": _days("每次最多几天 / at most so many days each time", 1, 365),
            "times": _days("最多几次 / at most so many times", 1, 5),
            "article": {"title": "依据 / where it stands", **ref("article")},
        },
        ("most_days", "times", "article"),
    )


def _representatives() -> dict[str, Any]:
    return mapping(
        "多人提出同一事项时的代表 / who speaks for a group",
        {
            "most": _days("最多几人 / at most so many", 1, 50),
            "article": {"title": "依据 / where it stands", **ref("article")},
        },
        ("most", "article"),
    )


def _limit() -> dict[str, Any]:
    names = {
        "key": ref("key"),
        "title": ref("title"),
        "sort": {
            "title": "duty 要办，right 可行使，effect 到期生效 / a duty, a right, or a wait for an effect",
            "enum": [sort.value for sort in Sort],
        },
        "of": {"title": "谁的 / whose it is", **ref("role")},
        "days": {
            "title": f"天数；{GIVEN} 表示由起算的行为写明 / days; {GIVEN}: the act it counts from says how many",
            "type": ["integer", "string"],
            "minimum": 0,
            "maximum": 3650,
            "pattern": f"^{GIVEN}$",
            "examples": [15, GIVEN],
        },
        "counting": {
            "title": "calendar 自然日，working 工作日 / calendar days or working days",
            "enum": [counting.value for counting in Counting],
        },
        "from": _keys("从哪些行为起算 / acts it counts from"),
        "until": _keys("到哪些行为为止 / acts that end it"),
        "article": {"title": "依据 / where it stands", **ref("article")},
        "extension": _extension(),
        "pauses": _keys("在哪些情形下中止 / grounds on which it stands still", 10),
        "does": {"title": "到期后自行发生的行为 / for an effect: the act that time does", **ref("key")},
    }
    return mapping(
        "期限 / a time limit",
        names,
        ("key", "title", "sort", "of", "days", "counting", "from", "until", "article"),
    )


def _act() -> dict[str, Any]:
    names = {
        "key": ref("key"),
        "title": ref("title"),
        "kind": {
            "title": "性质，默认 other / what it is, whatever it is called here; other if left out",
            "enum": [kind.value for kind in ActKind],
        },
        "by": {**listing("由谁 / by whom", ref("role"), len(Role)), "uniqueItems": True},
        "at": {
            **_keys("", 40),
            "title": f"在哪些阶段；{EVERYWHERE} 为所有阶段 / in which stages; {EVERYWHERE}: in all",
            "type": ["array", "string"],
            "pattern": f"^{EVERYWHERE}$",
            "examples": ["[registered]", EVERYWHERE],
        },
        "to": {"title": "进入的阶段，不写则不变 / the stage it leads to; else it stays", **ref("key")},
        "needs": {
            **listing("须一并写明 / what has to come with it", {"enum": [n.value for n in Need]}, len(Need)),
            "uniqueItems": True,
        },
        "within": {"title": "只在此期限之内 / only while this limit runs", **ref("key")},
        "limit": {"title": "延长哪个期限 / the limit that is extended", **ref("key")},
        "ground": {"title": "中止或恢复的情形 / the ground of a pause or its end", **ref("key")},
    }
    return mapping("行为 / an act", names, ("key", "title", "by"))


#: What every procedure says.
_REQUIRED = (
    "procedure",
    "version",
    "title",
    "note",
    "rolls_over_holidays",
    "stages",
    "limits",
    "courses",
    "acts",
)


def procedure_schema() -> dict[str, Any]:
    """The whole schema; the same every time, so that the published file can be compared."""
    names = {
        "procedure": {"title": "代号 / its key", **ref("key")},
        "version": {
            "title": "版本，有改动就加一 / one more with every change",
            "type": "integer",
            "minimum": 1,
        },
        "title": {"title": "名称 / title", **ref("title")},
        "note": {
            "title": "期限的来历，哪些待核对 / where it comes from, what is to be confirmed",
            **ref("note"),
        },
        "rolls_over_holidays": {
            "title": "末日逢休息日是否顺延 / whether a last day that is off moves to the next working day",
            "type": "boolean",
        },
        "representatives": _representatives(),
        "stages": listing("阶段 / stages", _stage(), 40),
        "grounds": listing("中止的情形 / grounds", _ground(), 10),
        "limits": listing("期限 / time limits", _limit(), 60),
        "courses": listing(
            "总期限所走的各段 / courses that the overall clock runs over",
            _keys("前后相接的期限 / limits that follow each other", 10),
            20,
        ),
        "acts": listing("行为 / acts", _act(), 120),
    }
    return whole("duecare 办理程序 / procedure", names, _REQUIRED, DEFS)
