"""The board at the root of 100,000 units, on its first day and after 60 days of history.

Past days have the rows of one unit in ten, all silent ones among them (one unit in 500 never made good what it missed),
and the tallies of the two upper levels; the rest, which a root's board never reads, is made for the day shown alone.
Figures are taken twice: ``root`` as a reader finds it, ``fresh`` with nothing rendered beforehand.
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
    fresh = _percentiles(lambda: client.get(pages["root"]), before=cache.clear)
    pages["unchanged"] += re.findall(r"seen=(\w+)", client.get(pages["root"]).content.decode())[0]
    floor = _percentiles(lambda: client.get("/hello/"))
    print(Line(f"{name}.fresh.p50", fresh[0], "ms", floor[0]), flush=True)
    print(Line(f"{name}.fresh.p99", fresh[1], "ms", floor[1]), flush=True)
    for page, address in pages.items():
        ask = partial(client.get, address)
        half, most = _percentiles(ask)
        print(Line(f"{name}.{page}.p50", half, "ms", floor[0]), flush=True)
        print(Line(f"{name}.{page}.p99", most, "ms", floor[1]), flush=True)
        print(Line(f"{name}.{page}.cpu", _cpu(ask), "ms"), flush=True)
        with CaptureQueriesContext(connection) as captured:
            ask()
        print(Line(f"{name}.{page}.statements", len(captured), "statements"), flush=True)
        if connection.vendor == "postgresql":
            print(Line(f"{name}.{page}.rows", past.rows_read(ask), "rows"), flush=True)


def _percentiles(ask: Callable[[], Any], before: Callable[[], object] = dict) -> tuple[float, float]:
    """Milliseconds at the median and the 99th percentile of many requests at one connection."""
    for _warm in range(5):
        assert ask().status_code in (200, 204)
    took = []
    for _one in range(TIMES):
        before()
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.99) - 1]


def _cpu(ask: Callable[[], Any]) -> float:
    """Milliseconds of this process's own computing for a request, which a busy machine disturbs least."""
    began = time.process_time()
    for _one in range(20):
        ask()
    return (time.process_time() - began) * 1000 / 20


def hello(request: HttpRequest) -> HttpResponse:
    """The floor: a page that reads nothing, through the same middleware."""
    return HttpResponse("hello")


if __name__ == "__main__":
    main()
