"""A roster day by day: each watch, and who stands it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from duecare.duty.queries.grids import Board, Day, days, look_of
from duecare.duty.rules.terms import kind_parts, post_of, shift_of, span
from duecare.web.templatetags.duecare import titled


@dataclass(frozen=True, slots=True)
class Stander:
    """Who stands a watch; ``assignment``: by what, so that it can be passed on; None in a draft or once it is over."""

    name: str
    assignment: uuid.UUID | None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Crew:
    """Who stands a post of a watch, and how many are missing."""

    post: str
    people: list[Stander]
    missing: int


@dataclass(frozen=True, slots=True)
class Watch:
    """A watch of a day as it is read."""

    shift: str
    look: str
    starts_at: datetime
    ends_at: datetime
    site: str
    crews: list[Crew]

    @property
    def missing(self) -> int:
        """How many are missing."""
        return sum(crew.missing for crew in self.crews)


def by_day(board: Board) -> list[tuple[Day, list[Watch]]]:
    """Every day with its watches."""
    standing: dict[tuple[int, str], list[Stander]] = defaultdict(list)
    holding = {} if board.drafted else {(str(a.watchkeeper_id), a.day): a.id for a in board.facts.assignments}
    for person, day, kind in board.roster.watches():
        held = holding.get((person, board.problem.day_of(day)))
        standing[day, kind].append(Stander(board.names.people.get(person, "—"), held))
    asked: dict[int, list[str]] = defaultdict(list)
    for day, kind in {**board.problem.needs, **dict.fromkeys(standing)}:
        if kind not in asked[day]:
            asked[day].append(kind)
    return [(day, _watches(board, day, asked[day.n], standing)) for day in days(board)]


def _watches(
    board: Board, day: Day, kinds: Sequence[str], standing: dict[tuple[int, str], list[Stander]]
) -> list[Watch]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind in kinds:
        site, shift, _post = kind_parts(kind)
        groups[site, shift].append(kind)
    found = []
    for (site, shift), those in groups.items():
        starts_at, ends_at = span(board.facts.terms, shift, day.date)
        crews = []
        for kind in sorted(those, key=lambda kind: _rank(board, kind)):
            people = standing.get((day.n, kind), [])
            need = board.problem.needs.get((day.n, kind))
            missing = max(0, (need.wanted if need else 0) - len(people))
            crews.append(Crew(titled(post_of(board.facts.terms, kind_parts(kind)[2])), people, missing))
        where = titled(board.facts.sites[site]) if site else ""
        title = titled(shift_of(board.facts.terms, shift))
        found.append(Watch(title, look_of(board, those[0]), starts_at, ends_at, where, crews))
    return sorted(found, key=lambda watch: (watch.starts_at, watch.site))


def _rank(board: Board, kind: str) -> int:
    return [post["key"] for post in board.facts.terms["posts"]].index(kind_parts(kind)[2])
