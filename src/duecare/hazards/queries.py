"""What people see of hazards: those of the units that one of their posts reaches."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.hazards.models import Hazard, Step
from duecare.orgs import rights
from duecare.orgs.rules import Actor


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
