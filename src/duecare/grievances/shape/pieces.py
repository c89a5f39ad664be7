"""Pieces that the schemas share (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import Any


def texts(longest: int, example: dict[str, str]) -> dict[str, Any]:
    """A text in both languages, at most so many characters each."""
    part = {"type": "string", "minLength": 1, "maxLength": longest}
    return {
        "description": "两种语言都要写 / a text, in both languages",
        "type": "object",
        "properties": {"zh": part, "en": part},
        "required": ["zh", "en"],
        "additionalProperties": False,
        "examples": [example],
    }


def key(example: str) -> dict[str, Any]:
    """A stable name in Latin letters."""
    return {
        "description": "稳定的英文代号 / a stable name in Latin letters",
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]{0,39}$",
        "examples": [example],
    }


def ref(name: str) -> dict[str, Any]:
    """A piece by its name."""
    return {"$ref": f"#/$defs/{name}"}


def mapping(title: str, properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    """A mapping with these names and no other."""
    return {
        "title": title,
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def listing(title: str, item: dict[str, Any], most: int, least: int = 1) -> dict[str, Any]:
    """A list of so many."""
    return {"title": title, "type": "array", "items": item, "minItems": least, "maxItems": most}


def whole(
    title: str, names: dict[str, Any], required: tuple[str, ...], defs: dict[str, Any]
) -> dict[str, Any]:
    """The schema of a file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **mapping(title, names, required),
        "$defs": defs,
    }
