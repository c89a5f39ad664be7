"""Two rosters side by side: who gains and who loses which watch."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.duty.models import Roster
from duecare.duty.queries import reach
from duecare.duty.queries.grids import Board, board_of
from duecare.duty.queries.problems import roster_now
from duecare.duty.queries.reach import find_draft
from duecare.duty.rules.cells import Cells, Difference, as_cells, differences, fitted
from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class Shift:
    """One person's day in two rosters, in words; the words for none are empty."""

    person: str
    day: date
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its name in the address and on the page."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two rosters: by person, and how many watches each gains or loses."""

    roster: Roster
    before: Side
    after: Side
    choices: list[Side]
    people: list[tuple[str, list[Shift], int]]
    board: Board


def shifts(board: Board, found: Sequence[Difference]) -> list[Shift]:
    """Differences in words."""
    return [
        Shift(
            board.names.people.get(one.person, "—"),
            board.problem.day_of(one.day),
            board.names.kinds.get(one.was, one.was),
            board.names.kinds.get(one.now, one.now),
        )
        for one in found
    ]


def compare(by: Actor, roster_id: uuid.UUID, before: str, after: str, at: datetime) -> Comparison:
    """Compare two rosters, each ``now``, ``edition-3`` or ``draft-2``; drafts are for those who keep the roster.

    :raises NotFound: there is no such roster, edition or draft that ``by`` may see.
    """
    roster = reach.roster_for(by, roster_id)
    keeps = reach.keeps(by, roster)
    choices = _choices(roster, keeps)
    sides = {side.key: side for side in choices}
    if before not in sides or after not in sides:
        raise NotFound("duty.no-edition", _("There is no such edition."))
    board = board_of(roster, at, _cells(roster, after))
    old, new = (as_cells(fitted(board.problem, _cells(roster, key))) for key in (before, after))
    if before.startswith("edition") and after.startswith("edition"):
        old, new = ({k: list(v) for k, v in _cells(roster, key).items()} for key in (before, after))
    by_person: dict[str, list[Shift]] = defaultdict(list)
    gain: dict[str, int] = defaultdict(int)
    for one in shifts(board, differences(old, new)):
        by_person[one.person].append(one)
        gain[one.person] += bool(one.now) - bool(one.was)
    people = [(name, changes, gain[name]) for name, changes in sorted(by_person.items())]
    return Comparison(roster, sides[before], sides[after], choices, people, board)


def _choices(roster: Roster, keeps: bool) -> list[Side]:
    found = [Side("now", gettext("As it stands now"))]
    found += [
        Side(f"edition-{number}", gettext("Edition %(number)s") % {"number": number})
        for number in roster.editions.order_by("-number").values_list("number", flat=True)
    ]
    if keeps:
        numbers = roster.drafts.filter(discarded_at=None, published_at=None).order_by("-number")
        found += [
            Side(f"draft-{number}", gettext("Draft %(number)s") % {"number": number})
            for number in numbers.values_list("number", flat=True)
        ]
    return found


def _cells(roster: Roster, key: str) -> Cells:
    what, _dash, number = key.partition("-")
    if what == "draft":
        return dict(find_draft(roster, int(number)).cells)
    if what == "edition":
        return dict(roster.editions.get(number=int(number)).cells)
    return as_cells(roster_now(roster))
