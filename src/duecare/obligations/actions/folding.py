"""Folding deltas into the tallies of each unit and of every unit above it."""

from __future__ import annotations

from datetime import UTC, datetime
from time import sleep

from django.db import connection, transaction

from duecare.core.clock import monotonic
from duecare.obligations.actions.stores import store_for
from duecare.obligations.models import Heartbeat
from duecare.obligations.rules import MEASURES

#: Deltas folded in one transaction; SQLite has one writer, so its turns are short.
CHUNK = {"postgresql": 50_000, "sqlite": 1_000}

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_TURNS = ", ".join(
    f"('{turn}', '{measure}', {amount})"
    for turn, adds in MEASURES.items()
    for measure, amount in adds.items()
)
# Each delta once for the unit and every unit above it (a lineage is keys of five characters), each transition as the
# measures it changes, and the sums of that; a measure of a module stands for itself.
_SUMS = f"""
turns(turn, measure, amount) AS (VALUES {_TURNS}),
places(n) AS (VALUES {", ".join(f"({n})" for n in range(1, 80, 5))}),
sums AS (
    SELECT substr(d.lineage, p.n, 5) AS unit_key, d.slot, d.strand, d.kind,
           coalesce(t.measure, d.measure) AS measure, sum(d.amount * coalesce(t.amount, 1)) AS amount
    FROM batch d JOIN places p ON p.n <= length(d.lineage) LEFT JOIN turns t ON t.turn = d.measure
    GROUP BY 1, 2, 3, 4, 5
)
"""  # noqa: S608 - made of our own constants
_UPSERT = """
INSERT INTO obligations_tally AS old (unit_key, slot, strand, kind, measure, amount)
SELECT unit_key, slot, strand, kind, measure, amount FROM sums WHERE amount <> 0
ON CONFLICT (unit_key, slot, strand, kind, measure) DO UPDATE SET amount = old.amount + excluded.amount
"""
_ON_POSTGRES = f"""
WITH batch AS (
    DELETE FROM obligations_tallydelta WHERE id IN (SELECT id FROM obligations_tallydelta ORDER BY id LIMIT %s)
    RETURNING lineage, slot, strand, kind, measure, amount
), {_SUMS}, folded AS ({_UPSERT} RETURNING 1)
SELECT count(*) FROM batch
"""  # noqa: S608
_ON_SQLITE = f"WITH batch AS (SELECT * FROM obligations_tallydelta WHERE id <= %s), {_SUMS} {_UPSERT}"  # noqa: S608


def fold(at: datetime) -> int:
    """Fold every delta there is; each exactly once, by one folder at a time.

    :returns: how many were folded here; 0 also when another process is folding.
    """
    folded = 0
    while True:
        began = monotonic()
        with transaction.atomic():
            if not _alone():
                return folded
            count = _fold_postgres() if connection.vendor == "postgresql" else _fold_sqlite()
            folded += count
            if count < CHUNK[connection.vendor]:
                Heartbeat.objects.filter(name="fold", at__lt=at).update(at=at)
                return folded
        sleep((monotonic() - began) * store_for(connection.vendor).breath)


def _alone() -> bool:
    """Take the folder's lock for this transaction; SQLite's transaction is alone by itself."""
    if not Heartbeat.objects.filter(name="fold").exists():
        Heartbeat.objects.bulk_create([Heartbeat(name="fold", at=_NEVER)], ignore_conflicts=True)
    return Heartbeat.objects.select_for_update(skip_locked=True).filter(name="fold").exists()


def _fold_postgres() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_ON_POSTGRES, [CHUNK["postgresql"]])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _fold_sqlite() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(id), count(*) FROM (SELECT id FROM obligations_tallydelta ORDER BY id LIMIT %s)",
            [CHUNK["sqlite"]],
        )
        last, count = cursor.fetchone()
        if count:
            cursor.execute(_ON_SQLITE, [last])
            cursor.execute("DELETE FROM obligations_tallydelta WHERE id <= %s", [last])
    return int(count)
