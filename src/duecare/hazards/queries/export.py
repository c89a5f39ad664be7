"""The ledger as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from duecare.core.calendar import zone_named
from duecare.hazards.queries import listing
from duecare.hazards.queries.filters import Filters
from duecare.hazards.queries.ledger import row
from duecare.hazards.queries.reach import Reach
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

_AT_ONCE = 500


def rows_for_export(by: Actor, unit: Unit, filters: Filters, at: datetime) -> Iterator[list[Any]]:
    """The heads, then every line of the list as it is shown, on every page of it; never all in memory."""
    yield [
        _("Unit code"), _("Unit"), _("Place"), _("Category"), _("Level"), _("What is unsafe"), _("State"),
        _("Found on"), _("To be put right by"), _("Days open"), _("Put right"), _("Closed out"), _("Opened again"),
    ]  # fmt: skip
    found = listing.asked(Reach.of(by, unit), filters, at).listed().prefetch_related("unit", "place")
    for hazard in found.iterator(chunk_size=_AT_ONCE):
        line, zone = row(hazard, at), zone_named(hazard.unit.zone)
        times = [
            f"{time.astimezone(zone):%Y-%m-%d %H:%M}" if time else None
            for time in (hazard.found_at, hazard.due_at, hazard.put_right_at, hazard.closed_at)
        ]
        yield [
            hazard.unit.code, hazard.unit.name, hazard.place.name if hazard.place else None,
            str(hazard.get_category_display()), str(hazard.get_level_display()), hazard.text, line.look.word,
            times[0], times[1], line.age, times[2], times[3], hazard.reopened,
        ]  # fmt: skip
