"""The ledger, on screen and as a spreadsheet."""

from __future__ import annotations

import tempfile

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duecare.hazards import queries
from duecare.hazards.queries.ledger import SHOWN
from duecare.hazards.vocabulary import Category, Level
from duecare.orgs import rights
from duecare.orgs.requests import Request


@require_safe
@login_required
def show(request: Request) -> HttpResponse:
    """A page of the ledger of a unit and all below it."""
    unit = queries.top(request.actor, request.GET.get("unit", ""))
    filters = queries.Filters.of(request.GET)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "ledger": queries.ledger(request.actor, unit, filters, request.received_at),
        "shown": SHOWN.items(),
        "levels": Level.choices,
        "categories": Category.choices,
        "asked": asked.urlencode(),
        "may_report": rights.anywhere(request.actor, "hazards.report"),
        "may_import": rights.anywhere(request.actor, "hazards.import"),
    }
    return render(request, "hazards/ledger.html", context)


@require_safe
@login_required
def export(request: Request) -> FileResponse:
    """The same list, every page of it, as .xlsx."""
    unit = queries.top(request.actor, request.GET.get("unit", ""))
    rows = queries.rows_for_export(request.actor, unit, queries.Filters.of(request.GET), request.received_at)
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
