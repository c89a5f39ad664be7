"""The whole check, from bytes to every finding in the order of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path as File
from typing import Any

from django.utils.translation import gettext as _

from duecare.core.calendar import Calendar, shipped
from duecare.core.calendar.days import Status
from duecare.core.errors import DomainError
from duecare.documents import charter
from duecare.documents.findings import Finding, Severity
from duecare.documents.placing import in_order, placed
from duecare.documents.reading import Document, read
from duecare.documents.sources import text_of
from duecare.obligations.sections import PlanContext, Problem
from duecare.plans.checking import own
from duecare.plans.checking.calendars import DEFAULT, CalendarWrong, calendar_of
from duecare.plans.checking.schemas import schema_problems
from duecare.plans.context import context_of
from duecare.plans.findings import PLAN, PlanRefused
from duecare.plans.sections import SECTIONS
from duecare.plans.trees import NoTree, Tree, tree_of

#: What a part that is wrong itself is taken for while the others are checked.
_STAND_INS: dict[str, Any] = {
    "plan": "plan",
    "title": "-",
    "root": "-",
    "office": "-",
    "zone": "Asia/Shanghai",
    "period": {"first": "1970-01-01", "last": "2100-12-31"},
}


@dataclass(slots=True)
class Checked:
    """A plan as far as it could be read, and everything wrong with it.

    :param body: its value (JSON); usable when there is no error.
    :param calendar_body: content of the calendar file it names; empty for a shipped one.
    """

    text: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    calendar_body: dict[str, Any] = field(default_factory=dict)
    calendar: Calendar | None = None
    tree: Tree | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        """What keeps it from being applied."""
        return [f for f in self.findings if f.is_error]

    def context(self, version: int) -> PlanContext:
        """What sections are applied in.

        :raises PlanRefused: it has errors.
        """
        if self.errors:
            raise PlanRefused(self.errors)
        assert self.tree and self.calendar
        office = self.tree.select({"codes": [self.body["office"]]})[0]
        return context_of(self.body, tree=self.tree, office=office, calendar=self.calendar, version=version)


def examine(data: bytes, *, file: str, folder: File | None, tree: Callable[[str], Tree] = tree_of) -> Checked:
    """Check a plan file.

    :param file: its name, as it stands in the findings.
    :param folder: where the path of its calendar begins; None where no file may be read.
    :param tree: finds the organisation by the code of its root unit.
    """
    checked = Checked()
    try:
        checked.text = text_of(data, file, PLAN)
        document, checked.findings = read(checked.text, file, PLAN)
    except PlanRefused as refused:
        checked.findings = refused.findings
        return checked
    _Examiner(document, checked, folder, tree).run()
    checked.findings = in_order(checked.findings)
    return checked


class _Examiner:
    """Checks part by part; a part that is wrong is stood in for while the others are checked."""

    def __init__(
        self, document: Document, checked: Checked, folder: File | None, tree: Callable[[str], Tree]
    ) -> None:
        self.document = document
        self.checked = checked
        self.folder = folder
        self.find_tree = tree
        self.wrong: set[Any] = set()

    def run(self) -> None:
        problems = schema_problems(self.document.value)
        self.add(problems)
        self.add(charter.problems(self.document.value, _("Take it out of the plan.")))
        if not isinstance(self.document.value, dict):
            return
        self.checked.body = self.document.value
        self.wrong = {p.path[0] for p in problems if p.path}
        value = {k: v for k, v in self.document.value.items() if k not in self.wrong}
        value = {**_STAND_INS, **value}
        self.own_part(value)
        self.sections(value)

    def own_part(self, value: dict[str, Any]) -> None:
        for key, check in (
            ("zone", own.zone_problems),
            ("period", own.period_problems),
            ("phases", own.phase_problems),
            ("ladders", own.ladder_problems),
            ("closing", own.closing_problems),
        ):
            if key in self.wrong or (key == "closing" and "tasks" in self.wrong):
                continue
            found = list(check(value))
            if found:
                self.add(found)
                self.wrong.add(key)
                value.pop(key, None)
                if key in _STAND_INS:
                    value[key] = _STAND_INS[key]
        self.checked.tree = self.tree(value)
        self.calendar(value)
        self.add(own.unit_problems(value, self.checked.tree, self.stand_in_context(value)))

    def tree(self, value: dict[str, Any]) -> Tree:
        if value["root"] == "-":
            return NoTree("-")
        try:
            return self.find_tree(value["root"])
        except DomainError as error:
            self.add([Problem(("root",), error.message, error.hint or "")])
            return NoTree(value["root"])

    def calendar(self, value: dict[str, Any]) -> None:
        try:
            self.checked.calendar, self.checked.calendar_body = calendar_of(value, self.folder)
        except CalendarWrong as wrong:
            self.add([wrong.problem])
            self.checked.calendar = shipped(DEFAULT)
            return
        status = self.checked.calendar.status
        warnings = own.assumed_warnings(value, lambda day: status(day) is Status.CONFIRMED)
        self.add(warnings, Severity.WARNING)

    def stand_in_context(self, value: dict[str, Any]) -> PlanContext:
        assert self.checked.tree
        calendar = self.checked.calendar or shipped(DEFAULT)
        return context_of(value, tree=self.checked.tree, office=self.checked.tree.root, calendar=calendar)

    def sections(self, value: dict[str, Any]) -> None:
        context = self.stand_in_context(value)
        for section in SECTIONS:
            if section.key not in value:
                continue
            problems = section.check(value[section.key], context)
            if "ladders" in self.wrong:
                problems = [p for p in problems if p.path[-1:] != ("ladder",) and "ladders" not in p.path]
            self.add(
                p if p.path[:1] == (section.key,) else replace(p, path=(section.key, *p.path))
                for p in problems
            )

    def add(self, problems: Iterable[Problem], severity: Severity = Severity.ERROR) -> None:
        self.checked.findings += list(placed(problems, self.document, severity))
