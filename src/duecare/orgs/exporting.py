"""Units as .csv and .xlsx, in the shape that an import reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

import xlsxwriter

from duecare.orgs.importing.columns import UNITS

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula; an import takes the mark off again."""
    return "'" + text if text.startswith(_DANGEROUS) else text


def as_csv(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """UTF-8 text with the mark that spreadsheets look for, row by row."""
    yield "\ufeff"
    for row in _with_headings(rows):
        line = io.StringIO()
        csv.writer(line).writerow([safe_cell(cell) for cell in row])
        yield line.getvalue()


def as_xlsx(rows: Iterable[tuple[str, ...]]) -> bytes:
    """A workbook with the sheet 单位; written row by row, every cell a text."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(UNITS.names[0])
    bold = book.add_format({"bold": True})
    for number, row in enumerate(_with_headings(rows)):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, safe_cell(cell), bold if number == 0 else None)
    book.close()
    return buffer.getvalue()


def headings() -> tuple[str, ...]:
    """The headings of the units' table."""
    return tuple(column.headings[0] for column in UNITS.columns)


def _with_headings(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    yield headings()
    yield from rows
