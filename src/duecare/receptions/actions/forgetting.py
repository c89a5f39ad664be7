"""Forgetting: numbers are gone the day after, and why a day was called off after 90 days (charter, rule 5)."""

from __future__ import annotations

from datetime import datetime, timedelta

from duecare.core.calendar import local_date
from duecare.receptions.models import Day, Ticket

#: Free text is erased then.
REASONS_KEPT = timedelta(days=90)


def forget(at: datetime) -> int:
    """Drop the numbers of every day before today, in the zone of the series, and old reasons; returns how many."""
    gone = [
        ticket
        for ticket, ends_at, terms in Ticket.objects.filter(day__ends_at__lt=at).values_list(
            "id", "day__ends_at", "day__series__terms"
        )
        if local_date(ends_at, terms["zone"]) < local_date(at, terms["zone"])
    ]
    for start in range(0, len(gone), 500):
        Ticket.objects.filter(id__in=gone[start : start + 500]).delete()
    old = Day.objects.filter(called_off_at__lte=at - REASONS_KEPT).exclude(why="")
    return len(gone) + old.update(why="")
