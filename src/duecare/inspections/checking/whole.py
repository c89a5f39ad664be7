"""The whole check, from bytes to every finding in the order of the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path as File
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duecare.documents import charter
from duecare.documents.explaining import Explainer
from duecare.documents.findings import FileRefused, Finding, Sort
from duecare.documents.placing import in_order, placed
from duecare.documents.reading import read
from duecare.documents.sources import read_bytes, text_of
from duecare.inspections.checking.items import charter_problems, item_problems
from duecare.inspections.rules import Checklist, checklist_from
from duecare.inspections.shape import schema


class ChecklistRefused(FileRefused):
    """The checklist has errors; they are all in `findings`."""

    refusal = "checklist.refused"


CHECKLIST = Sort(
    ChecklistRefused,
    too_big=gettext_lazy("The file has %(size)s MB; a checklist has at most %(most)s MB."),
    too_many=gettext_lazy(
        "Here the checklist passes %(most)s values, those repeated by “*name” counted each time."
    ),
    tagged=gettext_lazy("A checklist has no tags like “%(tag)s”."),
    one_only=gettext_lazy("A file holds one checklist; “---” begins another."),
    begin=gettext_lazy("Begin with “checklist:” and a key."),
)


@dataclass(slots=True)
class Checked:
    """A checklist as far as it could be read, and everything wrong with it."""

    body: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def checklist(self) -> Checklist:
        """The checklist. :raises ChecklistRefused: it has errors."""
        if self.findings:
            raise ChecklistRefused(self.findings)
        return checklist_from(self.body)


@cache
def _explainer() -> Explainer:
    return Explainer(schema())


def check_file(file: File) -> Checked:
    """Everything wrong with a checklist's file, in its order."""
    try:
        data = read_bytes(file, CHECKLIST)
    except ChecklistRefused as refused:
        return Checked(findings=refused.findings)
    return check_bytes(data, file=str(file))


def check_bytes(data: bytes, *, file: str) -> Checked:
    """The same for content; `file` is its name, as it stands in the findings."""
    checked = Checked()
    try:
        document, checked.findings = read(text_of(data, file, CHECKLIST), file, CHECKLIST)
    except ChecklistRefused as refused:
        checked.findings = refused.findings
        return checked
    value = document.value
    problems = _explainer().problems(value)
    misfit = bool(problems)
    problems += charter.problems(value, _("Take it out of the checklist."))
    if not misfit:
        checked.body = value
        problems += [*charter_problems(value), *item_problems(value)]
    checked.findings = in_order([*checked.findings, *placed(problems, document)])
    return checked
