"""What the reader owes: late, due today, next; and what is silent within reach."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from duecare.desk.queries.board import RIGHT as BOARD
from duecare.desk.queries.silence import COUNTED, counted
from duecare.desk.queries.story import link_to
from duecare.desk.rules import when
from duecare.obligations import kinds
from duecare.obligations import queries as kernel
from duecare.obligations.models import Obligation
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.reports.kinds import REPORT

#: How far ahead "next" looks.
AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Item:
    """A duty of the reader's, and where it is done.

    :param sending: which sending a nil report by one tap is, so that a second tap files nothing more; None for what
        can't be done by one tap.
    """

    row: Obligation
    link: str
    icon: str
    kind: Any
    open: bool
    sending: uuid.UUID | None


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
    def shown(self) -> str:
        """How many are silent, for people."""
        return counted(self.silent)

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
        sending = uuid.uuid4() if opened and row.kind == REPORT.key else None
        item = Item(row, link_to(row), kind.icon, kind.label, opened, sending)
        groups[when(row, at, row.debtor.zone)].append(item)
    for items in groups.values():
        items.sort(key=lambda item: (item.row.stands_still, item.row.due_at, item.row.debtor.lineage))
    watched = _watched(by)
    silent = kernel.count_silent(by, watched, COUNTED) if watched else 0
    return Inbox(groups["late"], groups["today"], groups["next"], watched, silent)


def _watched(by: Actor) -> Unit | None:
    wide = rights.lineages(by, BOARD)
    return Unit.objects.filter(lineage__in=wide).order_by("lineage").first() if wide else None
