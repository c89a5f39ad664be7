"""Giving somebody more time."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput
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
from duecare.obligations.models import Happening, Obligation, Term
from duecare.obligations.rules import wake_time
from duecare.orgs import rights
from duecare.orgs.rules import Actor

WRITTEN = ["opened_at", "missed_at", "opens_at", "due_at", "closes_at", "wake_at"]


def extend(
    *, obligation_id: uuid.UUID, new_due_at: datetime, by: Actor, at: datetime, why: str
) -> Obligation:
    """Move the due time on; old and new, who and why are kept. A miss stays, and rungs already climbed too.

    :raises NotAllowed: the actor answers for no unit that it is owed to.
    :raises Conflict: it has ended, or fell due within the last minute.
    :raises BadInput: the new time is not later.
    """
    with together():
        row = hold_open(obligation_id)
        post = rights.require(by, "obligations.extend", row.creditor.lineage)
        if new_due_at <= row.due_at:
            raise BadInput(
                "not-later", _("The new time has to be later than the old one."), where="new_due_at"
            )
        turns, happenings = settle(row, at)
        term = new_term(row, new_due_at, by, post_id(post), at, why)
        row.save(update_fields=WRITTEN)
        term.save()
        Happening.objects.bulk_create([*happenings, told_to_debtor(row, "extended", at)])
        add_deltas(delta(row, turn) for turn in turns)
        record(
            root=row.root_id,
            verb="obligations.extended",
            object_kind="obligation",
            object_id=row.id,
            at=at,
            actor=by.user_id,
            post=post_id(post),
            details={"from": term.old_due_at.isoformat(), "to": new_due_at.isoformat(), "why": why},
        )
    return row


def new_term(
    row: Obligation, due_at: datetime, by: Actor, by_post: uuid.UUID | None, at: datetime, why: str
) -> Term:
    """Move due, close and wake-up times on the row; both unsaved."""
    term = Term(
        obligation=row,
        old_due_at=row.due_at,
        new_due_at=due_at,
        why=why[:300],
        by_user=by.user_id,
        by_post=by_post,
        at=at,
    )
    if row.closes_at is not None:
        row.closes_at += due_at - row.due_at
    row.due_at = due_at
    row.wake_at = wake_time(facts_of(row), rungs_for(row))
    return term
