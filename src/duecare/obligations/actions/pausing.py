"""Letting a duty stand still, and go on: for a hearing that does not count, and nothing else may happen meanwhile."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput, Conflict
from duecare.obligations.actions.extending import new_term
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
from duecare.obligations.models import Happening, Obligation
from duecare.obligations.rules import wake_time
from duecare.orgs import rights
from duecare.orgs.rules import Actor


def pause(*, obligation_id: uuid.UUID, by: Actor, at: datetime, why: str) -> Obligation:
    """Let it stand still from now on: no reminder, no miss, no lapse, until :func:`go_on`. It can still be done.

    :raises NotAllowed: the actor answers for no unit that it is owed to.
    :raises Conflict: it has ended or not opened, stands still already, or fell due within the last minute.
    """
    with together():
        row = hold_open(obligation_id)
        post = rights.require(by, "obligations.extend", row.creditor.lineage)
        if row.opened_at is None and at < row.opens_at:
            raise Conflict("not-open-yet", _("This duty has not opened yet."))
        if row.paused_at is not None:
            raise Conflict("stands-still", _("This duty stands still already."))
        turns, happenings = settle(row, at)
        row.paused_at, row.wake_at = at, None
        row.save(update_fields=["opened_at", "missed_at", "paused_at", "wake_at"])
        Happening.objects.bulk_create([*happenings, told_to_debtor(row, "paused", at)])
        add_deltas(delta(row, turn) for turn in turns)
        record(
            root=row.root_id, verb="obligations.paused", object_kind="obligation", object_id=row.id, at=at,
            actor=by.user_id, post=post_id(post), details={"why": why},
        )  # fmt: skip
    return row


def go_on(*, obligation_id: uuid.UUID, new_due_at: datetime, by: Actor, at: datetime, why: str) -> Obligation:
    """Let it count again. How long it stood still is for the module to say: days, by its own rule.

    :param new_due_at: not earlier than before; old and new, who and why are kept.
    :raises NotAllowed: the actor answers for no unit that it is owed to.
    :raises Conflict: it has ended, or does not stand still.
    :raises BadInput: the new time is earlier than the old one.
    """
    with together():
        row = hold_open(obligation_id)
        post = rights.require(by, "obligations.extend", row.creditor.lineage)
        if row.paused_at is None:
            raise Conflict("goes-on", _("This duty does not stand still."))
        if new_due_at < row.due_at:
            raise BadInput(
                "not-later", _("The new time has to be later than the old one."), where="new_due_at"
            )
        old, row.paused_at = row.due_at, None
        if new_due_at > old:
            new_term(row, new_due_at, by, post_id(post), at, why).save()
        else:
            row.wake_at = wake_time(facts_of(row), rungs_for(row))
        row.save(update_fields=["paused_at", "due_at", "closes_at", "wake_at"])
        told_to_debtor(row, "resumed", at).save()
        record(
            root=row.root_id, verb="obligations.resumed", object_kind="obligation", object_id=row.id, at=at,
            actor=by.user_id, post=post_id(post),
            details={"from": old.isoformat(), "to": row.due_at.isoformat(), "why": why},
        )  # fmt: skip
    return row
