"""What the JSON Schema refuses, said with the words that are wrong and how to mend them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from duecare.documents.problems import NameProblem, Path, Problem

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_formats = FormatChecker(formats=())


@_formats.checks("date", raises=ValueError)
@_formats.checks("moment", raises=ValueError)
def _is_a_day(value: object) -> bool:
    """Whether the day that is written exists; what is not written like a day is the pattern's affair."""
    day = str(value).partition(" ")[0]
    return not _DAY.fullmatch(day) or bool(date.fromisoformat(day))


class Explainer:
    """Holds values against one schema.

    :param aside: what is said of a name at the top that the schema does not know and that is known all the same;
        None for any other.
    """

    def __init__(
        self, schema: Mapping[str, Any], aside: Callable[[str], Problem | None] = lambda name: None
    ) -> None:
        self.validator = Draft202012Validator(schema, format_checker=_formats)
        self.defs: Mapping[str, Any] = schema.get("$defs", {})
        self.aside = aside

    def problems(self, value: Any) -> list[Problem]:
        """Everything that does not fit the schema; a value that doesn't fit one way is named once."""
        found: dict[tuple[Path, str], Problem] = {}
        for error in self.validator.iter_errors(value):
            for problem in self.explained(error):
                found.setdefault((problem.path, str(problem.message)), problem)
        refused = {p.path for p in found.values()}
        return [
            p
            for p in found.values()
            if p.hint or not any(p.path[:i] in refused for i in range(1, len(p.path)))
        ]

    def explained(self, error: ValidationError) -> Iterator[Problem]:
        """One error of the schema's as what is wrong in the file."""
        path: Path = tuple(error.absolute_path)
        keyword = str(error.validator)
        if keyword in ("anyOf", "oneOf") and error.context:
            nearest = min(error.context, key=lambda e: (-len(e.absolute_path), str(e.validator) == "type"))
            yield from self.explained(nearest)
        elif keyword == "additionalProperties":
            yield from self.unknown(error, path)
        elif keyword == "required":
            yield from self.missing(error, path)
        elif keyword == "propertyNames" or (error.parent and error.parent.validator == "propertyNames"):
            yield NameProblem((*path, str(error.instance)), _shape(error), _like(error.schema))
        else:
            say = _SENTENCES.get(keyword, _shape)
            yield Problem(path, say(error), _like(error.schema))

    def unknown(self, error: ValidationError, path: Path) -> Iterator[Problem]:
        """Names that the schema does not know."""
        instance: Any = error.instance
        known = list(error.schema.get("properties", {}))  # type: ignore[union-attr]
        for name in [n for n in instance if n not in known]:
            aside = None if path else self.aside(name)
            if aside is not None:
                yield aside
                continue
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            if instance[name] is None and not _NAME.fullmatch(name):
                hint = _("A text with a comma or a colon in it needs quotation marks.")
            elif near:
                hint = _("Did you mean “%(near)s”?") % {"near": near[0]}
            else:
                hint = _("Known here: %(known)s.") % {"known": ", ".join(known)}
            message = _("The name “%(name)s” is not known here.") % {"name": name}
            yield NameProblem((*path, name), message, hint)

    def missing(self, error: ValidationError, path: Path) -> Iterator[Problem]:
        """Names that have to be there and are not."""
        instance: Any = error.instance
        wanted: Any = error.validator_value
        names = [n for n in wanted if n not in instance]
        properties = error.schema.get("properties", {})  # type: ignore[union-attr]
        for name in names:
            if f"'{name}' is a required" in error.message:
                message = _("“%(name)s” is missing here.") % {"name": name}
                yield Problem(path, message, _like(self.resolved(properties.get(name, {})), name))

    def resolved(self, piece: Mapping[str, Any]) -> Mapping[str, Any]:
        """The piece that a reference means."""
        name = str(piece.get("$ref", "")).rpartition("/")[2]
        found: Mapping[str, Any] = self.defs.get(name, piece)
        return found


def _like(piece: Any, name: str = "") -> str:
    """How to write it, from the examples of the schema."""
    examples = piece.get("examples") if isinstance(piece, Mapping) else None
    if examples:
        text = " / ".join(_written(example) for example in examples[:2])
        return _("Write it like: %(example)s.") % {"example": f"{name}: {text}" if name else text}
    if isinstance(piece, Mapping) and "enum" in piece:
        return _("One of: %(known)s.") % {"known": ", ".join(str(v) for v in piece["enum"])}
    return ""


def _written(example: Any) -> str:
    if isinstance(example, Mapping):
        return "{" + ", ".join(f"{k}: {_written(v)}" for k, v in example.items()) + "}"
    if isinstance(example, list):
        return "[" + ", ".join(_written(v) for v in example) + "]"
    return str(example)


def _value(error: ValidationError) -> str:
    return str(error.instance)[:60] if isinstance(error.instance, (str, int, float)) else ""


def _shape(error: ValidationError) -> str:
    return _("“%(value)s” can't be used here.") % {"value": _value(error)}


def _type(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    names = _names_of_types()
    kinds = [wanted] if isinstance(wanted, str) else list(wanted)
    if error.instance is None:
        return _("Nothing stands here; %(wanted)s is needed.") % {"wanted": _or(names[k] for k in kinds)}
    given = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return _("Here stands %(given)s; %(wanted)s is needed.") % {
        "given": names[given[type(error.instance)]],
        "wanted": _or(names[k] for k in kinds),
    }


def _or(words: Iterable[str]) -> str:
    return _(" or ").join(words)


def _names_of_types() -> dict[str, str]:
    return {
        "string": _("a text"),
        "object": _("a mapping (name: value)"),
        "array": _("a list (- …)"),
        "integer": _("a whole number"),
        "number": _("a number"),
        "boolean": _("true or false"),
        "null": _("nothing"),
    }


def _one_of(error: ValidationError) -> str:
    allowed: Any = error.validator_value
    near = difflib.get_close_matches(_value(error), [str(v) for v in allowed], n=1, cutoff=0.5)
    message = _("“%(value)s” is not known here.") % {"value": _value(error)}
    return f"{message} {_('Did you mean “%(near)s”?') % {'near': near[0]}}" if near else message


def _format(error: ValidationError) -> str:
    return _("There is no day %(value)s in the calendar.") % {"value": _value(error).partition(" ")[0]}


def _size(error: ValidationError) -> int:
    instance: Any = error.instance
    return len(instance)


_SENTENCES: dict[str, Callable[[ValidationError], str]] = {
    "type": _type,
    "enum": _one_of,
    "format": _format,
    "const": lambda e: _("Only “%(value)s” can stand here.") % {"value": e.validator_value},
    "minLength": lambda e: _("A text is needed here; it is empty."),
    "maxLength": lambda e: (
        _("This has %(n)s characters; at most %(most)s fit.") % {"n": _size(e), "most": e.validator_value}
    ),
    "minimum": lambda e: (
        _("%(value)s is too small; at least %(least)s.") % {"value": e.instance, "least": e.validator_value}
    ),
    "maximum": lambda e: (
        _("%(value)s is too big; at most %(most)s.") % {"value": e.instance, "most": e.validator_value}
    ),
    "minItems": lambda e: _("The list is empty; name at least one."),
    "maxItems": lambda e: (
        _("The list has %(n)s entries; at most %(most)s fit.") % {"n": _size(e), "most": e.validator_value}
    ),
    "uniqueItems": lambda e: _("Something stands twice in this list."),
    "minProperties": lambda e: _("Nothing stands here; name at least one."),
}
