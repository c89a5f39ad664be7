"""Making obligations of drafts."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection

from duecare.audit.actions import record
from duecare.core.ids import uuid7
from duecare.obligations import kinds
from duecare.obligations.actions.stores import Born, Line, Store, store_for
from duecare.obligations.actions.suspensions import covering, moved
from duecare.obligations.actions.together import together
from duecare.obligations.models import Ladder, Suspension
from duecare.obligations.rules import Draft, Facts, Rung, rungs_of, wake_time
from duecare.orgs.models import Unit


def open_many(*, drafts: Iterable[Draft], at: datetime) -> int:
    """Make an obligation of each draft whose origin is new; running it again adds nothing.

    What has begun by ``at`` is open at once; the clock opens the rest when it begins. Days that are suspended for
    the debtor are waived from the start, or moved, as the suspension says.

    :param drafts: read as they come, a chunk at a time.
    :returns: how many are new.
    """
    stream = iter(drafts)
    store = store_for(connection.vendor)
    total = 0
    while chunk := list(islice(stream, store.births)):
        with together(), connection.cursor() as cursor:
            total += _Opening(store, at, chunk).write(cursor)
    return total


class _Opening:
    """One chunk of drafts on its way into the database."""

    def __init__(self, store: Store, at: datetime, drafts: Sequence[Draft]) -> None:
        self.store, self.at, self.drafts = store, at, drafts
        self.now = store.time(at)
        self.ladders: dict[str, tuple[Rung, ...]] = {
            ladder.id: rungs_of(ladder.steps)
            for ladder in Ladder.objects.filter(id__in={d.ladder_id for d in drafts})
        }
        self.suspensions = list(Suspension.objects.filter(day__in={d.slot for d in drafts}).order_by("at"))
        self.zones: Mapping[uuid.UUID, str] = {}
        if self.suspensions:
            units = Unit.objects.filter(id__in={d.debtor_id for d in drafts})
            self.zones = dict(units.values_list("id", "zone"))

    def write(self, cursor: Any) -> int:
        # By origin, so that two clocks that bring the same drafts wait for each other in one order.
        rows = sorted((self._row(draft) for draft in self.drafts), key=lambda row: row.origin)
        born = self.store.bear(cursor, rows)
        new = [row for row in rows if row.id in born]
        self._announce(cursor, [row for row in new if row.opened_at or row.closed_at])
        by_root: dict[str, list[str]] = defaultdict(list)
        for row in new:
            by_root[row.root_id].append(row.id)
        for root, ids in by_root.items():
            record(
                root=uuid.UUID(root),
                verb="obligations.materialised",
                object_kind="batch",
                object_id=uuid7(),
                at=self.at,
                actor=None,
                post=None,
                details={"ids": ids},
            )
        return len(new)

    def _row(self, draft: Draft) -> Born:
        one = covering(self.suspensions, draft.lineage, draft.kind, draft.slot) if self.suspensions else None
        if one is not None and one.move_to is not None:
            draft = self._moved(draft, one)
        waived = one is not None and one.move_to is None
        opened = draft.opens_at <= self.at and not waived
        time, text = self.store.time, self.store.id
        opens_at = time(draft.opens_at)
        return Born(
            id=self.store.new_id(),
            root_id=text(draft.root_id),
            kind=draft.kind,
            origin=draft.origin,
            programme=draft.programme,
            basis=draft.basis,
            title=draft.title,
            title_en=draft.title_en,
            subject=draft.subject,
            debtor_id=text(draft.debtor_id),
            lineage=draft.lineage,
            creditor_id=text(draft.creditor_id),
            post=draft.post,
            strand=draft.strand,
            slot=self.store.day(draft.slot),
            confidential=kinds.get(draft.kind).confidential,
            number=draft.number,
            ladder_id=draft.ladder_id,
            opens_at=opens_at,
            due_at=time(draft.due_at),
            due_assumed=draft.due_assumed,
            closes_at=None if draft.closes_at is None else time(draft.closes_at),
            wake_at=None if waived else self._wake_at(draft) if opened else opens_at,
            opened_at=self.now if opened else None,
            closed_at=self.now if waived else None,
            closed_as="waived" if waived else "",
            closed_why=one.why if one is not None and waived else "",
        )

    def _wake_at(self, draft: Draft) -> str | None:
        facts = Facts(draft.opens_at, draft.due_at, draft.closes_at, self.at)
        wake_at = wake_time(facts, self.ladders[draft.ladder_id])
        return None if wake_at is None else self.store.time(wake_at)

    def _moved(self, draft: Draft, one: Suspension) -> Draft:
        days, zone = ((one.move_to or one.day) - one.day).days, self.zones[draft.debtor_id]
        return replace(
            draft,
            opens_at=moved(draft.opens_at, days, zone),
            due_at=moved(draft.due_at, days, zone),
            closes_at=draft.closes_at and moved(draft.closes_at, days, zone),
        )

    def _announce(self, cursor: Any, rows: Sequence[Born]) -> None:
        """What is open or waived from the start, counted and kept; nobody has to be told."""
        lines: list[Line] = []
        deltas: list[tuple[str, str, str, str, str, int]] = []
        for row in rows:
            what = "opened" if row.opened_at else "waived"
            lines.append(
                Line(
                    row.id, row.root_id, row.debtor_id, what, None, "", "[]", row.opens_at, self.now, self.now
                )
            )
            turns = ("opened",) if row.opened_at else ("opened", "waived")
            deltas += [(row.lineage, row.kind, row.strand, row.slot, turn, 1) for turn in turns]
        self.store.append(cursor, lines)
        self.store.count(cursor, deltas)
