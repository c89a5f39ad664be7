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

    opens = filling.START + timedelta(hours=1)
    due = opens + timedelta(hours=9)
    fill(already_open, opens, due)
    label = f"tick.{connection.vendor}.{already_open // 1000}k"
    floor = bare_claim(opens)
    per_batch = statements(opens)
    work(f"{label}.open", opens, floor)
    work(f"{label}.remind", due, floor)
    work(f"{label}.miss", due + timedelta(seconds=60), floor)
    work(f"{label}.tell", due + timedelta(minutes=30), floor)
    print(Line(f"{label}.statements", per_batch, "statements/batch"))
    print(
        Line(f"{label}.memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"), flush=True
    )


def fill(already_open: int, opens: datetime, due: datetime) -> None:
    """Every unit has one duty for today, not yet open, and as many others open as make ``already_open``."""
    from bench import filling  # noqa: PLC0415
    from duecare.obligations import kinds, schedules  # noqa: PLC0415

    kinds.register(kinds.Kind("bench.report", "report", "desk:home"))
    schedules._schedules.clear()
    units = scaled(UNITS)
    filling.units(units)
    for n in range(max(1, already_open // units)):
        far = opens + timedelta(days=60, hours=n)
        filling.obligations(
            f"2027-03-{n + 1:02}",
            {"opens_at": opens, "due_at": far, "wake_at": far, "opened_at": opens, "rung": 0},
        )
    filling.obligations(
        "2027-01-04",
        {"opens_at": opens, "due_at": due, "wake_at": opens, "opened_at": None, "rung": 0},
    )
    filling.run_sql("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def work(name: str, at: datetime, floor: float) -> None:
    """Move on everything due at ``at``, then fold, and print how fast each was."""
    from duecare.obligations import actions  # noqa: PLC0415
    from duecare.obligations.actions.advancing import advance_all  # noqa: PLC0415

    began, busy = time.perf_counter(), time.process_time()
    moved = advance_all(at)
    print(f"{name}: {(time.process_time() - busy) / max(1, moved) * 1e6:.0f} µs of this process each")
    print(Line(name, moved / (time.perf_counter() - began), "obligations/s", floor), flush=True)
    began = time.perf_counter()
    if folded := actions.fold(at):
        print(Line(f"{name}.fold", folded / (time.perf_counter() - began), "deltas/s"), flush=True)


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
