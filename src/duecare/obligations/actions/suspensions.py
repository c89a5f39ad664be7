"""Which suspension covers a duty, and where to it moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from duecare.core.calendar import at_local
from duecare.obligations import kinds
from duecare.obligations.models import Suspension


def covering(suspensions: Sequence[Suspension], lineage: str, kind: str, slot: date) -> Suspension | None:
    """The latest of the suspensions that covers it; none where the kind knows no suspended days."""
    if not kinds.get(kind).suspends:
        return None
    for one in reversed(suspensions):
        if one.day == slot and lineage.startswith(one.lineage) and (not one.kinds or kind in one.kinds):
            return one
    return None


def moved(time: datetime, days: int, zone: str) -> datetime:
    """The same wall-clock time some days later in that zone."""
    local = time.astimezone(ZoneInfo(zone))
    return at_local(local.date() + timedelta(days=days), local.time(), zone, gap="forward")
