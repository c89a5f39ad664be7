"""Moving on, batch by batch, every obligation whose time has come."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from duecare.audit.actions import record
from duecare.core.ids import uuid7
from duecare.obligations.actions.traces import add_deltas, delta, facts_of, happened
from duecare.obligations.models import Happening, Ladder, Obligation
from duecare.obligations.rules import Rung, advance, climb, rungs_of
from duecare.obligations.rules.advance import Advance, Step
from duecare.orgs import audiences

BATCH = 500


def advance_all(at: datetime) -> int:
    """Work through everything that is due; returns how many obligations moved."""
    total = 0
    while True:
        with transaction.atomic():
            moved = _advance_batch(at)
        total += moved
        if not moved:
            return total


def _advance_batch(at: datetime) -> int:
    rows = list(
        Obligation.objects.select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        .filter(wake_at__lte=at)
        .order_by("wake_at")[:BATCH]
    )
    if not rows:
        return 0
    ladders = {x.id: rungs_of(x.steps) for x in Ladder.objects.filter(id__in={r.ladder_id for r in rows})}
    happenings: list[Happening] = []
    turns = []
    acts: dict[uuid.UUID, list[list[str]]] = defaultdict(list)
    for row in rows:
        rungs = ladders[row.ladder_id]
        done = advance(facts_of(row), rungs, at)
        done = _tell(row, rungs, done, at, happenings)
        row.opened_at, row.missed_at = done.after.opened_at, done.after.missed_at
        row.rung, row.wake_at = done.after.rung, done.wake_at
        if done.after.closed_at:
            row.closed_at, row.closed_as = done.after.closed_at, "lapsed"
        turns += [delta(row, turn) for turn in done.transitions]
        acts[row.root_id] += [[str(row.id), s.what] for s in done.steps]
    Obligation.objects.bulk_update(
        rows, ["opened_at", "missed_at", "rung", "wake_at", "closed_at", "closed_as"], batch_size=100
    )
    Happening.objects.bulk_create(happenings)
    add_deltas(turns)
    for root, steps in acts.items():
        record(
            root=root,
            verb="obligations.advanced",
            object_kind="batch",
            object_id=uuid7(),
            at=at,
            actor=None,
            post=None,
            details={"steps": steps},
        )
    return len(rows)


def _tell(
    row: Obligation, rungs: Sequence[Rung], done: Advance, at: datetime, happenings: list[Happening]
) -> Advance:
    found = True
    for step in done.steps:
        if step.what in ("remind", "tell", "escalate"):
            found = _announce(row, step, at, happenings)
        else:
            happening = happened(row, step.what, step.was_due_at, at)
            happening.rung = step.rung
            happenings.append(happening)
    beyond = 0
    while not found and (more := climb(done, rungs, at, beyond)):
        beyond += done.after.rung >= len(rungs)
        done, step = more
        found = _announce(row, step, at, happenings)
    return done


def _announce(row: Obligation, step: Step, at: datetime, happenings: list[Happening]) -> bool:
    found = False
    for audience in step.to:
        place = audience.partition("@")[2]
        unit = {"creditor": row.creditor_id, "root": row.root_id}.get(place, row.debtor_id)
        people = audiences.resolve(audience, [unit], at).get(unit, [])
        happening = happened(row, step.what if people else "nobody", step.was_due_at, at)
        happening.rung, happening.audience, happening.unit_id = step.rung, audience, unit
        happening.recipients = [str(p) for p in people]
        happening.told_at = None if people else at
        happenings.append(happening)
        found = found or bool(people)
    return found
