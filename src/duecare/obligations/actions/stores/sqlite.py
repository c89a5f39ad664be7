"""Batches on SQLite: short turns of its one writer."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import uuid_utils

from duecare.obligations.actions.stores.contract import Born, Due, Line, Move

# A transaction here began IMMEDIATE: nobody else writes between the claim and the update. Joined to an empty text, a
# time comes as its text.
_CLAIM = """
SELECT id, root_id, debtor_id, creditor_id, ladder_id, rung, opens_at || '', due_at || '', closes_at || '',
       opened_at || '', missed_at || '', lineage, kind, strand, slot || ''
FROM obligations_obligation WHERE wake_at <= %s ORDER BY wake_at LIMIT %s
"""
_MOVE = """
UPDATE obligations_obligation
SET rung = %s, opened_at = %s, missed_at = %s, closed_at = %s, closed_as = %s, wake_at = %s WHERE id = %s
"""
_COUNT = """
INSERT INTO obligations_tallydelta (lineage, kind, strand, slot, measure, amount) VALUES (%s, %s, %s, %s, %s, %s)
"""
_APPEND = """
INSERT INTO obligations_happening (id, obligation_id, root_id, unit_id, what, rung, audience, recipients, was_due_at,
                                   done_at, told_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_BEAR = (
    f"INSERT INTO obligations_obligation ({', '.join(Born._fields)}, rung) "  # noqa: S608 - names of our own
    f"VALUES ({', '.join(['%s'] * len(Born._fields))}, 0) ON CONFLICT DO NOTHING"
)


class SQLite:
    """See :class:`duecare.obligations.actions.stores.contract.Store`."""

    batch = 500
    births = 500
    #: SQLite's writers don't queue, they try again: so that nobody's filing waits, the pen lies free in between.
    breath = 0.1

    def time(self, at: datetime) -> str:
        return str(at.astimezone(UTC).replace(tzinfo=None))

    def moment(self, text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    def day(self, day: date) -> str:
        return day.isoformat()

    def id(self, value: uuid.UUID) -> str:
        return value.hex

    def new_id(self) -> str:
        return uuid_utils.uuid7().hex

    def claim(self, cursor: Any, at: datetime, limit: int) -> Sequence[Due]:
        cursor.execute(_CLAIM, [self.time(at), limit])
        return list(map(Due._make, cursor.fetchall()))

    def move(self, cursor: Any, rows: Sequence[Due], moves: Sequence[int], kinds: Sequence[Move]) -> None:
        heads = [move[:6] for move in kinds]
        cursor.executemany(_MOVE, [(*heads[n], row[0]) for row, n in zip(rows, moves, strict=True)])
        self.count(
            cursor,
            [
                (*row[11:], turn, 1)
                for row, n in zip(rows, moves, strict=True)
                for turn in kinds[n].transitions
            ],
        )

    def append(self, cursor: Any, lines: Sequence[Line]) -> None:
        if lines:
            new_id = self.new_id
            cursor.executemany(_APPEND, [(new_id(), *line) for line in lines])

    def bear(self, cursor: Any, rows: Sequence[Born]) -> set[str]:
        cursor.executemany(_BEAR, rows)
        cursor.execute(
            "SELECT o.id FROM json_each(%s) j JOIN obligations_obligation o ON o.id = j.value",
            [json.dumps([row.id for row in rows])],
        )
        return {row[0] for row in cursor.fetchall()}

    def count(self, cursor: Any, deltas: Sequence[tuple[str, str, str, str, str, int]]) -> None:
        if deltas:
            cursor.executemany(_COUNT, deltas)
