"""Doing what is owed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict, TooLate
from duecare.obligations.actions.together import together
from duecare.obligations.actions.traces import add_deltas, catch_up, delta, happened, hold_open, still_open
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Delta, ending
from duecare.orgs.rules import Actor
from duecare.web import rows

#: Late is anything after the due time; a time has microseconds.
INSTANT = timedelta(microseconds=1)
_WRITTEN = ("opened_at", "missed_at", "closed_at", "closed_as", "closed_by", "closed_why", "wake_at")


def discharge(
    *,
    obligation_id: uuid.UUID,
    by: Actor,
    at: datetime,
    why: str = "",
    held: Obligation | None = None,
    figures: Iterable[Delta] = (),
) -> Obligation:
    """End a duty as done. It is late when it arrived after the due time, whether or not the clock has been there.

    The module whose act this is checks the right and writes the record: the two belong in one transaction.

    :param at: when the request came in.
    :param held: its row, when the caller has locked it in this transaction already.
    :param figures: amounts of the module's own measures, appended in the same statement.
    :raises Conflict: it has ended, or has not opened yet.
    :raises TooLate: it is of a kind that lapses, and closed before ``at``.
    """
    with together():
        row = hold_open(obligation_id) if held is None else still_open(held)
        if row.opened_at is None and at < row.opens_at:
            raise Conflict("not-open-yet", _("This duty has not opened yet."))
        if row.closes_at is not None and at > max(row.closes_at, row.due_at):
            raise TooLate("closed", _("It is too late to do this: its time is over."))
        turns, happenings = catch_up(row, at, row.due_at + INSTANT)
        row.closed_at, row.closed_as, row.closed_by, row.closed_why = at, "discharged", by.user_id, why[:300]
        row.wake_at = None
        turns.append(ending("discharged", row.missed_at is not None))
        happenings.append(happened(row, "discharged", row.due_at, at))
        rows.update(row, *_WRITTEN)
        rows.insert(*happenings)
        add_deltas([*(delta(row, turn) for turn in turns), *figures])
    return row
