"""Handing a duty over to another unit or post."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import Conflict
from duecare.obligations.actions.together import together
from duecare.obligations.actions.traces import (
    add_deltas,
    delta,
    facts_of,
    hold_open,
    post_id,
    rungs_for,
    settle,
    told_to_debtor,
)
from duecare.obligations.models import Happening, Obligation, Transfer
from duecare.obligations.rules import Delta, ending, wake_time
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

WRITTEN = ["opened_at", "missed_at", "debtor", "lineage", "post", "wake_at"]


def reassign(
    *, obligation_id: uuid.UUID, to_debtor: Unit, to_post: str, by: Actor, at: datetime, why: str
) -> Obligation:
    """Let another unit or post owe it from now on. A miss stays with the unit that missed it.

    :raises NotAllowed: the actor answers for no unit that it is owed to.
    :raises Conflict: it has ended, fell due within the last minute, or the unit belongs to another root.
    """
    with together():
        row = hold_open(obligation_id)
        post = rights.require(by, "obligations.reassign", row.creditor.lineage)
        if to_debtor.root_id != row.root_id or to_debtor.closed_at is not None:
            raise Conflict("not-a-debtor", _("That unit can't take this duty over."))
        turns, happenings = settle(row, at)
        deltas = [delta(row, turn) for turn in turns]
        transfer = Transfer(
            obligation=row, from_debtor_id=row.debtor_id, to_debtor=to_debtor, from_post=row.post,
            to_post=to_post, why=why[:300], by_user=by.user_id, by_post=post_id(post), at=at,
        )  # fmt: skip
        deltas += _hand_over(row, to_debtor, to_post)
        row.save(update_fields=WRITTEN)
        transfer.save()
        Happening.objects.bulk_create([*happenings, told_to_debtor(row, "reassigned", at)])
        add_deltas(deltas)
        record(
            root=row.root_id, verb="obligations.reassigned", object_kind="obligation", object_id=row.id,
            at=at, actor=by.user_id, post=post_id(post),
            details={"from": str(transfer.from_debtor_id), "to": str(to_debtor.id), "post": to_post, "why": why},
        )  # fmt: skip
    return row


def _hand_over(row: Obligation, to_debtor: Unit, to_post: str) -> list[Delta]:
    """Write the new debtor on the row; what has not opened has not been counted, so there is nothing to move."""
    counted, missed = row.opened_at is not None, row.missed_at is not None
    given = [delta(row, ending("given", missed))] if counted else []
    row.debtor, row.lineage, row.post = to_debtor, to_debtor.lineage, to_post
    row.wake_at = wake_time(facts_of(row), rungs_for(row))
    return given + ([delta(row, ending("taken", missed))] if counted else [])
