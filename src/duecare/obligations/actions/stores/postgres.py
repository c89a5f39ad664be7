"""Batches on PostgreSQL: arrays in, rows out."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import uuid_utils

from duecare.obligations.actions.stores.contract import Born, Due, Line, Move

_CLAIM = """
SELECT id::text, root_id::text, debtor_id::text, creditor_id::text, ladder_id, rung, opens_at::text, due_at::text,
       closes_at::text, opened_at::text, missed_at::text, '', '', '', ''
FROM obligations_obligation WHERE wake_at <= %s ORDER BY wake_at LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
"""
_MOVE = """
WITH kinds AS (
    SELECT * FROM unnest(%s::int[], %s::int[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::text[],
                         %s::timestamptz[], %s::text[])
    AS kind(n, rung, opened_at, missed_at, closed_at, closed_as, wake_at, transitions)
), moved AS (
    UPDATE obligations_obligation o
    SET rung = k.rung, opened_at = k.opened_at, missed_at = k.missed_at, closed_at = k.closed_at,
        closed_as = k.closed_as, wake_at = k.wake_at
    FROM unnest(%s::uuid[], %s::int[]) AS move(id, n) JOIN kinds k ON k.n = move.n
    WHERE o.id = move.id
    RETURNING o.lineage, o.kind, o.strand, o.slot, k.transitions
)
INSERT INTO obligations_tallydelta (lineage, kind, strand, slot, measure, amount)
SELECT lineage, kind, strand, slot, turn, 1 FROM moved, unnest(string_to_array(transitions, ' ')) AS turn
"""
_APPEND = """
COPY obligations_happening (id, obligation_id, root_id, unit_id, what, rung, audience, recipients, was_due_at,
                            done_at, told_at) FROM STDIN
"""
_TYPES = {"confidential": "boolean", "due_assumed": "boolean", "slot": "date"} | {
    name: "uuid" if name == "id" or name in {"root_id", "debtor_id", "creditor_id"} else "timestamptz"
    for name in Born._fields
    if name.endswith("_at") or name in {"id", "root_id", "debtor_id", "creditor_id"}
}
_COLUMNS = ", ".join(Born._fields)
_AS_READ = ", ".join(f"(x->>{n})::{_TYPES.get(name, 'text')}" for n, name in enumerate(Born._fields))
_BEAR = f"""
INSERT INTO obligations_obligation ({_COLUMNS}, rung)
SELECT {_AS_READ}, 0 FROM jsonb_array_elements(%s::jsonb) AS x
ON CONFLICT DO NOTHING RETURNING id::text
"""  # noqa: S608 - column names of our own
_COUNT = """
INSERT INTO obligations_tallydelta (lineage, kind, strand, slot, measure, amount)
SELECT x->>0, x->>1, x->>2, (x->>3)::date, x->>4, (x->>5)::bigint FROM jsonb_array_elements(%s::jsonb) AS x
"""


def _array(values: Iterable[object]) -> str:
    """An array's text; the values are ids, times and numbers of our own, none of which needs quoting."""
    return "{" + ",".join("NULL" if v is None else str(v) for v in values) + "}"


class Postgres:
    """See :class:`duecare.obligations.actions.stores.contract.Store`."""

    batch = 2_000
    births = 5_000
    breath = 0.0

    def time(self, at: datetime) -> str:
        return at.isoformat()

    def moment(self, text: str) -> datetime:
        return datetime.fromisoformat(text)

    def day(self, day: date) -> str:
        return day.isoformat()

    def id(self, value: uuid.UUID) -> str:
        return str(value)

    def new_id(self) -> str:
        return str(uuid_utils.uuid7())

    def claim(self, cursor: Any, at: datetime, limit: int) -> Sequence[Due]:
        cursor.execute(_CLAIM, [at, limit])
        return list(map(Due._make, cursor.fetchall()))

    def move(self, cursor: Any, rows: Sequence[Due], moves: Sequence[int], kinds: Sequence[Move]) -> None:
        columns = list(zip(*kinds, strict=True))
        turns = ",".join('"' + " ".join(turns) + '"' for turns in columns[6])
        ended = ",".join(f'"{name}"' for name in columns[4])
        parts = [_array(range(len(kinds))), *(_array(columns[n]) for n in range(4)), "{" + ended + "}"]
        ids = _array(row[0] for row in rows)
        cursor.execute(_MOVE, [*parts, _array(columns[5]), "{" + turns + "}", ids, _array(moves)])

    def append(self, cursor: Any, lines: Sequence[Line]) -> None:
        # Every field is an id, a time, a number, a word of ours or JSON of ids: nothing that COPY would want escaped.
        null = r"\N"
        new_id = self.new_id
        text = "".join(
            f"{new_id()}\t{o}\t{root}\t{unit}\t{what}\t{null if rung is None else rung}\t{audience}\t{people}"
            f"\t{due}\t{done}\t{told or null}\n"
            for o, root, unit, what, rung, audience, people, due, done, told in lines
        )
        if text:
            with cursor.copy(_APPEND) as copy:
                copy.write(text)

    def bear(self, cursor: Any, rows: Sequence[Born]) -> set[str]:
        cursor.execute(_BEAR, [json.dumps(rows, ensure_ascii=False)])
        return {row[0] for row in cursor.fetchall()}

    def count(self, cursor: Any, deltas: Sequence[tuple[str, str, str, str, str, int]]) -> None:
        if deltas:
            cursor.execute(_COUNT, [json.dumps(deltas, ensure_ascii=False)])
