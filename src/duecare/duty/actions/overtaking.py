"""Ending what a change of the roster leaves without an object."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duecare.duty.actions.requests import tell
from duecare.duty.actions.telling import watches_in_words
from duecare.duty.models import Assignment, Swap
from duecare.obligations import actions as kernel
from duecare.orgs.rules import SYSTEM, Actor


def overtake(*, ended: Sequence[Assignment], sparing: uuid.UUID | None, by: Actor, at: datetime) -> int:
    """End the open swaps of watches that have ended, and what was owed about them; returns how many.

    :param sparing: a swap that goes on.
    """
    ids = [assignment.id for assignment in ended]
    swaps = Swap.objects.filter(Q(given__in=ids) | Q(wanted__in=ids), ended_at=None)
    if sparing is not None:
        swaps = swaps.exclude(id=sparing)
    overtaken = list(swaps.select_related("obligation", "given", "accepted_by", "roster__arrangement"))
    for swap in overtaken:
        swap.ended_at, swap.ended_as, swap.ended_by = at, "overtaken", by.user_id
        swap.save(update_fields=["ended_at", "ended_as", "ended_by"])
        if swap.obligation is not None and swap.obligation.closed_at is None:
            why = _("The roster was changed meanwhile.")
            kernel.waive(obligation_id=swap.obligation.id, by=SYSTEM, at=at, why=why)
        _tell(swap, by, at)
    return len(overtaken)


def _tell(swap: Swap, by: Actor, at: datetime) -> None:
    people = swap.parties - {by.user_id}
    said = (
        gettext_lazy("An offer came to nothing: %(roster)s"),
        gettext_lazy("%(given)s\nThe roster was changed meanwhile; look at what you stand now."),
    )
    tell(swap.roster, people, f"swap/{swap.id}/overtaken", said, at,
         given=lambda: watches_in_words(swap.roster, [swap.given]))  # fmt: skip
