"""``{% load board %}``: lines of the board, each drawn once for as long as it says the same.

Most of what a board shows is as it was ten seconds ago. A line is a function of what it shows, so a process remembers
the latest ones by that; when something changes, only the lines that changed are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from duecare.desk.queries.board import Board, Place
from duecare.desk.queries.silence import SilentUnit
from duecare.desk.rules import Counts
from duecare.desk.templatetags.desk import local_clock
from duecare.web import states
from duecare.web.templatetags.duecare import icon, late_by, titled

register = template.Library()

LEGEND = ("discharged", "late", "open", "silent", "lapsed", "waived")
#: A line takes about a kilobyte, a silent unit two.
LINES = 4096
#: Where a line says how long; nothing that is shown can contain it, since it is escaped.
LASTING = SafeString("<!--lasting-->")


@register.simple_tag
def cell(counts: Counts) -> SafeString:
    """Shape, how many of how many, and what is amiss in words."""
    return _cell(counts, get_language())


@register.simple_tag
def grid_lines(board: Board) -> SafeString:
    """The grid's body: a row for each unit."""
    language = get_language()
    query = "" if board.day == board.today else f"?day={board.day.isoformat()}"
    columns = tuple(
        titled(strand) + (f" {local_clock(strand.due_at, board.unit)}" if strand.due_at else "")
        for strand in board.strands
    )
    lines = (_line(row.unit, row.cells, row.itself, columns, query, language) for row in board.rows)
    return SafeString("\n".join(lines))


@register.simple_tag(takes_context=True)
def silent_line(context: Context, silent: SilentUnit) -> SafeString:
    """A silent unit: since when and how long, whom to call, what it owes, and who was told."""
    before, after = _silent_line(Shown(silent), get_language())
    lasting = late_by(context, silent.since) if silent.since else ""
    return SafeString(before + conditional_escape(lasting) + after)


@register.simple_tag
def legend() -> SafeString:
    """What the shapes mean."""
    return format_html_join(
        "",
        '<span class="shape cell-{}">{}{}</span>',
        ((k, icon(states.LOOKS[k].icon), states.LOOKS[k].word) for k in LEGEND),
    )


class Shown:
    """A silent unit, the same as another if a reader is shown the same."""

    __slots__ = ("content", "silent")

    def __init__(self, silent: SilentUnit) -> None:
        self.silent, self.content = silent, silent.content()

    def __hash__(self) -> int:
        return hash(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shown) and self.content == other.content


@lru_cache(maxsize=LINES)
def _cell(counts: Counts, _language: str | None) -> SafeString:
    if counts.hidden:
        return format_html('<span class="cell-few">{}</span>', gettext("under 5"))
    if not counts.state:
        return format_html('<span class="cell-nil">{}</span>', "—")
    look = states.LOOKS[counts.state]
    return format_html(
        '<span class="cell-sum">{}<b>{}</b><span>/{}</span></span><span class="cell-note">{}</span>',
        icon(look.icon),
        counts.discharged,
        counts.expected,
        " · ".join(_notes(counts)) or look.word,
    )


def _notes(counts: Counts) -> Sequence[str]:
    notes = (
        (counts.silent, gettext("%(n)d overdue")),
        (counts.late, gettext("%(n)d late")),
        (counts.waiting, gettext("%(n)d to do")),
        (counts.lapsed, gettext("%(n)d lapsed")),
        (counts.waived, gettext("%(n)d waived")),
    )
    return [words % {"n": n} for n, words in notes if n]


@lru_cache(maxsize=LINES)
def _line(
    unit: Place,
    cells: tuple[Counts, ...],
    itself: bool,
    columns: tuple[str, ...],
    query: str,
    language: str | None,
) -> str:
    """A row of the grid, written out: a template would take ten times as long."""
    name = conditional_escape(titled(unit))
    if itself:
        head = f'<a href="#own">{name}</a> <small>{conditional_escape(gettext("itself"))}</small>'
    else:
        head = f'<a href="{reverse("desk:board", args=[unit.key])}{query}">{name}</a>'
    body = "".join(
        f'<td role="cell" class="cell-{counts.state or "none"}"><span class="cell-name" aria-hidden="true">'
        f"{conditional_escape(column)}</span>{_cell(counts, language)}</td>"
        for column, counts in zip(columns, cells, strict=True)
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{head}</th>{body}</tr>'


@lru_cache(maxsize=LINES)
def _silent_line(shown: Shown, _language: str | None) -> tuple[str, str]:
    """The line before and after how long it has lasted, the one thing in it that changes every minute."""
    context = {"silent": shown.silent, "lasting": LASTING}
    before, _lasting, after = render_to_string("desk/_silent.html", context).partition(LASTING)
    return before, after
