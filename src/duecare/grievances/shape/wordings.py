"""The JSON Schema of a file of wordings, and of the same in a plan."""

from __future__ import annotations

from typing import Any

from duecare.grievances.rules import Need
from duecare.grievances.shape.pieces import key, listing, mapping, ref, texts, whole

#: The pieces, by name.
WORDING_DEFS: dict[str, dict[str, Any]] = {
    "key": key("accepted"),
    "title": texts(60, {"zh": "受理告知", "en": "Notice of acceptance"}),
    "words": texts(2000, {"zh": "经核查，____。", "en": "We found that ____."}),
}
#: What has words: as a procedure's ``needs`` say, and ``text`` where an act needs none.
PARTS = (
    Need.NOTICE, Need.FACTS, Need.REASONS, Need.DECISION, Need.TERMS, Need.TO_WHOM, Need.OTHER_WAYS,
    Need.HOW_TO_APPEAL, Need.SESSION,
)  # fmt: skip
TEXT_PART = "text"


def wording(title: dict[str, Any], words: dict[str, Any], name: dict[str, Any]) -> dict[str, Any]:
    """One wording.

    :param title: piece of a title; ``words`` of a long text, ``name`` of a key.
    """
    names = [part.value for part in PARTS] + [TEXT_PART]
    return mapping(
        "用语：写给当事人的现成文字，空白用 ____ 表示 / words to the owner of a case; ____ is a blank to fill in",
        {
            "key": {"title": "代号 / its key", **name},
            "title": {"title": "名称，办理人看到的 / what officers see it as", **title},
            "acts": {
                **listing("用于办理程序中的哪些行为 / for which acts of the procedure", name, 20),
                "uniqueItems": True,
            },
            "categories": {
                **listing("只用于哪些类别，不写则全部 / for which categories; all if left out", name, 100),
                "uniqueItems": True,
            },
            "parts": {
                "title": "各部分的文字 / the words of each part",
                "type": "object",
                "properties": dict.fromkeys(names, words),
                "minProperties": 1,
                "additionalProperties": False,
            },
        },
        ("key", "title", "acts", "parts"),
    )


def wordings_schema() -> dict[str, Any]:
    """The whole schema; the same every time, so that the published file can be compared."""
    item = wording(ref("title"), ref("words"), ref("key"))
    names = {
        "wordings": {"title": "代号 / its key", **ref("key")},
        "version": {
            "title": "版本，有改动就加一 / one more with every change",
            "type": "integer",
            "minimum": 1,
        },
        "title": {"title": "名称 / title", **ref("title")},
        "list": listing("用语 / wordings", item, 100),
    }
    return whole(
        "duecare 答复用语 / wordings of replies",
        names,
        ("wordings", "version", "title", "list"),
        WORDING_DEFS,
    )
