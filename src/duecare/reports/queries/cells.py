"""A value of a report as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from duecare.reports.models import Submission
from duecare.reports.rules import Field, Form, shown

MISSING = "—"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value.

    :param text: as people read it; a dash where nothing was given, never a zero.
    :param missing: whether nothing was given.
    :param number: whether it stands in a column of numbers.
    """

    text: str
    missing: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of one version, beside what the version before had."""

    field: Field
    cell: Cell
    before: Cell | None = None

    @property
    def changed(self) -> bool:
        """Whether the version before said something else."""
        return self.before is not None and self.before != self.cell


def titled(thing: Any) -> str:
    """Title in the reader's language."""
    english = (get_language() or "").startswith("en")
    return str((thing.title_en or thing.title) if english else (thing.title or thing.title_en))


def unit_of(field: Field) -> str:
    """What a number counts, in the reader's language."""
    english = (get_language() or "").startswith("en")
    return (field.unit_en or field.unit) if english else field.unit


def in_brackets(title: str, unit: str) -> str:
    """A title with what its numbers count, bracketed as the reader's language does."""
    if not unit:
        return title
    return f"{title} ({unit})" if (get_language() or "").startswith("en") else f"{title}（{unit}）"


def cell(field: Field, values: Mapping[str, Any], texts: Mapping[str, str], *, erased: bool = False) -> Cell:
    """The value of a field in one version."""
    if field.type == "text":
        if erased and field.key not in texts:
            return Cell(_("erased after 90 days"), missing=True)
        return Cell(texts[field.key]) if texts.get(field.key) else Cell(MISSING, missing=True)
    if field.key not in values:
        return Cell(MISSING, missing=True, number=field.type == "number")
    value = values[field.key]
    if field.type == "number":
        return Cell(" ".join(filter(None, [shown(field, int(value)), unit_of(field)])), number=True)
    if field.type == "yesno":
        return Cell(pgettext("answer", "Yes") if value else pgettext("answer", "No"))
    return Cell(next((titled(o) for o in field.options if o.key == value), str(value)))


def answers(form: Form, now: Submission, before: Submission | None) -> list[Answer]:
    """Every field of a version; with the one before it where there is one."""
    return [
        Answer(
            field,
            _of(field, now),
            _of(field, before) if before is not None else None,
        )
        for field in form.fields
    ]


def _of(field: Field, submission: Submission) -> Cell:
    return cell(field, submission.values, submission.texts, erased=submission.forgotten_at is not None)
