"""Whether the clock runs: a stopped one means that silence goes unseen."""

from __future__ import annotations

from datetime import datetime, timedelta

from duecare.obligations.queries import clock_seen_at
from duecare.web.health import Health

#: A clock ticks every few seconds.
SILENT_AFTER = timedelta(minutes=2)


def clock(at: datetime) -> Health:
    """The clock's age in seconds; null when it has never run."""
    seen = clock_seen_at()
    if seen is None:
        return Health(False, {"age": None})
    return Health(at - seen <= SILENT_AFTER, {"age": round((at - seen).total_seconds(), 1)})
