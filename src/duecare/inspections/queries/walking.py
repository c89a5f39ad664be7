"""Where somebody may inspect, and with what."""

from __future__ import annotations

import uuid

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.queries.units import visible
from duecare.orgs.rules import Actor

MOST_UNITS = 100


def inspecting_units(by: Actor, text: str = "") -> list[Unit]:
    """Standing units that ``by`` may inspect, one more than a page shows. One statement."""
    found = visible(by, "inspections.inspect").standing()
    for word in text.split()[:4]:
        found = found.filter(Q(code__icontains=word) | Q(name__icontains=word) | Q(name_en__icontains=word))
    return list(found.order_by("lineage")[: MOST_UNITS + 1])


def inspecting_unit(by: Actor, unit_id: uuid.UUID) -> Unit:
    """One of them. :raises NotFound: it is none of them."""
    unit = Unit.objects.filter(id=unit_id).first()
    if unit is None or not rights.may(by, "inspections.inspect", unit.lineage):
        raise NotFound("no-unit", _("There is no such unit."))
    return unit
