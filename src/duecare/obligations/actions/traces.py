"""What every act on one obligation takes and leaves: its row, a happening, deltas."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict, NotFound
from duecare.obligations.models import Happening, Obligation, TallyDelta
from duecare.obligations.rules import RECORD_AFTER, Delta, Facts, Rung, rungs_of
from duecare.orgs import audiences
from duecare.orgs.rules import HeldPost
from duecare.web import rows


def hold(obligation_id: uuid.UUID) -> Obligation:
    """The row, locked until the transaction ends. :raises NotFound: there is none."""
    found = Obligation.objects.select_for_update(no_key=True).filter(id=obligation_id).first()
    if found is None:
        raise NotFound("no-obligation", _("There is no such duty."))
    return found


def hold_open(obligation_id: uuid.UUID) -> Obligation:
    """The row, locked. :raises NotFound: there is none. :raises Conflict: it has ended."""
    return still_open(hold(obligation_id))


def still_open(held: Obligation) -> Obligation:
    """The same row. :raises Conflict: it has ended."""
    if held.closed_at is not None:
        raise Conflict("already-ended", _("This duty has already ended."))
    return held


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
        row.paused_at is not None,
    )


def rungs_for(row: Obligation) -> tuple[Rung, ...]:
    """The rungs of the row's ladder."""
    return rungs_of(row.ladder.steps)


def catch_up(row: Obligation, at: datetime, miss_at: datetime) -> tuple[list[str], list[Happening]]:
    """Open the row and mark it missed where its time has come and the clock has not been there yet.

    :param miss_at: from when on it counts as missed; the clock's own is 60 s past due.
    :returns: transitions for the tallies, and happenings to save.
    """
    turns, happenings = [], []
    if row.opened_at is None and at >= row.opens_at:
        row.opened_at = at
        turns.append("opened")
        happenings.append(happened(row, "opened", row.opens_at, at))
    if row.missed_at is None and row.paused_at is None and at >= miss_at:
        row.missed_at = row.due_at
        turns.append("missed")
        happenings.append(happened(row, "missed", row.due_at, at))
    return turns, happenings


def settle(row: Obligation, at: datetime) -> tuple[list[str], list[Happening]]:
    """Catch up by the clock's own rule before a person changes the terms.

    :raises Conflict: it fell due within the last minute, when a filing that came in time may still be on its way.
    """
    if row.missed_at is None and row.paused_at is None and row.due_at < at < row.due_at + RECORD_AFTER:
        raise Conflict("just-due", _("This duty fell due a moment ago."), hint=_("Try again in a minute."))
    return catch_up(row, at, row.due_at + RECORD_AFTER)


def post_id(post: HeldPost | None) -> uuid.UUID | None:
    """The id of the post somebody acts by."""
    return post.post_id if post else None


def delta(row: Obligation, measure: str, amount: int = 1) -> Delta:
    """A transition of the row, counted for the unit that owes it now."""
    return Delta(row.lineage, row.kind, row.strand, row.slot, measure, amount)


def add_deltas(deltas: Iterable[Delta]) -> None:
    """Append amounts for the fold, in the caller's transaction."""
    rows.insert(
        *(
            TallyDelta(
                lineage=d.lineage,
                kind=d.kind,
                strand=d.strand,
                slot=d.slot,
                measure=d.measure,
                amount=d.amount,
            )
            for d in deltas
        )
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
    return told_to_debtors([row], what, at)[0]


def told_to_debtors(rows: Sequence[Obligation], what: str, at: datetime) -> list[Happening]:
    """The same for many rows, with one look-up for each post."""
    people = {
        post: audiences.resolve(f"post:{post}@debtor", {r.debtor_id for r in rows if r.post == post}, at)
        for post in {r.post for r in rows if r.post}
    }
    happenings = []
    for row in rows:
        happening = happened(row, what, at, at)
        found = people.get(row.post, {}).get(row.debtor_id, [])
        happening.audience = f"post:{row.post}@debtor" if row.post else ""
        happening.recipients = [str(person) for person in found]
        happening.told_at = None if found else at
        happenings.append(happening)
    return happenings
