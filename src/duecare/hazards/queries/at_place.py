"""What the ledger says on the page that a place's label opens."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from duecare.hazards.models import Hazard
from duecare.hazards.queries.looks import look
from duecare.orgs import rights
from duecare.orgs.rules import Actor
from duecare.places.models import Place
from duecare.places.pages import Act, Line, Part

_MOST = 20
_TONES = {"silent": "bad", "discharged": "good", "waived": "quiet"}


def says(by: Actor, place: Place, at: datetime) -> Part | None:
    """The latest hazards there, and reporting one. One statement."""
    if not rights.may(by, "hazards.see", place.unit.lineage):
        return None
    acts = []
    if place.closed_at is None and rights.may(by, "hazards.report", place.unit.lineage):
        acts.append(Act(_("Report a hazard here"), f"{reverse('hazards:new')}?place={place.code}", "flag"))
    lines = []
    for hazard in Hazard.objects.filter(place=place).order_by("-found_at", "-id")[:_MOST]:
        badge = look(hazard, at)
        title = hazard.text[:80] or str(hazard.get_category_display())
        lines.append(
            Line(
                title, hazard.found_at, reverse("hazards:hazard", args=[hazard.id]),
                f"{hazard.get_category_display()} · {badge.word}", "alert-triangle", _TONES.get(badge.key, "warn"),
            )
        )  # fmt: skip
    return Part(_("Hazards at this place"), lines, acts)
