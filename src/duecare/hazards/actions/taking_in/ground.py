"""The units and places that the lines of a ledger can be about."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duecare.core.calendar import local_date
from duecare.hazards.actions.providing import bound
from duecare.hazards.paper.lines import Ground
from duecare.orgs.models import Unit
from duecare.orgs.rules import subtree_end
from duecare.places.models import Place


@dataclass(slots=True)
class Standing:
    """Units by code, the unit above at hand; places by code; what lines are checked against."""

    units: dict[str, Unit]
    places: dict[str, Place]
    checks: Ground
    at: datetime
    _terms: dict[uuid.UUID, dict[str, Any]]

    def terms(self, unit: Unit) -> dict[str, Any]:
        """What binds hazards of the unit now; looked up once for each."""
        if unit.id not in self._terms:
            self._terms[unit.id] = bound(unit, self.at)
        return self._terms[unit.id]


def ground_of(top: Unit, at: datetime) -> Standing:
    """What stands at and below a unit. Four statements."""
    below = Unit.objects.filter(lineage__gte=top.lineage, lineage__lte=subtree_end(top.lineage))
    units = {
        unit.code: unit for unit in below.select_related("parent").order_by("lineage") if not unit.closed_at
    }
    closed = below.exclude(closed_at=None).values_list("code", flat=True)
    others = Unit.objects.filter(root_id=top.root_id).exclude(
        lineage__gte=top.lineage, lineage__lte=subtree_end(top.lineage)
    )
    codes = {unit.id: code for code, unit in units.items()}
    standing = Place.objects.filter(root_id=top.root_id, closed_at=None, unit__in=below)
    places: dict[str, Place] = {}
    by_unit: dict[str, dict[str, str]] = defaultdict(dict)
    for place in standing.iterator(chunk_size=2000):
        if place.unit_id in codes:
            places[place.code] = place
            by_unit[codes[place.unit_id]] |= {place.name: place.code, place.code: place.code}
    checks = Ground(
        {code: local_date(at, unit.zone) for code, unit in units.items()},
        frozenset(closed),
        frozenset(others.values_list("code", flat=True)),
        by_unit,
    )
    return Standing(units, places, checks, at, {})
