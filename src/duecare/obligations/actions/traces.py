"""What every act on one obligation takes and leaves: its row, a happening, deltas."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict, NotFound
from duecare.obligations.models import Happening, Obligation, TallyDelta
from duecare.obligations.rules import Delta, Facts
from duecare.orgs import audiences


def hold(obligation_id: uuid.UUID) -> Obligation:
    """The row, locked until the transaction ends. :raises NotFound: there is none."""
    found = Obligation.objects.select_for_update().filter(id=obligation_id).first()
    if found is None:
        raise NotFound("no-obligation", _("There is no such duty."))
    return found


def hold_open(obligation_id: uuid.UUID) -> Obligation:
    """The row, locked. :raises NotFound: there is none. :raises Conflict: it has ended."""
    found = hold(obligation_id)
    if found.closed_at is not None:
        raise Conflict("already-ended", _("This duty has already ended."))
    return found


def facts_of(row: Obligation) -> Facts:
    """What the rules need to know of a row."""
    return Facts(
        row.opens_at,
        row.due_at,
        row.closes_at,
        row.opened_at,
        row.missed_at,
        row.closed_at,
        row.rung,
    )


def delta(row: Obligation, measure: str, amount: int = 1) -> Delta:
    """A transition of the row, counted for the unit that owes it now."""
    return Delta(row.lineage, row.kind, row.strand, row.slot, measure, amount)


def add_deltas(rows: Iterable[Delta]) -> None:
    """Append amounts for the fold, in the caller's transaction."""
    TallyDelta.objects.bulk_create(
        TallyDelta(
            lineage=d.lineage, kind=d.kind, strand=d.strand, slot=d.slot, measure=d.measure, amount=d.amount
        )
        for d in rows
    )


def happened(row: Obligation, what: str, was_due_at: datetime, at: datetime) -> Happening:
    """A happening that nobody has to be told of; unsaved."""
    return Happening(
        obligation=row,
        root_id=row.root_id,
        unit_id=row.debtor_id,
        what=what,
        was_due_at=was_due_at,
        done_at=at,
        told_at=at,
    )


def told_to_debtor(row: Obligation, what: str, at: datetime) -> Happening:
    """A happening that those who answer for it in the debtor unit are told of; unsaved."""
    audience = f"post:{row.post}@debtor" if row.post else ""
    people = audiences.resolve(audience, [row.debtor_id], at).get(row.debtor_id, []) if audience else []
    happening = happened(row, what, at, at)
    happening.audience = audience
    happening.recipients = [str(person) for person in people]
    happening.told_at = None if people else at
    return happening
