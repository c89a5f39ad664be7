"""What the reader owes: late, due today, next; and what is silent within reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from duecare.desk.queries.board import RIGHT as BOARD
from duecare.desk.queries.story import link_to
from duecare.desk.rules import when
from duecare.obligations import kinds
from duecare.obligations import queries as kernel
from duecare.obligations.models import Obligation
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

#: How far ahead "next" looks.
AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Item:
    """A duty of the reader's, and where it is done."""

    row: Obligation
    link: str
    icon: str
    kind: Any
    open: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """The page a day begins with.

    :param watched: the unit whose board the reader may see, with how many duties are silent there; None without one.
    """

    late: Sequence[Item]
    today: Sequence[Item]
    next: Sequence[Item]
    watched: Unit | None
    silent: int

    @property
    def nothing(self) -> bool:
        """Whether nothing is owed at all."""
        return not (self.late or self.today or self.next)


def inbox(by: Actor, at: datetime) -> Inbox:
    """What the reader owes now. A fixed number of statements."""
    groups: dict[str, list[Item]] = {"late": [], "today": [], "next": []}
    for row in kernel.owed_by(by, at):
        kind = kinds.get(row.kind)
        opened = row.opened_at is not None or row.opens_at <= at
        groups[when(row, at, row.debtor.zone)].append(Item(row, link_to(row), kind.icon, kind.label, opened))
    for items in groups.values():
        items.sort(key=lambda item: (item.row.due_at, item.row.debtor.lineage))
    watched = _watched(by)
    silent = kernel.count_silent(by, watched) if watched else 0
    return Inbox(groups["late"], groups["today"], groups["next"], watched, silent)


def _watched(by: Actor) -> Unit | None:
    wide = rights.lineages(by, BOARD)
    return Unit.objects.filter(lineage__in=wide).order_by("lineage").first() if wide else None
