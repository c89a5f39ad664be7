"""What people see of hazards: those of the units that one of their posts reaches."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.hazards.models import Hazard, Owed, Step
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.queries.units import visible
from duecare.orgs.rules import Actor

MOST_UNITS = 100


def one(by: Actor, hazard_id: uuid.UUID) -> Hazard:
    """A hazard, unit and place at hand. :raises NotFound: there is none that ``by`` may see. One statement."""
    found = Hazard.objects.select_related("unit", "unit__parent", "place", "same_as")
    hazard = found.filter(id=hazard_id).first()
    if hazard is None or not rights.may(by, "hazards.see", hazard.unit.lineage):
        raise NotFound("hazard-unknown", _("There is no such hazard."))
    return hazard


def visible_steps(by: Actor, step_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Those of the steps, and with each its photographs, that ``by`` may see. One statement."""
    rows = Step.objects.filter(id__in=step_ids).values_list("id", "hazard__unit__lineage")
    return [step_id for step_id, lineage in rows if rights.may(by, "hazards.see", lineage)]


def of_obligation(by: Actor, obligation_id: uuid.UUID) -> uuid.UUID:
    """The hazard that a duty is about. :raises NotFound: there is none that ``by`` may see."""
    owed = Owed.objects.filter(obligation=obligation_id).first()
    if owed is None:
        raise NotFound("hazard-unknown", _("There is no such hazard."))
    return one(by, owed.hazard_id).id


def reporting_units(by: Actor, text: str = "") -> list[Unit]:
    """Standing units that ``by`` may report hazards of, one more than a page shows. One statement."""
    found = visible(by, "hazards.report").standing()
    for word in text.split()[:4]:
        found = found.filter(Q(code__icontains=word) | Q(name__icontains=word) | Q(name_en__icontains=word))
    return list(found.order_by("lineage")[: MOST_UNITS + 1])


def reporting_unit(by: Actor, unit_id: uuid.UUID) -> Unit:
    """One of them. :raises NotFound: it is none of them."""
    unit = Unit.objects.filter(id=unit_id).first()
    if unit is None or not rights.may(by, "hazards.report", unit.lineage):
        raise NotFound("no-unit", _("There is no such unit."))
    return unit
