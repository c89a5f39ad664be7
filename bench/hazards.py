"""The ledger of 100,000 and of 1,000,000 hazards: lists, filters, search, one hazard, and what the ledger tells.

The floor is what the database alone takes for fifty rows of the same table by an index, as plain SQL.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import django
from django.db import connection

from bench.line import Line
from bench.pages import grown, times

FLOOR = (
    "SELECT id, text, level, category, due_at, unit_id, place_id FROM hazards_hazard "
    "WHERE root_id = %s AND closed_at IS NULL AND same_as_id IS NULL ORDER BY due_at, id LIMIT 50"
)


def run() -> Iterator[Line]:
    """On both databases and at both sizes, and how much each page grows from the one to the other."""
    yield from grown("hazards")


def main(count: int) -> None:
    """Fill the database that the environment names, and ask for pages."""
    django.setup()
    from bench import ledger, past  # noqa: PLC0415 - after setup
    from duecare.core import clock  # noqa: PLC0415

    began = time.perf_counter()
    ledger.fill(count)
    name = f"hazards.{connection.vendor}.{count}"
    print(Line(f"{name}.filled", time.perf_counter() - began, "s"), flush=True)
    clock.install(lambda: ledger.NOW)
    _measure(name, past.signed_in(), count)


def _measure(name: str, client: Any, count: int) -> None:
    from bench import past  # noqa: PLC0415 - after setup
    from duecare.hazards.models import Hazard  # noqa: PLC0415
    from duecare.orgs.models import Unit  # noqa: PLC0415

    root = Unit.objects.get(kind="county")
    floor = partial(_floor, root.id.hex if connection.vendor == "sqlite" else root.id)
    for page, address in _pages(root.key, past.middle_key(), Hazard.objects.order_by("id")):
        times(f"{name}.{page}", partial(client.get, address), floor)
    _export(f"{name}.export", client, root.key, count)


def _pages(root: str, middle: str, hazards: Any) -> Iterator[tuple[str, str]]:
    from bench.ledger import midnight  # noqa: PLC0415 - after setup
    from duecare.hazards.queries.filters import mark  # noqa: PLC0415

    school, one = hazards.last().unit.key, hazards[hazards.count() // 2 + 3]
    deep = mark(one.found_at, one.id)
    for where, key in (("root", root), ("middle", middle), ("school", school)):
        at = f"/hazards/?unit={key}"
        yield f"list.{where}", at
        yield f"all.{where}", f"{at}&shown=all"
        yield f"closed.{where}", f"{at}&shown=closed"
        yield f"search.common.{where}", f"{at}&shown=all&q=插座"
        yield f"search.rare.{where}", f"{at}&shown=all&q=鼠咬"
        yield f"figures.{where}", f"/hazards/figures/?unit={key}"
    at = f"/hazards/?unit={root}"
    yield "page.deep", f"{at}&shown=all&after={deep}"
    yield "filter.level", f"{at}&shown=closed&level=major&category=fire"
    yield (
        "filter.range",
        f"{at}&shown=all&found_from={midnight(400)}&found_to={midnight(370)}&spot=yes&category=food",
    )
    yield "filter.rare", f"{at}&shown=all&level=major&category=laboratory&again=yes&basis=extension&spot=yes"
    yield "filter.open", f"{at}&level=major&again=yes&due_from={midnight(90)}&due_to={midnight(1)}"
    yield "search.open", f"{at}&q=鼠咬"
    yield "search.two", f"{at}&shown=all&q=灭火器 过期"
    yield "search.character", f"{at}&shown=all&q=鼠"
    yield "search.unit", f"{at}&shown=all&q=第1234小学"
    yield "search.place", f"{at}&shown=all&q=锅炉房 冻裂"
    yield "search.nothing", f"{at}&shown=all&q=没有这个词"
    yield "figures.year", f"/hazards/figures/?unit={root}&days=365"
    yield "detail", f"/hazards/{one.id}/"


def _floor(root: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [root])
        assert len(cursor.fetchall()) == 50


def _export(name: str, client: Any, key: str, count: int) -> None:
    """The whole list as .xlsx, as far as 100,000 rows, and what this process holds at most before and after."""
    from bench.ledger import midnight  # noqa: PLC0415 - after setup

    since = midnight(int(3 * 365 * min(1.0, 100_000 / count)))
    before, began = _peak(), time.perf_counter()
    answer = client.get(f"/hazards/hazards.xlsx?unit={key}&shown=all&found_from={since}")
    size = sum(len(part) for part in answer.streaming_content)
    print(Line(f"{name}.took", time.perf_counter() - began, "s"), flush=True)
    print(Line(f"{name}.size", size / 1e6, "MB"), flush=True)
    print(Line(f"{name}.memory", _peak(), "MB", before), flush=True)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
