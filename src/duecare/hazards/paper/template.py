"""The workbook to fill in: headings in both languages, lists to choose from, and how to fill it in."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from duecare.hazards.paper.columns import LEDGER, State, in_both
from duecare.hazards.paper.sheets import MOST_LINES
from duecare.hazards.vocabulary import Category, Level

#: Sheets and lists are the same whoever downloads it.
_NOTES = "填写说明 (notes)"
_LISTS = {"category": Category, "level": Level, "state": State}
_DAYS = ("found", "due", "put_right", "closed")
_WIDTHS = {"unit": 14, "place": 20, "category": 28, "level": 18, "text": 48, "state": 28, "number": 22}
_RULES = (
    _("One row for each hazard. Columns with a star are needed in every row."),
    _("The unit's code is that in the list of units. The place is one of the unit's, by name or label code, or empty."),
    _("Write days as 2027-03-05. A hazard that is put right needs its day, one that is closed out both days."),
    _("The number is the one on paper. With it the same file can be taken in again and nothing is doubled."),
    _("Say what is unsafe, not who. There is no column for persons; the ledger names posts only."),
    _("What is overdue comes in overdue, and each row says that it was taken from paper, when and by whom."),
)  # fmt: skip


def template() -> bytes:
    """The workbook as .xlsx, the same for every reader."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    ledger = book.add_worksheet(LEDGER.names[0])
    notes = book.add_worksheet(_NOTES)
    ledger.freeze_panes(1, 1)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    ranges = _notes(notes, book)
    for index, column in enumerate(LEDGER.columns):
        star = " *" if column.required else ""
        ledger.set_column(index, index, _WIDTHS.get(column.field, 16), day if column.field in _DAYS else None)
        ledger.write_string(0, index, f"{column.headings[0]} ({column.headings[1]}){star}", head)
        if column.field in ranges:
            rule = {"validate": "list", "source": ranges[column.field]}
            ledger.data_validation(1, index, MOST_LINES, index, rule)
    book.close()
    return buffer.getvalue()


def _notes(sheet: Any, book: Any) -> dict[str, str]:
    """Write the rules and the lists; where each list stands."""
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 80)
    sheet.set_column(1, len(_LISTS), 32)
    line = 0
    for language in ("zh-hans", "en"):
        with override(language):
            for rule in _RULES:
                sheet.write_string(line, 0, str(rule), wrap)
                line += 1
    ranges = {}
    for index, (field, choices) in enumerate(_LISTS.items(), start=1):
        words = in_both(choices)
        for number, word in enumerate(words):
            sheet.write_string(number, index, word)
        letter = "ABCDEF"[index]
        ranges[field] = f"='{_NOTES}'!${letter}$1:${letter}${len(words)}"
    return ranges
