"""The duty table as it hangs on the wall, and the same as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duecare.duty.queries.day_by_day import Watch, by_day
from duecare.duty.queries.grids import Board, Day, days, rows
from duecare.duty.queries.naming import Names
from duecare.web import moments
from duecare.web.templatetags.duecare import in_zone, titled

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GRID_COLUMNS = 2
_LOOKS = {"s0": "#FFF1C9", "s1": "#D8E2F4", "s2": "#DDEFD9", "s3": "#F1DDEB", "leave": "#EEEEEE"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the duty table: one watch; the first of a day says how many lines the day has."""

    day: Day
    span: int
    watch: Watch
    cells: list[str]


def lines(board: Board) -> list[Line]:
    """The duty table, with who stands each post."""
    found = []
    for day, watches in by_day(board):
        for n, watch in enumerate(watches):
            cells = [_people([who.name for who in crew.people], crew.missing) for crew in watch.crews]
            found.append(Line(day, len(watches) if n == 0 else 0, watch, cells))
    return found


def posts(board: Board) -> list[str]:
    """The heads of the columns of posts."""
    asked = {need["post"] for need in board.facts.terms["needs"]}
    return [titled(post) for post in board.facts.terms["posts"] if post["key"] in asked]


def phones(board: Board) -> list[tuple[str, str]]:
    """The sites' own telephones, which everybody may see; never a person's."""
    return [(titled(unit), unit.phone) for unit in board.facts.sites.values() if unit.phone]


def workbook(board: Board, file: IO[bytes], title: str, note: str) -> None:
    """Two sheets: the duty table as it is printed, and the grid, which can be edited and read back."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    _table(book, board, title, note)
    _grid(book, board)
    book.close()


def _table(book: Any, board: Board, title: str, note: str) -> None:
    sheet = book.add_worksheet(_("Duty table"))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    heads = [_("Date"), _("Weekday"), _("Watch"), _("Time of day"), *posts(board)]
    for column, width in enumerate([14, 8, 10, 14, *([22] * len(posts(board)))]):
        sheet.set_column(column, column, width)
    big = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#EFECE2"})
    cell = book.add_format({"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
    sheet.merge_range(0, 0, 0, len(heads) - 1, neutral(title), big)
    for column, text in enumerate(heads):
        sheet.write_string(1, column, neutral(text), head)
    sheet.repeat_rows(0, 1)
    line = 2
    for line, one in enumerate(lines(board), 2):
        texts = [
            one.day.date.isoformat(),
            _weekday(one.day),
            one.watch.shift,
            hours(board, one.watch),
            *one.cells,
        ]
        for column, text in enumerate(texts):
            sheet.write_string(line, column, neutral(text), cell)
    for offset, text in enumerate([note, *(f"{name}: {phone}" for name, phone in phones(board))], 2):
        sheet.write_string(line + offset, 0, neutral(text))


def _grid(book: Any, board: Board) -> None:
    """People by days; the first row and column name both so that they are found again when it is read back."""
    sheet = book.add_worksheet(_("Grid"))
    head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#EFECE2"})
    off = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#F6D9D3"})
    looks = {
        look: book.add_format({"border": 1, "align": "center", "bg_color": colour})
        for look, colour in _LOOKS.items()
    }
    looks["free"] = book.add_format({"border": 1, "align": "center"})
    sheet.freeze_panes(1, GRID_COLUMNS)
    sheet.set_column(0, 1, 14)
    sheet.write_string(0, 0, _("Sign-in name"), head)
    sheet.write_string(0, 1, pgettext("person", "Name"), head)
    for column, day in enumerate(days(board), GRID_COLUMNS):
        sheet.set_column(column, column, 12)
        sheet.write_string(
            0, column, day.date.isoformat(), off if day.mark and day.kind != "makeup" else head
        )
    for line, row in enumerate(rows(board), 1):
        sheet.write_string(line, 0, neutral(row.keeper.user.username), head)
        sheet.write_string(line, 1, neutral(row.keeper.user.name), head)
        for column, spot in enumerate(row.spots, GRID_COLUMNS):
            text = spot.words if spot.kind or spot.look == "leave" else ""
            sheet.write_string(line, column, neutral(text), looks[spot.look])


def neutral(text: str) -> str:
    """The text, one that a spreadsheet would take for a formula made plain by an apostrophe."""
    return f"'{text}" if text.startswith(_STARTS) else text


def hours(board: Board, watch: Watch) -> str:
    """From when to when, local: 20:00–08:00."""
    ends = (in_zone(at, board.zone) for at in (watch.starts_at, watch.ends_at))
    return "–".join(moments.clock_time(at) for at in ends)


def _weekday(day: Day) -> str:
    return f"{moments.weekday(day.date)} {day.mark}".strip()


def _people(people: Sequence[str], missing: int) -> str:
    said = _("、").join(sorted(people))
    if missing:
        empty = _("%(count)s missing") % {"count": missing}
        return _("%(people)s (%(empty)s)") % {"people": said, "empty": empty}
    return said


def labels(names: Names) -> dict[str, str]:
    """Kinds by what a cell of the grid may say: their words or their ids, in lower case."""
    return {text.casefold(): kind for kind, words in names.kinds.items() for text in (words, kind)}


def span_said(first: date, last: date) -> str:
    """From when to when, as a heading."""
    return f"{moments.long_day(first)} – {moments.long_day(last)}"
