"""The clock's turn on requests: what came to nothing in time ends, and all of them are forgotten in time."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import erase
from duecare.core.calendar import local_date
from duecare.duty.actions.assignments import hold
from duecare.duty.actions.forgetting import KEPT
from duecare.duty.actions.requests import dropped, tell
from duecare.duty.actions.swapping import end
from duecare.duty.actions.telling import watches_in_words
from duecare.duty.models import Arrangement, Leave, Swap
from duecare.duty.queries.leaves import days_in_words, ends
from duecare.orgs.rules import SYSTEM

#: Leave ends at most a day before or after its date in UTC.
_A_DAY = timedelta(days=1)


def end_requests(at: datetime, until: datetime | None = None) -> int:
    """End offers of which a watch has begun, and refuse leave that nobody decided while it lasted; people are told.

    Two statements when nothing is to be done.

    :returns: 0, since a schedule counts what it makes; nothing is made here.
    """
    del until
    begun = Swap.objects.filter(Q(given__starts_at__lte=at) | Q(wanted__starts_at__lte=at), ended_at=None)
    for swap_id in list(begun.order_by("asked_at").values_list("id", flat=True)):
        _end_swap(swap_id, at)
    waiting = Leave.objects.filter(decided_at=None, withdrawn_at=None, last__lte=(at + _A_DAY).date())
    for leave_id in list(waiting.order_by("asked_at").values_list("id", flat=True)):
        _end_leave(leave_id, at)
    return 0


@transaction.atomic
def _end_swap(swap_id: uuid.UUID, at: datetime) -> None:
    roster = hold(Swap.objects.values_list("roster_id", flat=True).get(id=swap_id))
    swap = Swap.objects.select_related("given", "obligation", "accepted_by").get(id=swap_id)
    if swap.ended_at is not None:
        return
    end(swap, "overtaken", by=SYSTEM, at=at)
    said = (
        _("An offer came to nothing: %(roster)s"),
        _("%(given)s\nThe watch began before it was agreed on."),
    )
    tell(
        roster,
        swap.parties,
        f"swap/{swap.id}/begun",
        said,
        at,
        given=lambda: watches_in_words(roster, [swap.given]),
    )


@transaction.atomic
def _end_leave(leave_id: uuid.UUID, at: datetime) -> None:
    asked = Leave.objects.select_related("watchkeeper").get(id=leave_id)
    roster = hold(asked.watchkeeper.roster_id)
    leave = Leave.objects.select_related("watchkeeper", "obligation").get(id=leave_id)
    if leave.decided_at is not None or leave.withdrawn_at is not None or ends(leave, roster) > at:
        return
    leave.decided_at, leave.granted = at, False
    leave.save(update_fields=["decided_at", "granted"])
    dropped(leave.obligation, at=at, why=str(_("Nobody decided while it could be granted.")))
    said = (
        _("Your leave was not decided: %(roster)s"),
        _("%(days)s. Nobody decided in time, so it is not granted."),
    )
    tell(roster, [leave.watchkeeper.user_id], f"leave/{leave.id}/undecided", said, at,
         days=lambda: days_in_words(leave))  # fmt: skip


def forget_requests(at: datetime, until: datetime | None = None) -> int:
    """Erase who offered, accepted, asked and refused, 90 days after the period; who stood each watch stays.

    One statement when nothing is to be done.

    :returns: 0, since a schedule counts what it makes; nothing is made here.
    """
    del until
    with_requests = Q(rosters__swaps__isnull=False) | Q(rosters__watchkeepers__leaves__isnull=False)
    for arrangement in list(Arrangement.objects.filter(with_requests).distinct()):
        over = date.fromisoformat(arrangement.terms["last"]) + KEPT
        if over < local_date(at, arrangement.terms["zone"]):
            _forget(arrangement, at)
    return 0


@transaction.atomic
def _forget(arrangement: Arrangement, at: datetime) -> None:
    swaps = Swap.objects.filter(roster__arrangement=arrangement)
    leaves = Leave.objects.filter(watchkeeper__roster__arrangement=arrangement)
    for name, rows in (("swap", swaps), ("leave", leaves)):
        ids = list(rows.values_list("id", flat=True))
        rows.filter(id__in=ids).delete()
        erase(root=arrangement.root_id, object_kind=name, object_ids=ids, at=at)
