"""A form as data: a closed list of field types, both languages, one content hash for each version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

#: Keys that name something else in the counts of a report.
RESERVED_KEYS = frozenset({"nil"})

#: The longest text a field may take, in characters.
LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    key: str
    title: str
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a report asks for.

    :param type: number, choice, text or yesno.
    :param unit: what a number counts ("人"), for people to read.
    :param minimum: smallest number allowed, None for no bound.
    :param maximum: largest number allowed, None for no bound.
    :param decimals: digits after the point, 0 to 4.
    :param longest: most characters of a text.
    """

    key: str
    type: str
    title: str
    title_en: str = ""
    required: bool = False
    unit: str = ""
    unit_en: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int = 0
    longest: int = 200
    options: tuple[Option, ...] = ()

    @property
    def scale(self) -> int:
        """What a number is multiplied by to be kept as an integer."""
        return int(10**self.decimals)


@dataclass(frozen=True, slots=True)
class Form:
    """What a report asks for, in order."""

    fields: tuple[Field, ...]

    @property
    def figures(self) -> tuple[Field, ...]:
        """The fields that are summed."""
        return tuple(f for f in self.fields if f.type == "number")

    def field(self, key: str) -> Field | None:
        """The field of that key."""
        return next((f for f in self.fields if f.key == key), None)


def form_from(fields: Sequence[Mapping[str, Any]]) -> Form:
    """Read a form as a plan writes it; it fits the section's schema."""
    return Form(tuple(_field(f) for f in fields))


def form_id(fields: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 (hex) of the canonical form: equal forms are one version."""
    body = json.dumps(list(fields), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(body.encode()).hexdigest()


def both(value: Any) -> tuple[str, str]:
    """A title in both languages, written as ``{zh: …, en: …}`` or as one text for both."""
    if isinstance(value, Mapping):
        zh = str(value.get("zh", ""))
        return zh or str(value.get("en", "")), str(value.get("en", ""))
    return str(value or ""), ""


def _field(body: Mapping[str, Any]) -> Field:
    title, title_en = both(body["title"])
    unit, unit_en = both(body.get("unit"))
    return Field(
        key=str(body["key"]),
        type=str(body["type"]),
        title=title,
        title_en=title_en,
        required=bool(body.get("required", False)),
        unit=unit,
        unit_en=unit_en,
        minimum=_decimal(body.get("min")),
        maximum=_decimal(body.get("max")) if body["type"] == "number" else None,
        decimals=int(body.get("decimals", 0)),
        longest=int(body.get("max", 200)) if body["type"] == "text" else 0,
        options=tuple(Option(str(o["key"]), *both(o["title"])) for o in body.get("options", ())),
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
