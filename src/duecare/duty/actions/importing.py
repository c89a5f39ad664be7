"""Reading the grid sheet of a roster's workbook back into a draft."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from duecare.core.errors import BadInput
from duecare.duty.actions.drafting import add_draft
from duecare.duty.actions.keeping import hold_to_keep
from duecare.duty.models import Draft, Roster
from duecare.duty.queries.grids import board_of
from duecare.duty.queries.naming import names_of
from duecare.duty.queries.printing import GRID_COLUMNS, labels
from duecare.duty.rules.model import Problem
from duecare.orgs.importing import xlsx
from duecare.orgs.importing.findings import Sheet, column_letter
from duecare.orgs.rules import Actor

#: A longer file is not read.
MOST_BYTES = 5_000_000
MOST_COLUMNS = GRID_COLUMNS + 400
#: Mistakes listed one by one; more are counted.
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Mistake:
    """What has to be mended and where: a cell such as F7."""

    place: str
    what: str


@dataclass(slots=True)
class Read:
    """What a sheet came to. With a single mistake nothing of it is used."""

    cells: dict[str, list[str]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


@transaction.atomic
def read_back(
    *, roster_id: uuid.UUID, data: bytes, by: Actor, at: datetime
) -> tuple[Draft | None, list[Mistake]]:
    """Make a draft of the grid sheet, or say everything that is wrong with it and make nothing.

    People who are not in it keep what they have. Broken rules are no mistakes here: the draft shows them.

    :raises BadInput: it is no workbook, or too big, or has no grid.
    """
    roster, _post = hold_to_keep(roster_id, by)
    if len(data) > MOST_BYTES:
        raise xlsx.too_big()
    board = board_of(roster, at)
    sheets = xlsx.read(data, MOST_COLUMNS)
    found = _Reader(board.problem, _labels(roster), _people(roster)).read(_grid_of(sheets, board.problem))
    if found.mistakes:
        return None, found.mistakes
    cells = {**{person: list(row) for person, row in board.roster.cells.items()}, **found.cells}
    return add_draft(roster=roster, cells=cells, source="file", by=by, at=at), []


def _labels(roster: Roster) -> dict[str, str]:
    """What a cell may say, in either language, whatever the sheet was written in."""
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with override(language):
            found |= labels(names_of(roster))
            found |= dict.fromkeys((_("free").casefold(), _("on leave").casefold()), "")
    return found


def _people(roster: Roster) -> Mapping[str, str]:
    keepers = roster.watchkeepers.filter(left_at=None).select_related("user")
    return {keeper.user.username: str(keeper.id) for keeper in keepers}


def _grid_of(sheets: Sequence[Sheet], problem: Problem) -> Sheet:
    """The sheet whose first row holds days of the period."""
    for sheet in sheets:
        heads = sheet.rows[0][1] if sheet.rows else []
        if any(_day(text, problem) is not None for text in heads[GRID_COLUMNS:]):
            return sheet
    raise BadInput(
        "duty.no-grid",
        _("No sheet of this file has days of the period in its first row."),
        hint=_("Use the sheet “Grid” of the workbook that the roster's page gives."),
    )


def _day(text: str, problem: Problem) -> int | None:
    try:
        day = (date.fromisoformat(text.strip()) - problem.first).days
    except ValueError:
        return None
    return day if day in problem.days else None


class _Reader:
    """Reads one grid, noting every mistake."""

    def __init__(self, problem: Problem, kinds: Mapping[str, str], people: Mapping[str, str]) -> None:
        self.problem, self.kinds, self.people = problem, kinds, people
        self.found = Read()

    def read(self, sheet: Sheet) -> Read:
        """:returns: cells, or mistakes."""
        (first, heads), *body = sheet.rows
        days = dict(self._days(first, heads))
        for number, texts in body:
            self._row(sheet, number, texts, days)
        return self.found

    def _days(self, first: int, heads: Sequence[str]) -> Iterator[tuple[int, int]]:
        seen: set[int] = set()
        for column, text in enumerate(heads[GRID_COLUMNS:], GRID_COLUMNS):
            if not text:
                continue
            day = _day(text, self.problem)
            if day is None:
                self._wrong(first, column, _("“%(text)s” is no day of the period.") % {"text": text})
            elif day in seen:
                self._wrong(first, column, _("This day is there twice."))
            else:
                seen.add(day)
                yield column, day

    def _row(self, sheet: Sheet, number: int, texts: Sequence[str], days: Mapping[int, int]) -> None:
        username = texts[0].strip().casefold() if texts else ""
        person = self.people.get(username)
        if person is None:
            self._wrong(number, 0, _("“%(text)s” stands no watches of this roster.") % {"text": username})
            return
        if person in self.found.cells:
            self._wrong(number, 0, _("This person is there twice."))
            return
        row = [""] * len(self.problem.day_types)
        for column, day in days.items():
            text = texts[column].strip() if column < len(texts) else ""
            if (number, column) in sheet.formulas:
                self._wrong(number, column, _("Here is a formula; write the watch itself."))
            else:
                row[day] = self._kind(number, column, text, day)
        self.found.cells[person] = row

    def _kind(self, number: int, column: int, text: str, day: int) -> str:
        if not text:
            return ""
        kind = self.kinds.get(text.casefold())
        if kind is None:
            self._wrong(number, column, _("There is no watch called “%(text)s”.") % {"text": text})
        elif kind and (day, kind) not in self.problem.needs:
            self._wrong(number, column, _("There is no such watch on this day."))
        return kind or ""

    def _wrong(self, row: int, column: int, what: str) -> None:
        self.found.mistakes.append(Mistake(f"{column_letter(column)}{row}", what))
