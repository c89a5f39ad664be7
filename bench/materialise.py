"""How long a day of 200,000 obligations takes to be scheduled."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.databases import measure
from bench.line import Line, scaled

if TYPE_CHECKING:
    from duecare.obligations.rules import Draft

UNITS = 100_000
CUTOFFS = ("am", "pm")


def run() -> Iterator[Line]:
    """On PostgreSQL: seconds for the day, and for doing it again, which adds nothing."""
    yield from measure("bench.materialise", "postgresql")


def main() -> None:
    """Fill the database that the environment names, open a day of all units twice, print lines."""
    django.setup()
    from bench import filling  # noqa: PLC0415 - after setup
    from duecare.obligations import actions, kinds  # noqa: PLC0415

    kinds.register(kinds.Kind("bench.report", "report", "desk:home"))
    filling.units(scaled(UNITS))
    label = f"materialise.{connection.vendor}"
    for name in ("new", "again"):
        began, busy = time.perf_counter(), time.process_time()
        count = actions.open_many(drafts=drafts(date(2027, 1, 4)), at=filling.START)
        print(Line(f"{label}.{name}", time.perf_counter() - began, "s"), flush=True)
        print(f"{count} obligations, {time.process_time() - busy:.1f} s of this process")
    with CaptureQueriesContext(connection) as captured:
        actions.open_many(drafts=drafts(date(2027, 1, 5), most=1000), at=filling.START)
    print(Line(f"{label}.statements", len(captured), "statements/2000"))
    print(
        Line(f"{label}.memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"), flush=True
    )


def drafts(day: date, most: int | None = None) -> Iterator[Draft]:
    """What every unit owes on a day, one draft for each cut-off."""
    from bench import filling  # noqa: PLC0415
    from duecare.obligations.rules import Draft  # noqa: PLC0415
    from duecare.orgs.models import Unit  # noqa: PLC0415

    ladder, opens = filling.ladder(), filling.START + timedelta(hours=1)
    office = Unit.objects.get(kind="office")
    for cutoff in CUTOFFS:
        rows = (
            Unit.objects.exclude(kind="office")
            .order_by("lineage")
            .values_list("id", "root_id", "key", "lineage")
        )
        for unit_id, root_id, key, lineage in rows[:most].iterator(chunk_size=2000):
            yield Draft(
                kind="bench.report", origin=f"reports/bench/daily/{cutoff}/{key}/{day}", root_id=root_id,
                debtor_id=unit_id, lineage=lineage, creditor_id=office.id, post="reporter", title="每日报告",
                title_en="Daily report", basis="三.1", programme="bench", subject="bench/daily",
                strand=f"bench/daily/{cutoff}", slot=day, opens_at=opens, due_at=opens + timedelta(hours=8),
                ladder_id=ladder,
            )  # fmt: skip


if __name__ == "__main__":
    main()
