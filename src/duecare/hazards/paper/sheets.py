"""Finding the ledger in a file: one visible sheet with its headings, no columns about persons, not too many rows."""

from __future__ import annotations

import io
from dataclasses import replace

import python_calamine
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput
from duecare.hazards.paper.columns import LEDGER, about_persons
from duecare.orgs.importing import tables
from duecare.orgs.importing.columns import tidy
from duecare.orgs.importing.findings import Problems, Sheet, column_letter
from duecare.orgs.importing.tables import Reader

MOST_LINES = 20_000


def reader_of(data: bytes, name: str, problems: Problems) -> tuple[Reader | None, list[str]]:
    """A reader of the ledger's sheet, and the headings of columns that are not taken in.

    :raises BadInput: the file can't be read, is too long, or has a hidden sheet.
    """
    sheets = [sheet for sheet in tables.sheets_of(data, name) if sheet.rows]
    _refuse_hidden(data, {sheet.name for sheet in sheets})
    named = [sheet for sheet in sheets if tidy(sheet.name) in {tidy(n) for n in LEDGER.names}]
    fitting = named or [sheet for sheet in sheets if _fits(sheet)]
    if not fitting:
        _say_none(sheets, name, problems)
        return None, []
    if len(fitting) > 1:
        raise BadInput(
            "two-ledgers",
            _("Several sheets look like a ledger: %(names)s."),
            hint=_("Take in one at a time: delete the others, or call one “隐患台账”."),
            names="、".join(sheet.name for sheet in fitting),
        )
    sheet = fitting[0]
    if len(sheet.rows) > MOST_LINES + 1:
        raise BadInput(
            "ledger-too-long",
            _("This ledger has %(rows)s rows; at most %(most)s are taken in at once."),
            hint=_("Split the file."),
            rows=len(sheet.rows) - 1,
            most=MOST_LINES,
        )
    reader = Reader(LEDGER, _on_one_line(sheet), problems)
    return reader, _other_columns(reader)


def _refuse_hidden(data: bytes, filled: set[str]) -> None:
    if not data.startswith(b"PK"):
        return
    book = python_calamine.load_workbook(io.BytesIO(data))
    for sheet in book.sheets_metadata:
        if sheet.visible != python_calamine.SheetVisibleEnum.Visible and sheet.name in filled:
            raise BadInput(
                "hidden-sheet",
                _("The sheet “%(name)s” is hidden."),
                hint=_("Show it or delete it: nothing is taken in that cannot be seen."),
                name=sheet.name,
            )


def _fits(sheet: Sheet) -> bool:
    known, needed = LEDGER.fields(), {column.field for column in LEDGER.columns if column.required}
    return needed <= {known[tidy(text)].field for text in sheet.rows[0][1] if tidy(text) in known}


def _say_none(sheets: list[Sheet], name: str, problems: Problems) -> None:
    """One sheet is taken for the ledger, so that its missing headings are named; of several none is guessed."""
    if len(sheets) == 1:
        list(Reader(LEDGER, sheets[0], problems).rows())
        return
    raise BadInput(
        "no-ledger",
        _("No ledger was found in %(name)s."),
        hint=_("Call its sheet 隐患台账, with the headings in its first row; the template has them all."),
        name=name or "-",
    )


def _on_one_line(sheet: Sheet) -> Sheet:
    """The sheet with the line breaks that people set in cells as spaces."""
    return replace(
        sheet, rows=[(n, [" ".join(text.split("\n")) for text in texts]) for n, texts in sheet.rows]
    )


def _other_columns(reader: Reader) -> list[str]:
    """Headings that the ledger does not know; one about persons is a problem, by the charter, rule 1."""
    known, found = LEDGER.fields(), []
    number, texts = reader.sheet.rows[0]
    for index, text in enumerate(texts):
        if not text or tidy(text) in known:
            continue
        if about_persons(text):
            reader.places[text] = (index, text)
            reader.report(
                number, text,
                _("The charter, rule 1, rules out a column about persons: the ledger says what is unsafe, not who."),
                _("Delete column %(letter)s. Which post answers for a major hazard is said in its commitments."),
                letter=column_letter(index),
            )  # fmt: skip
            del reader.places[text]
        else:
            found.append(text)
    return found
