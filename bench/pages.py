"""Asking for a page many times, in turns with its floor."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.databases import NAMES, measure
from bench.line import Line, scaled

SIZES = (100_000, 1_000_000)
TIMES = 60


def grown(subject: str) -> Iterator[Line]:
    """``python -m bench.SUBJECT COUNT`` on both databases and at both sizes, and how much each page grows between."""
    for database in NAMES:
        medians: dict[str, list[float]] = {}
        for size in SIZES:
            for line in measure(f"bench.{subject}", database, scaled(size)):
                yield line
                if line.name.endswith(".work.p50"):
                    medians.setdefault(line.name.split(".", 3)[3], []).append(line.value)
        for page, (few, many) in medians.items():
            yield Line(f"{subject}.{database}.growth.{page.removesuffix('.work.p50')}", many / few, "times")


def times(name: str, ask: Callable[[], Any], floor: Callable[[], Any], warm: int = 3) -> None:
    """Milliseconds of many requests at one connection, in turns with the floor's; and see :func:`worked`."""
    from bench import past  # noqa: PLC0415 - after setup

    for _warm in range(warm):
        assert ask().status_code == 200, name
    wall: dict[str, list[float]] = {"page": [], "floor": []}
    work: dict[str, list[float]] = {"page": [], "floor": []}
    for _turn in range(TIMES):
        for which, act in (("page", ask), ("floor", floor)):
            began, busy = time.perf_counter(), worked()
            act()
            wall[which].append((time.perf_counter() - began) * 1000)
            work[which].append((worked() - busy) * 1000)
    for measured, suffix in ((wall, ""), (work, "work.")):
        page, bare = sorted(measured["page"]), sorted(measured["floor"])
        for share, at in (("p50", TIMES // 2), ("p99", int(TIMES * 0.99) - 1)):
            print(Line(f"{name}.{suffix}{share}", page[at], "ms", bare[at]), flush=True)
    with CaptureQueriesContext(connection) as captured:
        ask()
    print(Line(f"{name}.statements", len(captured), "statements"), flush=True)
    if connection.vendor == "postgresql":
        print(Line(f"{name}.rows", past.rows_read(ask), "rows"), flush=True)


def worked() -> float:
    """Seconds that a processor has spent on this process, and on the database's that serves it.

    On an idle machine they are what a reader waits; what other work takes from a busy one is not in them.
    """
    seconds = time.process_time()
    if connection.vendor == "postgresql":
        serving = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        seconds += int(serving.read_text().split()[0]) / 1e9
    return seconds
