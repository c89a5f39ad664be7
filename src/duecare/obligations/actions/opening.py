"""Making obligations of drafts."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from django.db import transaction

from duecare.audit.actions import record
from duecare.core.ids import uuid7
from duecare.obligations import kinds
from duecare.obligations.actions.suspensions import covering, moved
from duecare.obligations.actions.traces import add_deltas, delta, facts_of, happened
from duecare.obligations.models import Happening, Ladder, Obligation, Suspension
from duecare.obligations.rules import Draft, Rung, rungs_of, wake_time
from duecare.orgs.models import Unit

CHUNK = 5_000


def open_many(*, drafts: Iterable[Draft], at: datetime) -> int:
    """Make an obligation of each draft whose origin is new; running it again adds nothing.

    What has begun by ``at`` is open at once; the clock opens the rest when it begins. Days that are suspended for
    the debtor are waived from the start, or moved, as the suspension says.

    :returns: how many are new.
    """
    stream = iter(drafts)
    total = 0
    while chunk := list(islice(stream, CHUNK)):
        with transaction.atomic(savepoint=False):
            total += _open_chunk(chunk, at)
    return total


def _open_chunk(drafts: Sequence[Draft], at: datetime) -> int:
    taken = set(
        Obligation.objects.filter(origin__in=[d.origin for d in drafts]).values_list("origin", flat=True)
    )
    drafts = list({d.origin: d for d in drafts if d.origin not in taken}.values())
    if not drafts:
        return 0
    ladders = {
        ladder.id: rungs_of(ladder.steps)
        for ladder in Ladder.objects.filter(id__in={d.ladder_id for d in drafts})
    }
    rows = [_row(draft, ladders[draft.ladder_id], at) for draft in _as_suspended(drafts)]
    Obligation.objects.bulk_create(rows, ignore_conflicts=True)
    born = set(Obligation.objects.filter(id__in=[r.id for r in rows]).values_list("id", flat=True))
    rows = [row for row in rows if row.id in born]
    opened = [row for row in rows if row.opened_at]
    Happening.objects.bulk_create(happened(row, "opened", row.opens_at, at) for row in opened)
    add_deltas(delta(row, "opened") for row in opened)
    by_root: dict[uuid.UUID, list[Obligation]] = defaultdict(list)
    for row in rows:
        by_root[row.root_id].append(row)
    for root, some in by_root.items():
        record(
            root=root,
            verb="obligations.materialised",
            object_kind="batch",
            object_id=uuid7(),
            at=at,
            actor=None,
            post=None,
            details={"ids": [str(r.id) for r in some]},
        )
    return len(rows)


def _as_suspended(drafts: Sequence[Draft]) -> list[Draft]:
    days = {d.slot for d in drafts}
    found = list(Suspension.objects.filter(day__in=days).order_by("at"))
    if not found:
        return list(drafts)
    zones = dict(Unit.objects.filter(id__in={d.debtor_id for d in drafts}).values_list("id", "zone"))
    return [
        _suspended(draft, covering(found, draft.lineage, draft.kind, draft.slot), zones) for draft in drafts
    ]


def _suspended(draft: Draft, one: Suspension | None, zones: Mapping[uuid.UUID, str]) -> Draft:
    if one is None or one.move_to is None:
        return draft
    days, zone = (one.move_to - one.day).days, zones[draft.debtor_id]
    return replace(
        draft,
        opens_at=moved(draft.opens_at, days, zone),
        due_at=moved(draft.due_at, days, zone),
        closes_at=draft.closes_at and moved(draft.closes_at, days, zone),
    )


def _row(draft: Draft, rungs: Sequence[Rung], at: datetime) -> Obligation:
    row = Obligation(
        id=uuid7(),
        confidential=kinds.get(draft.kind).confidential,
        opened_at=at if draft.opens_at <= at else None,
        **{name: getattr(draft, name) for name in Draft.__dataclass_fields__},
    )
    row.wake_at = wake_time(facts_of(row), rungs)
    return row
