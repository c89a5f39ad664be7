"""Letting somebody off, with a reason."""

from __future__ import annotations

import uuid
from datetime import datetime

from duecare.audit.actions import record
from duecare.obligations.actions.together import together
from duecare.obligations.actions.traces import add_deltas, catch_up, delta, hold_open, post_id, told_to_debtor
from duecare.obligations.models import Happening, Obligation
from duecare.obligations.rules import RECORD_AFTER, ending
from duecare.orgs import rights
from duecare.orgs.rules import Actor

WRITTEN = ["opened_at", "missed_at", "closed_at", "closed_as", "closed_by", "closed_why", "wake_at"]


def waive(*, obligation_id: uuid.UUID, by: Actor, at: datetime, why: str) -> Obligation:
    """End a duty as no longer owed. A miss stays.

    :raises NotAllowed: the actor answers for no unit that it is owed to.
    :raises Conflict: it has ended.
    """
    with together():
        row = hold_open(obligation_id)
        post = rights.require(by, "obligations.waive", row.creditor.lineage)
        turns, happenings = end_as_waived(row, by, at, why)
        row.save(update_fields=WRITTEN)
        Happening.objects.bulk_create([*happenings, told_to_debtor(row, "waived", at)])
        add_deltas(delta(row, turn) for turn in turns)
        record(
            root=row.root_id,
            verb="obligations.waived",
            object_kind="obligation",
            object_id=row.id,
            at=at,
            actor=by.user_id,
            post=post_id(post),
            details={"origin": row.origin, "due_at": row.due_at.isoformat(), "why": why},
        )
    return row


def end_as_waived(row: Obligation, by: Actor, at: datetime, why: str) -> tuple[list[str], list[Happening]]:
    """Write the end on the row; what never opened counts as owed and waived.

    :returns: transitions for the tallies, and happenings to save.
    """
    turns, happenings = catch_up(row, at, row.due_at + RECORD_AFTER)
    if row.opened_at is None:
        turns.append("opened")
    row.closed_at, row.closed_as, row.closed_by, row.closed_why = at, "waived", by.user_id, why[:300]
    row.wake_at = None
    return [*turns, ending("waived", row.missed_at is not None)], happenings
