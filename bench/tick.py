"""How fast the clock works: state changes a second, with 100,000 and 1,000,000 open obligations."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import django
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.databases import NAMES, measure
from bench.line import Line, scaled

UNITS = 100_000


def run() -> Iterator[Line]:
    """On both databases; value: obligations that moved a second, floor: rows a second of a bare claim."""
    for database in NAMES:
        for already_open in (scaled(UNITS), scaled(10 * UNITS)):
            yield from measure("bench.tick", database, already_open)


def main(already_open: int) -> None:
    """Fill the database that the environment names, tick through a day of all units, print lines."""
    django.setup()
    from bench import filling  # noqa: PLC0415 - after setup
    from duecare.obligations import actions, kinds, schedules  # noqa: PLC0415
    from duecare.obligations.actions.advancing import advance_all  # noqa: PLC0415

    kinds.register(kinds.Kind("bench.report", "report", "desk:home"))
    schedules._schedules.clear()
    units = scaled(UNITS)
    filling.units(units)
    start, hour = filling.START, timedelta(hours=1)
    far = start + timedelta(days=60)
    for n in range(max(1, already_open // units)):
        filling.obligations(
            f"2027-03-{n + 1:02}",
            {
                "opens_at": start,
                "due_at": far + n * hour,
                "wake_at": far + n * hour,
                "opened_at": start,
                "rung": 0,
            },
        )
    opens, due = start + hour, start + 10 * hour
    filling.obligations(
        "2027-01-04",
        {"opens_at": opens, "due_at": due, "wake_at": opens, "opened_at": None, "rung": 0},
    )
    filling.run_sql("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    label = f"tick.{connection.vendor}.{already_open // 1000}k"
    floor = bare_claim(opens)
    per_batch = statements(opens)
    for name, at in (
        ("open", opens),
        ("remind", due),
        ("miss", due + timedelta(seconds=60)),
        ("tell", due + timedelta(minutes=30)),
    ):
        began = time.perf_counter()
        moved = advance_all(at)
        took = time.perf_counter() - began
        print(Line(f"{label}.{name}", moved / took, "obligations/s", floor), flush=True)
        began = time.perf_counter()
        folded = actions.fold(at)
        if folded:
            print(
                Line(f"{label}.{name}.fold", folded / (time.perf_counter() - began), "deltas/s"), flush=True
            )
    print(Line(f"{label}.statements", per_batch, "statements/batch"))
    print(
        Line(f"{label}.memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"), flush=True
    )


def bare_claim(at: datetime, limit: int = 1000) -> float:
    """Rows a second when due rows are only claimed, batch by batch; undone afterwards."""
    from bench import filling  # noqa: PLC0415

    lock = " FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    sql = (
        "UPDATE obligations_obligation SET wake_at = NULL WHERE id IN "
        f"(SELECT id FROM obligations_obligation WHERE wake_at <= %s ORDER BY wake_at LIMIT {limit}{lock})"
    )
    rows = 0
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        while rows < 20 * limit:
            cursor.execute(sql, [filling.stamp(at)])
            if not cursor.rowcount:
                break
            rows += cursor.rowcount
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return rows / took


def statements(at: datetime) -> int:
    """How many statements one full batch takes, BEGIN and COMMIT aside."""
    from duecare.obligations.actions.advancing import Turn  # noqa: PLC0415
    from duecare.obligations.actions.stores import store_for  # noqa: PLC0415

    store = store_for(connection.vendor)
    with transaction.atomic(), connection.cursor(), CaptureQueriesContext(connection) as captured:
        with connection.cursor() as cursor:
            Turn(store, at).work(cursor, store.claim(cursor, at, store.batch))
        transaction.set_rollback(True)
    return len(captured)


if __name__ == "__main__":
    main(int(sys.argv[1]))
