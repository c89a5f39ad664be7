"""The calendar that a plan names: one that ships, a file beside the plan, or its content in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as File
from typing import Any

from django.utils.translation import gettext as _

from duecare.core.calendar import Calendar, calendar_from, shipped
from duecare.core.errors import BadInput
from duecare.documents.reading import read
from duecare.documents.sources import MAX_BYTES, text_of
from duecare.obligations.sections import Problem
from duecare.plans.findings import PLAN, PlanRefused

DEFAULT = "cn"


class CalendarWrong(Exception):  # noqa: N818 - it carries the problem, which is the error
    """What is wrong with the calendar, at the plan's ``calendar``."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def calendar_of(value: Mapping[str, Any], folder: File | None) -> tuple[Calendar, dict[str, Any]]:
    """The calendar and, unless it ships with the program, its file's content.

    :param folder: where a path begins; None where no file may be read.
    :raises CalendarWrong: there is none, or its file has an error.
    """
    named = value.get("calendar", DEFAULT)
    try:
        if isinstance(named, Mapping):
            return calendar_from(named), dict(named)
        if not named.endswith((".yaml", ".yml")):
            return shipped(named), {}
        body = _body(named, folder)
        return calendar_from(body), body
    except BadInput as error:
        where = f" ({error.where})" if error.where and not isinstance(error, PlanRefused) else ""
        message = _("The calendar “%(name)s” can't be used: %(why)s")
        name = named if isinstance(named, str) else named.get("calendar", "")
        words = {"name": name, "why": f"{error.message}{where}"}
        raise CalendarWrong(Problem(("calendar",), message % words, error.hint or "")) from error


def _body(named: str, folder: File | None) -> dict[str, Any]:
    if folder is None:
        raise BadInput(
            "calendar-file", _("No file can be read here."), hint=_("Put its content in the plan.")
        )
    file = folder / named
    if not file.is_file():
        raise BadInput(
            "calendar-file", _("There is no such file."), hint=_("The path begins at the plan's folder.")
        )
    with file.open("rb") as opened:
        document, findings = read(text_of(opened.read(MAX_BYTES + 1), named, PLAN), named, PLAN)
    if findings:
        raise PlanRefused(findings)
    if not isinstance(document.value, dict):
        raise BadInput("calendar-file", _("It is no calendar file."))
    return document.value
