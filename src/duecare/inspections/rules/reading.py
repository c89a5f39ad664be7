"""From the content of a checklist's file, which has been checked, to the checklist."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from duecare.inspections.rules.model import (
    CATEGORIES,
    Checklist,
    Condition,
    Field,
    Item,
    Kind,
    Level,
    Option,
    Photograph,
    Section,
    Words,
)


def checklist_from(value: Mapping[str, Any]) -> Checklist:
    """The checklist that a file's content means; the content fits the schema and its conditions hold."""
    return Checklist(
        key=value["checklist"],
        version=value["version"],
        title=_words(value["title"]),
        about=_words(value["about"]) if "about" in value else None,
        field=Field(value["field"]),
        sections=tuple(
            Section(
                section["key"],
                _words(section["title"]),
                tuple(_item(item, value["source"]) for item in section["items"]),
                section.get("category", CATEGORIES[Field(value["field"])]),
            )
            for section in value["sections"]
        ),
    )


def _item(value: Mapping[str, Any], source: str) -> Item:
    when = value.get("when")
    return Item(
        key=value["key"],
        ask=_words(value["ask"]),
        look=_words(value["look"]) if "look" in value else None,
        kind=Kind(value.get("answer", Kind.CHECK)),
        source=value.get("source", source),
        unit=value.get("unit", ""),
        low=_number(value.get("low")),
        high=_number(value.get("high")),
        options=tuple(
            Option(option["key"], _words(option["title"]), option.get("fails", False))
            for option in value.get("options", ())
        ),
        photograph=Photograph(value.get("photograph", Photograph.NEVER)),
        condition=Condition(when["item"], frozenset(when["is"])) if when else None,
        level=Level(value.get("level", Level.GENERAL)),
        days=value.get("days"),
        optional=value.get("optional", False),
    )


def _words(value: Mapping[str, str]) -> Words:
    return Words(value["zh"], value["en"])


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
