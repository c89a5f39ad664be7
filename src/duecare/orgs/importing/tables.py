"""From sheets to rows of fields, with every cell that cannot stand noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Text
from duecare.orgs.importing import columns, delimited, xlsx
from duecare.orgs.importing.columns import Column, Table, tidy
from duecare.orgs.importing.findings import MOST_BYTES, Problem, Problems, Sheet, column_letter


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands and its texts by field."""

    number: int
    texts: dict[str, str]

    def __getitem__(self, field: str) -> str:
        return self.texts.get(field, "")


class Reader:
    """Reads one table of one sheet and knows how to name a cell of it."""

    def __init__(self, table: Table, sheet: Sheet, problems: Problems) -> None:
        self.table, self.sheet, self.problems = table, sheet, problems
        self.places: dict[str, tuple[int, str]] = {}
        self.formulas: dict[int, set[int]] = {}
        for row, index in sheet.formulas:
            self.formulas.setdefault(row, set()).add(index)

    def report(self, row: int, field: str, what: Text, mend: Text, **params: object) -> None:
        """Note a problem at a row's cell; an empty field means the row, row 0 the sheet."""
        index, heading = self.places.get(field, (-1, ""))
        letter = column_letter(index) if index >= 0 else ""
        self.problems.add(Problem(self.sheet.name, row, letter, heading, what, mend, params))

    def rows(self) -> Iterator[Row]:
        """Every row below the headings; problems of headings, formulas, merged cells and lengths are noted."""
        if not self._place_columns():
            return
        first = self.sheet.rows[0][0]
        for at_row, index in self.sheet.merged:
            self._report_cell(
                at_row,
                index,
                _("These cells are merged."),
                _("Unmerge them and write the value in each row."),
            )
        ours = {i for i, _h in self.places.values()}
        for number, texts in self.sheet.rows[1:]:
            row = Row(number, {f: texts[i] if i < len(texts) else "" for f, (i, _h) in self.places.items()})
            if any(row.texts.values()) or ours & self.formulas.get(number, set()):
                self._check_cells(row)
                yield row
        for at_row, index in sorted(self.sheet.formulas):
            if at_row <= first or index not in ours:
                self._report_formula(at_row, index)

    def _place_columns(self) -> bool:
        known, seen = self.table.fields(), set()
        for index, text in enumerate(self.sheet.rows[0][1]):
            column = known.get(tidy(text))
            if column is None:
                continue
            if column.field in seen:
                self.report(
                    self.sheet.rows[0][0], "", _("The column “%(heading)s” stands here twice."), _("Delete one."),
                    heading=text,
                )  # fmt: skip
                continue
            seen.add(column.field)
            self.places[column.field] = (index, text)
        missing = [c for c in self.table.columns if c.required and c.field not in seen]
        for column in missing:
            self.report(
                self.sheet.rows[0][0], "", _("There is no column “%(heading)s”."),
                _("Write this heading in the first row; %(others)s will do as well."),
                heading=column.headings[0], others="、".join(column.headings[1:3]),
            )  # fmt: skip
        return not missing

    def _check_cells(self, row: Row) -> None:
        formulas = self.formulas.get(row.number, set())
        for column in self.table.columns:
            if column.field in self.places:
                self._check_cell(row, column, formulas)

    def _check_cell(self, row: Row, column: Column, formulas: set[int]) -> None:
        text = row[column.field]
        if self.places[column.field][0] in formulas:
            self._report_formula(row.number, self.places[column.field][0])
        elif column.required and not text:
            self.report(row.number, column.field, _("This cell is empty."), _("Every row needs it."))
        elif len(text) > column.most:
            self.report(
                row.number, column.field, _("This has %(length)s characters."), _("At most %(most)s fit."),
                length=len(text), most=column.most,
            )  # fmt: skip
        elif any(ord(c) < 32 or ord(c) == 127 for c in text):
            self.report(
                row.number, column.field, _("This holds a line break or another control character."),
                _("Write it in one line."),
            )  # fmt: skip

    def _report_formula(self, row: int, index: int) -> None:
        self._report_cell(
            row,
            index,
            _("A formula stands in this cell."),
            _("Write the value itself: copy, then paste as values."),
        )

    def _report_cell(self, row: int, index: int, what: Text, mend: Text) -> None:
        heading = next((h for i, h in self.places.values() if i == index), "")
        self.problems.add(Problem(self.sheet.name, row, column_letter(index), heading, what, mend))


def sheets_of(data: bytes, name: str) -> list[Sheet]:
    """The tables of a file, by what its bytes say, not its name.

    :raises BadInput: when nothing can be read from it.
    """
    if not data:
        raise BadInput("empty", _("This file is empty."))
    if len(data) > MOST_BYTES:
        raise xlsx.too_big()
    if data.startswith(b"PK"):
        return xlsx.read(data)
    if data.startswith(b"\xd0\xcf\x11\xe0") or name.lower().endswith((".xlsx", ".xls")):
        raise xlsx.unreadable()
    return [delimited.read(data, name or "csv")]


def reader_for(table: Table, sheets: list[Sheet], problems: Problems) -> Reader | None:
    """The sheet that holds the table: by its name, else by its headings; None when there is none."""
    filled = [sheet for sheet in sheets if sheet.rows]
    named = [sheet for sheet in filled if tidy(sheet.name) in {tidy(n) for n in table.names}]
    if named:
        return Reader(table, named[0], problems)
    other = columns.PEOPLE if table is columns.UNITS else columns.UNITS
    for sheet in filled:
        if tidy(sheet.name) not in {tidy(n) for n in other.names} and _fits(sheet, table) > _fits(
            sheet, other
        ):
            return Reader(table, sheet, problems)
    return None


def _fits(sheet: Sheet, table: Table) -> int:
    known = table.fields()
    found = {known[tidy(t)].field for t in sheet.rows[0][1] if tidy(t) in known}
    needed = {c.field for c in table.columns if c.required}
    return len(found) if needed <= found else 0
