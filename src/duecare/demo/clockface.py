"""The simulated time, as every process of the demo reads it.

The driver moves it in steps and writes it to the mark. Within one request it stands still: what a visitor sends
arrives at one time, however fast the days go by.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.conf import settings

#: Where the simulation begins, before there is a mark: Monday, the first day of the plan, 07:00 in Shanghai.
BEGIN = datetime(2027, 1, 3, 23, 0, tzinfo=UTC)

_frozen: ContextVar[datetime | None] = ContextVar("demo_frozen", default=None)


def read() -> datetime:
    """The time on the mark, read by a connection of its own so that no transaction of the caller is touched."""
    uri = f"file:{settings.DATABASES['default']['NAME']}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=5)) as connection:
            row = connection.execute("SELECT at FROM demo_mark").fetchone()
    except sqlite3.OperationalError:
        return BEGIN
    return datetime.fromisoformat(row[0]).replace(tzinfo=UTC) if row else BEGIN


def now() -> datetime:
    """The simulated time; inside :func:`standing_still` the one it began with."""
    return _frozen.get() or read()


@contextmanager
def standing_still(at: datetime | None = None) -> Iterator[datetime]:
    """Hold the time at ``at`` (default: now) for what runs inside."""
    at = at or read()
    token = _frozen.set(at)
    try:
        yield at
    finally:
        _frozen.reset(token)
