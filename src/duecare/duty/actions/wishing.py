"""What a watchkeeper would like."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, NotAllowed, TooLate
from duecare.duty.actions.assignments import hold
from duecare.duty.models import Roster, Watchkeeper, Wish
from duecare.duty.rules.terms import watches_on
from duecare.orgs.rules import Actor

#: Wishes of one person for one period: few, so that each weighs something.
MOST_WISHES = 12
HEAVIEST = 3


@transaction.atomic
def wish(
    *, roster_id: uuid.UUID, day: date, shift: str, wants: bool, weight: int, by: Actor, at: datetime
) -> Wish:
    """Wish to stand a shift on a day (any, if empty), or not to; a later wish for the same takes the place of it.

    No reason is asked for or kept. Only the person wishes.

    :raises NotAllowed: ``by`` does not stand watches of this roster.
    :raises BadInput: the day or shift is none of the period's.
    :raises Conflict: there are :data:`MOST_WISHES` already.
    """
    roster, keeper = _own(roster_id, by)
    planned = watches_on(roster.arrangement.terms, day) if _within(roster, day) else []
    if not planned or (shift and shift not in {watch.shift for watch in planned}):
        raise BadInput("duty.wish-day", _("There is no such watch in the period."), where="day")
    if planned[0].starts_at <= at:
        raise TooLate("duty.wish-late", _("This day has begun."))
    if not 1 <= weight <= HEAVIEST:
        raise BadInput("duty.wish-weight", _("A wish weighs 1, 2 or 3."), where="weight")
    others = keeper.wishes.exclude(day=day, shift=shift)
    if others.count() >= MOST_WISHES:
        raise Conflict(
            "duty.wishes",
            _("These are %(most)s wishes already."),
            hint=_("Take one back first: few wishes can be met, many can't."),
            most=MOST_WISHES,
        )
    keeper.wishes.filter(day=day).exclude(shift=shift).filter(
        **({} if shift == "" else {"shift": ""})
    ).delete()
    return Wish.objects.update_or_create(
        watchkeeper=keeper,
        day=day,
        shift=shift,
        defaults={"wants": wants, "weight": weight, "wished_at": at},
    )[0]


@transaction.atomic
def take_back(*, roster_id: uuid.UUID, wish_id: uuid.UUID, by: Actor) -> None:
    """Take a wish back. Taking it back again changes nothing."""
    _roster, keeper = _own(roster_id, by)
    keeper.wishes.filter(id=wish_id).delete()


def _within(roster: Roster, day: date) -> bool:
    terms = roster.arrangement.terms
    return bool(terms["first"] <= day.isoformat() <= terms["last"])


def _own(roster_id: uuid.UUID, by: Actor) -> tuple[Roster, Watchkeeper]:
    roster = hold(roster_id)
    keeper = roster.watchkeepers.filter(user_id=by.user_id, left_at=None).first() if by.user_id else None
    if keeper is None:
        raise NotAllowed("duty.not-yours", _("You do not stand watches of this roster."))
    return roster, keeper
