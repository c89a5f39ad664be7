"""The board at the root of 100,000 units, on its first day and after 60 days of history.

Past days have the rows of one unit in ten, all silent ones among them (one unit in 500 never made good what it missed),
and the tallies of the two upper levels; the rest, which a root's board never reads, is made for the day shown alone.
The root's is measured as a reader finds it (``root``), when something has changed (``fresh``), and with nothing drawn
beforehand at all (``cold``).
"""

from __future__ import annotations

import re
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import django
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from bench.databases import NAMES, measure
from bench.line import Line, scaled

UNITS = 100_000
DAYS = 60
TIMES = 200
FIRST = date(2027, 1, 4)


def run() -> Iterator[Line]:
    """On both databases: milliseconds at the median and the 99th percentile, statements, rows read, memory."""
    for database in NAMES:
        yield from measure("bench.board", database)


def main() -> None:
    """Fill the database that the environment names, and ask for pages."""
    django.setup()
    from bench import filling, past  # noqa: PLC0415 - after setup
    from duecare.config import urls  # noqa: PLC0415
    from duecare.core import clock  # noqa: PLC0415
    from duecare.obligations import kinds  # noqa: PLC0415

    kinds.register(kinds.Kind("bench.report", "report", "desk:home"))
    urls.urlpatterns.append(path("hello/", hello))
    filling.units(scaled(UNITS))
    client = past.signed_in()
    shown, history = FIRST, 0
    for days in (0, scaled(DAYS, 2)):
        for number in range(history, days):
            past.day(FIRST + timedelta(days=number), over=True)
        shown, history = FIRST + timedelta(days=days), days
        past.day(shown, over=False)
        past.settle()
        clock.install(lambda day=shown: past.afternoon(day))  # type: ignore[misc]
        _measure(client, f"board.{connection.vendor}.{'day1' if not days else f'after{days}days'}")
        past.forget(shown)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(Line(f"board.{connection.vendor}.memory", peak, "MB"), flush=True)


def _measure(client: Client, name: str) -> None:
    from bench import past  # noqa: PLC0415 - after setup

    key, below = past.root_key(), past.middle_key()
    pages = {
        "root": f"/board/{key}/",
        "middle": f"/board/{below}/",
        "unchanged": f"/board/{key}/live/?seen=",
        "inbox": "/",
    }
    pages["unchanged"] += re.findall(r"seen=(\w+)", client.get(pages["root"]).content.decode())[0]
    hello = partial(client.get, "/hello/")
    for page, before in (("cold", _forget_lines), ("fresh", cache.clear)):
        _times(f"{name}.{page}", partial(client.get, pages["root"]), hello, before)
    for page, address in pages.items():
        ask = partial(client.get, address)
        _times(f"{name}.{page}", ask, hello)
        with CaptureQueriesContext(connection) as captured:
            ask()
        print(Line(f"{name}.{page}.statements", len(captured), "statements"), flush=True)
        if connection.vendor == "postgresql":
            print(Line(f"{name}.{page}.rows", past.rows_read(ask), "rows"), flush=True)


def _times(
    name: str, ask: Callable[[], Any], floor: Callable[[], Any], before: Callable[[], object] = dict
) -> None:
    """Milliseconds of many requests at one connection, in turns with the floor's so that a busy machine disturbs both.

    ``cpu`` is the median of this process's own computing, which it disturbs least.
    """
    for _warm in range(5):
        assert ask().status_code in (200, 204)
    took: dict[str, list[float]] = {"wall": [], "cpu": [], "floor": [], "floor cpu": []}
    for _turn in range(TIMES):
        before()
        for which, act in (("", ask), ("floor", floor)):
            began, computed = time.perf_counter(), time.process_time()
            act()
            took[which or "wall"].append((time.perf_counter() - began) * 1000)
            took[f"{which} cpu".strip()].append((time.process_time() - computed) * 1000)
    sorts = {which: sorted(times) for which, times in took.items()}
    half, most = TIMES // 2, int(TIMES * 0.99) - 1
    print(Line(f"{name}.p50", sorts["wall"][half], "ms", sorts["floor"][half]), flush=True)
    print(Line(f"{name}.p99", sorts["wall"][most], "ms", sorts["floor"][most]), flush=True)
    print(Line(f"{name}.cpu", sorts["cpu"][half], "ms", sorts["floor cpu"][half]), flush=True)


def _forget_lines() -> None:
    """Let no line of a board be drawn already, as in a process that has just started."""
    from duecare.desk.templatetags import board  # noqa: PLC0415 - after setup

    cache.clear()
    for drawn in (board._cell, board._line, board._silent_line):
        drawn.cache_clear()


def hello(request: HttpRequest) -> HttpResponse:
    """The floor: a page that reads nothing, through the same middleware."""
    return HttpResponse("hello")


if __name__ == "__main__":
    main()
