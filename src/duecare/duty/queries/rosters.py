"""The pages of a roster: as it stands, and its drafts."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext

from duecare.core.errors import NotAllowed, NotFound
from duecare.duty.models import Draft, Edition, Roster, Search, Watchkeeper
from duecare.duty.queries import reach
from duecare.duty.queries.comparing import Shift, shifts
from duecare.duty.queries.grids import Board, Day, Row, Spot, board_of, days, keeper_at, look_of, rows
from duecare.duty.queries.problems import roster_now
from duecare.duty.queries.reach import find_draft
from duecare.duty.rules.cells import as_cells, differences, still_ahead
from duecare.duty.rules.checking import Breach, breaches
from duecare.duty.rules.model import Cell
from duecare.orgs.models import User
from duecare.orgs.rules import Actor

#: Sentences about broken rules shown on a page; more are counted.
MOST_SAID = 40


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over every page of a roster."""

    roster: Roster
    may_keep: bool
    edition: Edition | None
    searching: Search | None

    @property
    def terms(self) -> dict[str, object]:
        """What has to be manned."""
        return dict(self.roster.arrangement.terms)


@dataclass(frozen=True, slots=True)
class RosterPage:
    """A roster as it stands now.

    :param said: sentences about rules that are broken from here on.
    """

    head: Head
    board: Board
    days: list[Day]
    rows: list[Row]
    said: list[str]
    drafts: list[Draft]
    editions: list[Edition]
    last_search: Search | None


@dataclass(frozen=True, slots=True)
class Option:
    """What somebody could stand on a day, and what would then be wrong."""

    kind: str
    words: str
    look: str
    chosen: bool
    said: list[str]
    full: str


@dataclass(frozen=True, slots=True)
class Editing:
    """One cell chosen to be set."""

    keeper: Watchkeeper
    day: int
    date: date
    spot: Spot
    options: list[Option]


@dataclass(slots=True)
class DraftPage:
    """A draft as it is now.

    :param said: sentences about rules that are broken, and ``more``: how many are not said.
    :param changes: what publishing it would change.
    :param moved: what has changed in the roster since it was drawn up.
    """

    head: Head
    draft: Draft
    board: Board
    days: list[Day]
    rows: list[Row]
    said: list[str] = field(default_factory=list)
    more: int = 0
    blocked: bool = False
    changes: list[Shift] = field(default_factory=list)
    stale: bool = False
    moved: list[Shift] = field(default_factory=list)
    editing: Editing | None = None
    made_by: str = ""


def head_of(by: Actor, roster_id: uuid.UUID, *, keep: bool = False) -> Head:
    """The roster, when ``by`` may see it.

    :param keep: whether they must keep it.
    :raises NotFound: they may not know of it.
    :raises NotAllowed: they may see it but not keep it.
    """
    roster = reach.roster_for(by, roster_id)
    may_keep = reach.keeps(by, roster)
    if keep and not may_keep:
        raise NotAllowed("no-right", gettext("None of your posts may do this for that unit."))
    edition = roster.editions.order_by("-number").first()
    searching = roster.searches.filter(ended_at=None).first() if may_keep else None
    return Head(roster, may_keep, edition, searching)


def roster_page(by: Actor, roster_id: uuid.UUID, at: datetime) -> RosterPage:
    """A roster as it stands now, for those who see it."""
    head = head_of(by, roster_id)
    board = board_of(head.roster, at)
    broken = still_ahead(board.problem, breaches(board.problem, board.roster)) if head.edition else []
    named = [breach for breach in broken if breach.rule.name != "least"]
    drafts = head.roster.drafts.filter(discarded_at=None, published_at=None).order_by("-number")
    return RosterPage(
        head,
        board,
        days(board),
        rows(board, _cells(named)),
        [board.names.breach(board.problem, breach) for breach in named[:MOST_SAID]],
        list(drafts[:20]) if head.may_keep else [],
        list(head.roster.editions.order_by("-number")[:50]),
        head.roster.searches.exclude(ended_at=None).order_by("-asked_at").first() if head.may_keep else None,
    )


def draft_page(by: Actor, roster_id: uuid.UUID, number: int, at: datetime, place: str = "") -> DraftPage:
    """A draft, for those who keep the roster.

    :param place: the cell chosen to be set: ``row.day``.
    """
    head = head_of(by, roster_id, keep=True)
    draft = find_draft(head.roster, number)
    board = board_of(head.roster, at, draft.cells)
    broken = still_ahead(board.problem, breaches(board.problem, board.roster))
    named = [breach for breach in broken if breach.rule.name != "least"]
    now = as_cells(roster_now(head.roster))
    changed = differences(now, as_cells(board.roster))
    marked: list[Cell] = [(one.person, one.day) for one in changed] if head.edition else []
    page = DraftPage(head, draft, board, days(board), rows(board, _cells(named), marked))
    page.said = [board.names.breach(board.problem, breach) for breach in named[:MOST_SAID]]
    page.more, page.blocked = max(0, len(named) - MOST_SAID), bool(named)
    page.changes = shifts(board, changed)
    page.stale = draft.based_on != head.roster.revision
    page.moved = shifts(board, differences(draft.base, now)) if page.stale else []
    page.editing = _editing(board, page.rows, place) if place else None
    author = User.objects.filter(id=draft.made_by).first() if draft.made_by else None
    page.made_by = author.name if author else ""
    return page


def _cells(broken: Sequence[Breach]) -> list[Cell]:
    return [(breach.rule.person, day) for breach in broken for day in breach.days if breach.rule.person]


def _editing(board: Board, shown: Sequence[Row], place: str) -> Editing:
    row, _dot, day = place.partition(".")
    if (
        not (row.isdecimal() and day.isdecimal())
        or int(day) not in board.problem.days
        or int(row) >= len(shown)
    ):
        raise NotFound("duty.no-place", gettext("There is no such place in this roster."))
    keeper = keeper_at(board, int(row))
    assert keeper is not None
    spot = shown[int(row)].spots[int(day)]
    options = [] if spot.fixed else _options(board, keeper, int(day), spot.kind)
    return Editing(keeper, int(day), board.problem.day_of(int(day)), spot, options)


def _options(board: Board, keeper: Watchkeeper, day: int, chosen: str) -> list[Option]:
    person = str(keeper.id)
    before = set(breaches(board.problem, board.roster, only=[person]))
    fit = [
        kind.id
        for kind in board.problem.kinds
        if (day, kind.id) in board.problem.needs and kind.qualification in keeper.posts
    ]
    found = []
    for kind in ["", *fit]:
        then = board.roster.having({(person, day): kind})
        new = [b for b in breaches(board.problem, then, only=[person]) if b not in before]
        said = [board.names.breach(board.problem, breach) for breach in new] if kind != chosen else []
        words = board.names.kinds[kind] if kind else gettext("free")
        look = look_of(board, kind) if kind else "free"
        found.append(Option(kind, words, look, kind == chosen, said, _full(board, day, kind, chosen)))
    return found


def _full(board: Board, day: int, kind: str, chosen: str) -> str:
    """Whether the watch has who it needs already."""
    if not kind or kind == chosen:
        return ""
    need = board.problem.needs[day, kind]
    count = sum(row[day] == kind for row in board.roster.cells.values())
    return gettext("%(count)s of %(need)s are there") % {"count": count, "need": need.wanted}
