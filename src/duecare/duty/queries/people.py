"""Who stands the watches of a roster, for those who keep it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from duecare.duty.models import Leave, Watchkeeper
from duecare.duty.queries.candidates import Candidate, candidates
from duecare.duty.queries.rosters import Head, head_of
from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who stands watches, with the leave that is granted."""

    keeper: Watchkeeper
    leaves: list[Leave]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who stands which post, and who could."""

    head: Head
    members: list[Member]
    candidates: list[Candidate]

    @property
    def posts(self) -> list[dict[str, object]]:
        """The arrangement's posts."""
        return list(self.head.roster.arrangement.terms["posts"])

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The people as a form offers them."""
        return [(str(member.keeper.id), member.keeper.user.name) for member in self.members]


def people_page(by: Actor, roster_id: uuid.UUID, at: datetime) -> PeoplePage:
    """The people of a roster, for those who keep it."""
    head = head_of(by, roster_id, keep=True)
    keepers = head.roster.watchkeepers.filter(left_at=None).select_related("user__home")
    leaves: dict[uuid.UUID, list[Leave]] = defaultdict(list)
    last = head.roster.arrangement.terms["first"]
    for leave in Leave.objects.filter(
        watchkeeper__in=keepers, granted=True, withdrawn_at=None, last__gte=last
    ).order_by("first"):
        leaves[leave.watchkeeper_id].append(leave)
    order = [post["key"] for post in head.roster.arrangement.terms["posts"]]
    members = [
        Member(keeper, leaves[keeper.id]) for keeper in keepers.order_by("joined_at", "user__username")
    ]
    members.sort(key=lambda member: min(map(order.index, member.keeper.posts), default=99))
    return PeoplePage(head, members, candidates(head.roster, at))
