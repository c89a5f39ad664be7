"""Doing what is owed."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict, TooLate
from duecare.obligations.actions.traces import add_deltas, delta, happened, hold_open
from duecare.obligations.models import Happening, Obligation
from duecare.obligations.rules import ending
from duecare.orgs.rules import Actor


def discharge(*, obligation_id: uuid.UUID, by: Actor, at: datetime, why: str = "") -> Obligation:
    """End a duty as done. It is late when it arrived after the due time, whether or not the clock has been there.

    The module whose act this is checks the right and writes the record: the two belong in one transaction.

    :param at: when the request came in.
    :raises Conflict: it has ended, or has not opened yet.
    :raises TooLate: it is of a kind that lapses, and closed before ``at``.
    """
    with transaction.atomic(savepoint=False):
        row = hold_open(obligation_id)
        if row.opened_at is None and at < row.opens_at:
            raise Conflict("not-open-yet", _("This duty has not opened yet."))
        if row.closes_at is not None and at > max(row.closes_at, row.due_at):
            raise TooLate("closed", _("It is too late to do this: its time is over."))
        turns, happenings = _turns(row, at)
        row.closed_at, row.closed_as, row.closed_by, row.closed_why = at, "discharged", by.user_id, why[:300]
        row.wake_at = None
        turns.append(ending("discharged", row.missed_at is not None))
        happenings.append(happened(row, "discharged", row.due_at, at))
        row.save(update_fields=_WRITTEN)
        Happening.objects.bulk_create(happenings)
        add_deltas(delta(row, turn) for turn in turns)
    return row


_WRITTEN = ["opened_at", "missed_at", "closed_at", "closed_as", "closed_by", "closed_why", "wake_at"]


def _turns(row: Obligation, at: datetime) -> tuple[list[str], list[Happening]]:
    """Open it and mark it missed, where the clock has not come to it yet."""
    turns, happenings = [], []
    if row.opened_at is None:
        row.opened_at = at
        turns.append("opened")
        happenings.append(happened(row, "opened", row.opens_at, at))
    if row.missed_at is None and at > row.due_at:
        row.missed_at = row.due_at
        turns.append("missed")
        happenings.append(happened(row, "missed", row.due_at, at))
    return turns, happenings
