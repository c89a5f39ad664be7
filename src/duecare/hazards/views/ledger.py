"""The ledger, on screen and as a spreadsheet."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duecare.hazards import queries
from duecare.hazards.forms import ViewForm
from duecare.hazards.queries import Filters
from duecare.hazards.queries.filters import BASES, POSTS, SHOWN
from duecare.hazards.queries.listing import LOOKED_AT
from duecare.hazards.vocabulary import Category, Level
from duecare.orgs import rights
from duecare.orgs.requests import Request

_ANSWERS: dict[str, Any] = {"yes": _("yes"), "no": _("no")}
#: Name in an address -> label, what stands for all, and the choices.
_CHOICES: dict[str, tuple[Any, Any, Iterable[tuple[str, Any]]]] = {
    "level": (_("Level"), _("Every level"), Level.choices),
    "category": (_("Category"), _("Every category"), Category.choices),
}
_MORE: dict[str, tuple[Any, Any, Iterable[tuple[str, Any]]]] = {
    "basis": (_("Where the deadline comes from"), _("From anywhere"), BASES.items()),
    "post": (_("Responsible post"), _("Any post"), POSTS.items()),
    "spot": (_("Put right on the spot"), _("Either way"), _ANSWERS.items()),
    "again": (_("Has been opened again"), _("Either way"), _ANSWERS.items()),
}
_DAYS: dict[str, Any] = {
    "found": _("Found on"),
    "due": _("To be put right by"),
    "closed": _("Closed out on"),
}


@require_safe
@login_required
def show(request: Request) -> HttpResponse:
    """A page of the ledger of a unit and all below it."""
    return render(request, "hazards/ledger.html", _context(request, Filters.of(request.GET)))


def _context(request: Request, filters: Filters) -> dict[str, Any]:
    by, unit = request.actor, queries.top(request.actor, filters.unit)
    query = filters.query()
    return {
        "ledger": queries.ledger(by, unit, filters, request.received_at),
        "units": queries.around(by, unit),
        "shown": SHOWN.items(),
        "choices": _selects(filters, _CHOICES),
        "more": _selects(filters, _MORE),
        "days": [
            (name, label, getattr(filters, f"{name}_from"), getattr(filters, f"{name}_to"))
            for name, label in _DAYS.items()
        ],
        "query": query,
        "looked_at": LOOKED_AT,
        "first_page": filters.after is not None and query,
        "views": queries.views(by),
        "view_form": ViewForm(initial={"query": query}),
        "may_report": rights.anywhere(by, "hazards.report"),
        "may_import": rights.anywhere(by, "hazards.import"),
    }


def _selects(filters: Filters, choices: Any) -> list[Any]:
    """Name, label, what stands for all, choices and the one that was made."""
    return [(name, *said, getattr(filters, name)) for name, said in choices.items()]


@require_safe
@login_required
def export(request: Request) -> FileResponse:
    """The same list, every page of it, as .xlsx."""
    filters = Filters.of(request.GET)
    unit = queries.top(request.actor, filters.unit)
    rows = queries.rows_for_export(request.actor, unit, filters, request.received_at)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 4, 16)
    sheet.set_column(5, 5, 48)
    sheet.set_column(6, 12, 16)
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, column, value)
            elif value is not None:
                sheet.write_string(line, column, value, None if line else head)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="hazards.xlsx")
