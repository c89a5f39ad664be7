"""Making one obligation that is owed from now on."""

from __future__ import annotations

from datetime import datetime

from duecare.audit.actions import record
from duecare.core.ids import uuid7
from duecare.obligations import kinds
from duecare.obligations.actions.ladders import Frozen, keep_ladder
from duecare.obligations.actions.together import together
from duecare.obligations.actions.traces import add_deltas, delta, happened
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Draft, Facts, wake_time
from duecare.web import rows


def open_now(*, draft: Draft, ladder: Frozen, at: datetime) -> Obligation:
    """Make the obligation of a draft that has begun and whose origin nobody had before, with its ladder.

    It writes what :func:`open_many` does for one draft, and reads nothing: it may stand among statements whose answers
    nobody waits for (:func:`duecare.web.rows.unanswered`).

    :param ladder: the one that the draft names.
    :raises ValueError: it has not begun, its ladder is another, or a suspended day may touch its kind.
    :raises django.db.IntegrityError: the origin is there already.
    """
    kind = kinds.get(draft.kind)
    if kind.suspends or draft.opens_at > at or draft.ladder_id != ladder.id:
        raise ValueError(f"{draft.origin} can't be opened without looking")
    row = _row(draft, ladder, at)
    with together():
        keep_ladder(ladder)
        rows.insert(row)
        rows.insert(happened(row, "opened", row.opens_at, at))
        add_deltas([delta(row, "opened")])
        record(
            root=row.root_id,
            verb="obligations.materialised",
            object_kind="batch",
            object_id=uuid7(),
            at=at,
            actor=None,
            post=None,
            details={"ids": [str(row.id)]},
        )
    return row


def _row(draft: Draft, ladder: Frozen, at: datetime) -> Obligation:
    facts = Facts(draft.opens_at, draft.due_at, draft.closes_at, at)
    return Obligation(
        root_id=draft.root_id,
        kind=draft.kind,
        origin=draft.origin,
        programme=draft.programme,
        basis=draft.basis,
        title=draft.title,
        title_en=draft.title_en,
        subject=draft.subject,
        debtor_id=draft.debtor_id,
        lineage=draft.lineage,
        creditor_id=draft.creditor_id,
        post=draft.post,
        strand=draft.strand,
        slot=draft.slot,
        confidential=kinds.get(draft.kind).confidential,
        number=draft.number,
        ladder_id=draft.ladder_id,
        opens_at=draft.opens_at,
        due_at=draft.due_at,
        due_assumed=draft.due_assumed,
        closes_at=draft.closes_at,
        wake_at=wake_time(facts, ladder.rungs),
        opened_at=at,
    )
