"""The places of the demo's schools: where inspections are made and hazards are found."""

from __future__ import annotations

import uuid
from datetime import datetime

from duecare.inspections.rules import Field
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM
from duecare.places.actions import add_place
from duecare.places.models import Place

#: Kind, names, and the field of inspection that is looked at there.
PLACES = (
    ("boiler_room", "锅炉房", "Boiler room", Field.HEATING),
    ("kitchen", "食堂操作间", "Canteen kitchen", Field.FOOD),
    ("stairwell", "教学楼东楼梯", "East stairwell", Field.CROWDS),
    ("switchboard", "总配电间", "Main switchboard", Field.FIRE),
)


def furnish(at: datetime) -> None:
    """Give each school its places."""
    for unit in Unit.objects.filter(kind__in=("middle_school", "primary_school"), closed_at=None):
        for kind, name, name_en, _field in PLACES:
            add_place(unit=unit, kind=kind, name=name, name_en=name_en, by=SYSTEM, at=at)


def place_for(unit: Unit, field: Field) -> uuid.UUID | None:
    """Where in a unit an inspection of this field is made; None: all over it."""
    kinds = [kind for kind, _name, _name_en, there in PLACES if there is field]
    return Place.objects.filter(unit=unit, kind__in=kinds).values_list("id", flat=True).first()
