"""What a place's page offers to somebody without an account."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from duecare.places.models import Place
from duecare.places.pages import Act


def offers(place: Place) -> Act:
    """Telling what is unsafe there."""
    return Act(_("Report something unsafe here"), reverse("sightings:at_place", args=[place.code]), "flag")
