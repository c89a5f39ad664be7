"""The JSON Schema of a file of categories."""

from __future__ import annotations

from typing import Any

from duecare.grievances.rules import Urgency
from duecare.grievances.shape.pieces import key, listing, mapping, ref, texts, whole

#: The pieces, by name.
CATEGORY_DEFS: dict[str, dict[str, Any]] = {
    "key": key("school-meals"),
    "title": texts(40, {"zh": "学校食堂", "en": "School meals"}),
    "about": texts(200, {"zh": "饭菜质量、卫生、收费", "en": "Quality, hygiene and price of meals"}),
}


def categories_schema() -> dict[str, Any]:
    """The whole schema; the same every time, so that the published file can be compared."""
    category = mapping(
        "类别：一种设施或服务，不是人 / a category: a facility or a service, never a person",
        {
            "key": {"title": "代号，各版本不变 / the same in every version", **ref("key")},
            "title": ref("title"),
            "about": {"title": "包括什么 / what belongs to it", **ref("about")},
            "group": {"title": "所属的组 / the group it stands in", **ref("key")},
            "urgency": {
                "title": "swift 须先看有无危险，默认 ordinary / swift: look for danger first; else ordinary",
                "enum": [urgency.value for urgency in Urgency],
            },
        },
        ("key", "title", "about", "group"),
    )
    group = mapping("组 / a group", {"key": ref("key"), "title": ref("title")}, ("key", "title"))
    names = {
        "categories": {"title": "代号 / its key", **ref("key")},
        "version": {
            "title": "版本，有改动就加一 / one more with every change",
            "type": "integer",
            "minimum": 1,
        },
        "title": {"title": "名称 / title", **ref("title")},
        "groups": listing("组 / groups", group, 20),
        "list": listing("类别 / categories", category, 100),
    }
    return whole(
        "duecare 诉求类别 / categories of cases",
        names,
        ("categories", "version", "title", "groups", "list"),
        CATEGORY_DEFS,
    )
