"""What a reader asks of the ledger, as it stands in an address. What can't be is taken as not asked for."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duecare.hazards import rules
from duecare.hazards.vocabulary import Category, Level
from duecare.orgs.vocabulary import PostKind

#: What the list can be narrowed to.
SHOWN: dict[str, Any] = {
    "open": _("Open"),
    "overdue": _("Overdue"),
    "unaccepted": pgettext_lazy("state of a hazard", "Not accepted yet"),
    "verify": _("To verify"),
    "closed": _("Closed out"),
    "all": _("All"),
}
BASES: dict[str, Any] = {
    "default": _("the usual time for this level"),
    "commitment": _("as committed to"),
    "extension": _("more time was granted"),
    "plan": _("as the plan says"),
}
POSTS: dict[str, Any] = {
    kind.value: kind.label for kind in PostKind if kind in ("leader", "coordinator", "reporter", "inspector")
}
_CHOICES: dict[str, Any] = {
    "level": Level.values,
    "category": Category.values,
    "basis": rules.BASES,
    "post": POSTS,
    "spot": ("yes", "no"),
    "again": ("yes", "no"),
}
_CODE, _KEY = re.compile(r"[0-9a-z]{1,10}"), re.compile(r"[0-9A-Z]{1,5}")
_TEXT_LENGTH, _WORDS = 60, 4
_START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Filters:
    """The parts of an address, validated. Days are the unit's own, both included; ``unit`` and ``place`` are keys.

    :param after: where the page begins: behind the row of this time and id.
    """

    unit: str = ""
    shown: str = "open"
    q: str = ""
    level: str = ""
    category: str = ""
    place: str = ""
    basis: str = ""
    post: str = ""
    spot: str = ""
    again: str = ""
    due_from: date | None = None
    due_to: date | None = None
    found_from: date | None = None
    found_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    after: tuple[datetime, uuid.UUID] | None = None

    @classmethod
    def of(cls, given: Any) -> Filters:
        """From the parts of an address."""
        said: dict[str, Any] = {
            name: given.get(name) for name, known in _CHOICES.items() if given.get(name) in known
        }
        for name in _DAYS:
            said[name] = _day(given.get(name, ""))
        if given.get("shown") in SHOWN:
            said["shown"] = given.get("shown")
        for name, shape in (("unit", _KEY), ("place", _CODE)):
            if shape.fullmatch(given.get(name, "")):
                said[name] = given.get(name)
        return cls(
            q=" ".join(given.get("q", "").split())[:_TEXT_LENGTH], after=_mark(given.get("after", "")), **said
        )

    @property
    def words(self) -> list[str]:
        """What is searched for, word by word."""
        return self.q.split()[:_WORDS]

    @property
    def few(self) -> bool:
        """Whether nothing is asked for that stands under *More filters*."""
        return not any(getattr(self, name) for name in ("place", "basis", "post", "spot", "again", *_DAYS))

    def query(self, *, page: bool = False, **changed: Any) -> str:
        """The same as the part of an address behind the question mark, with something changed.

        :param page: with where the page begins.
        """
        other = replace(self, **changed)
        said = {
            f.name: _said(getattr(other, f.name))
            for f in fields(other)
            if getattr(other, f.name) != f.default
        }
        if not page:
            said.pop("after", None)
        return urlencode(said)


_DAYS = tuple(f"{what}_{end}" for what in ("due", "found", "closed") for end in ("from", "to"))


def mark(at: datetime, row: uuid.UUID) -> str:
    """Where a page ends, as the next one's address says it: microseconds since 1970, and the row."""
    return f"{(at - _START) // timedelta(microseconds=1)}-{row.hex}"


def _mark(text: str) -> tuple[datetime, uuid.UUID] | None:
    found = re.fullmatch(r"(\d{1,17})-([0-9a-f]{32})", text, re.ASCII)
    if found is None:
        return None
    try:
        return _START + timedelta(microseconds=int(found[1])), uuid.UUID(found[2])
    except OverflowError:
        return None


def _day(text: str) -> date | None:
    """A day of this century."""
    if not re.fullmatch(r"20\d\d-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _said(value: Any) -> str:
    return mark(*value) if isinstance(value, tuple) else str(value)
