"""A day of one series as a spreadsheet."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from duecare.orgs.requests import Request
from duecare.reports import queries
from duecare.reports.queries import DayPage
from duecare.reports.rules.exporting import neutral
from duecare.reports.views.days import asked


@require_safe
@login_required
def export(request: Request, programme: str, key: str, day: str, form: str) -> HttpResponseBase:
    """Every unit's report of the day below a unit; csv or xlsx."""
    page = asked(request, programme, key, day)
    name = f"{programme}-{key}-{day}.{form}"
    return {"csv": _csv, "xlsx": _xlsx}[form](request, page, name)


def _csv(request: Request, page: DayPage, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(request, page), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(request: Request, page: DayPage) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    rows = chain([queries.export_header(page)], queries.export_rows(page, request.actor))
    for row in rows:
        writer.writerow(["" if value is None else neutral(value) for value in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _xlsx(request: Request, page: DayPage, name: str) -> HttpResponse | FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 4, 20)
    for column, text in enumerate(queries.export_header(page)):
        sheet.write_string(0, column, str(neutral(text)), head)
    for line, row in enumerate(queries.export_rows(page, request.actor), 1):
        for column, value in enumerate(row):
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                sheet.write_number(line, column, value)
            elif value is not None:
                sheet.write_string(line, column, str(neutral(value)))
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)
