"""A watchkeeper's own wishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duecare.duty.models import Roster, Watchkeeper, Wish
from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class WishPage:
    """What somebody wishes of one roster, and between which days one may wish."""

    roster: Roster
    keeper: Watchkeeper
    wishes: list[Wish]
    first: date
    last: date


def wishes_of(by: Actor) -> list[WishPage]:
    """Of every roster that ``by`` stands watches of and whose plan is in force. Nobody sees another's."""
    if by.user_id is None:
        return []
    keepers = Watchkeeper.objects.filter(
        user_id=by.user_id, left_at=None, roster__arrangement__ended_at=None
    ).select_related("roster__arrangement", "roster__keeper")
    pages = []
    for keeper in keepers.prefetch_related("wishes").order_by("joined_at"):
        terms = keeper.roster.arrangement.terms
        first, last = (date.fromisoformat(terms[name]) for name in ("first", "last"))
        wishes = sorted(keeper.wishes.all(), key=lambda wish: (wish.day, wish.shift))
        pages.append(WishPage(keeper.roster, keeper, wishes, first, last))
    return pages
