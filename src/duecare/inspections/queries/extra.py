"""Inspections that were made and count for nothing that is owed: they are extra."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef

from duecare.core.calendar import Window, at_local, local_date
from duecare.inspections.actions.planning import end_of
from duecare.inspections.models import Inspected, Inspection, Owed, Programme
from duecare.orgs.models import Unit


def extra(row: Programme, units: Sequence[Unit], windows: Sequence[Window]) -> Counter[tuple[UUID, str]]:
    """How many were made in each unit and window that count for nothing in the programme. One statement.

    Only those with its checklists, by the unit that is to inspect; a window is named by its key.
    """
    if not windows:
        return Counter()
    own = Inspected.objects.filter(programme=row, unit=OuterRef("unit"), by_unit=OuterRef("by_unit"))
    counting = Owed.objects.filter(programme=row, inspection=OuterRef("pk"))
    made = Inspection.objects.filter(
        Exists(own),
        ~Exists(counting),
        unit__in=units,
        checklist__key__in=row.checklists,
        received_at__gte=at_local(min(window.first for window in windows), "00:00", row.zone, gap="forward"),
        received_at__lt=max(end_of(window, row.zone) for window in windows),
    )
    found: Counter[tuple[UUID, str]] = Counter()
    for unit, received_at in made.values_list("unit_id", "received_at"):
        day = local_date(received_at, row.zone)
        found.update((unit, window.key) for window in windows if day in window)
    return found
