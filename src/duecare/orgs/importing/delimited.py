"""Reading .csv, as spreadsheets in China and elsewhere write it."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput
from duecare.orgs.importing.findings import MOST_COLUMNS, MOST_ROWS, Sheet
from duecare.orgs.importing.xlsx import too_big, unmarked


def read(data: bytes, name: str) -> Sheet:
    """The one table of a file in UTF-8 (with or without a mark), UTF-16 with a mark, or GB 18030.

    :raises BadInput: when it is no text, or too much.
    """
    text = _decoded(data)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows: list[tuple[int, list[str]]] = []
    formulas: set[tuple[int, int]] = set()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            texts = [cell.strip() for cell in cells]
            formulas.update((number, i) for i, t in enumerate(texts) if t.startswith("="))
            if any(texts):
                rows.append((number, [unmarked(text) for text in texts]))
            if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise too_big()
            number = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(
            "csv-broken",
            _("Line %(line)s is not a row of values: a quotation mark may be missing."),
            line=reader.line_num,
        ) from error
    return Sheet(name, rows, frozenset(formulas))


def _decoded(data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if marked else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput(
        "csv-encoding",
        _("This file is neither UTF-8 nor GB 18030 text."),
        hint=_("Save it from the spreadsheet program as “CSV UTF-8”, or as .xlsx."),
    )
