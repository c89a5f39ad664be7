"""What is wrong with a form: bounds, doubled keys, settings of another type, and what the charter rules out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from duecare.documents.entries import refused_by_charter
from duecare.obligations.sections import Path, Problem
from duecare.reports.rules import RESERVED_KEYS
from duecare.reports.rules.fields import LONGEST_TEXT

_OF_TYPE = {
    "number": {"unit", "min", "max", "decimals"},
    "choice": {"options"},
    "text": {"max"},
    "yesno": set[str](),
}
_ALWAYS = {"key", "type", "title", "required"}
_LARGEST = 10**10


def form_problems(fields: Sequence[Mapping[str, Any]], path: Path) -> Iterator[Problem]:
    """Everything wrong with the fields of one form."""
    seen: set[str] = set()
    for i, field in enumerate(fields):
        where = (*path, i)
        if field["key"] in seen:
            yield Problem((*where, "key"), _("Two fields are called “%(key)s”.") % {"key": field["key"]})
        if field["key"] in RESERVED_KEYS:
            yield Problem(
                (*where, "key"), _("“%(key)s” can't be the key of a field.") % {"key": field["key"]}
            )
        seen.add(field["key"])
        yield from _type(field, where)
        yield from titles_in(field["title"], (*where, "title"))
        yield from titles_in(field.get("unit", ""), (*where, "unit"))
        yield from _options(field, where)


def titles_in(title: str | Mapping[str, str], path: Path) -> Iterator[Problem]:
    """What the charter says to a title, in either language."""
    texts: list[tuple[Path, str]] = [((), title)] if isinstance(title, str) else []
    if not isinstance(title, str):
        texts = [((language,), text) for language, text in title.items()]
    for place, text in texts:
        refusal = refused_by_charter(text)
        if refusal:
            yield Problem(
                (*path, *place),
                _REASONS[refusal.rule]() % {"words": refusal.words},
                _("Ask for a figure or a condition of the unit instead, or leave the field out."),
                rule=refusal.rule,
            )


def _register() -> str:
    return _(
        "“%(words)s” asks for persons, or for how many complain. "
        "A report holds figures of a unit, no register of persons."
    )


def _watch() -> str:
    return _("“%(words)s” asks where people go, gather or what they believe. Nobody is watched.")


_REASONS = {"1": _register, "2": _watch}


def _type(field: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    for name in sorted(set(field) - _ALWAYS - _OF_TYPE[field["type"]]):
        yield Problem(
            (*path, name),
            _("A field of the type %(type)s has no “%(name)s”.") % {"type": field["type"], "name": name},
        )
    if field["type"] == "number":
        yield from _bounds(field, path)
    if field["type"] == "text" and not _is_length(field.get("max", 200)):
        yield Problem(
            (*path, "max"), _("A text has 1 to %(max)d characters at most.") % {"max": LONGEST_TEXT}
        )


def _bounds(field: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    low, high = field.get("min"), field.get("max")
    decimals = field.get("decimals", 0)
    if low is not None and high is not None and low > high:
        yield Problem((*path, "max"), _("The largest number is smaller than the smallest."))
    for name, bound in (("min", low), ("max", high)):
        if bound is None:
            continue
        if Decimal(str(bound)) != round(Decimal(str(bound)), decimals):
            yield Problem(
                (*path, name),
                _("This bound has more digits after the point than the field allows (%(decimals)d).")
                % {"decimals": decimals},
            )
        if abs(bound) > _LARGEST:
            yield Problem((*path, name), _("This bound is too large; 10,000,000,000 is the most."))


def _options(field: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    if field["type"] != "choice":
        return
    if "options" not in field:
        yield Problem(path, _("A choice needs its options."))
        return
    seen: set[str] = set()
    for i, option in enumerate(field["options"]):
        where = (*path, "options", i)
        if option["key"] in seen:
            yield Problem((*where, "key"), _("Two options are called “%(key)s”.") % {"key": option["key"]})
        seen.add(option["key"])
        yield from titles_in(option["title"], (*where, "title"))


def _is_length(longest: Any) -> bool:
    return float(longest).is_integer() and 1 <= longest <= LONGEST_TEXT
