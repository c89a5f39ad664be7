"""What every place must be, whoever writes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict
from duecare.places.models import Place
from duecare.places.rules import NAME_EN_LENGTH, NAME_LENGTH, NUMBER_LENGTH, is_on_earth
from duecare.places.vocabulary import PlaceKind

#: What can be changed.
DETAILS = ("kind", "name", "name_en", "number", "latitude", "longitude")
_MOST = {"name": NAME_LENGTH, "name_en": NAME_EN_LENGTH, "number": NUMBER_LENGTH}


def require_plain(place: Place) -> None:
    """:raises BadInput: what was given can't be a place."""
    if place.kind not in PlaceKind.values:
        raise BadInput(
            "place-kind-unknown",
            _(
                "A place is of a kind in the list; dwellings and persons are not among them (charter, rule 1)."
            ),
            where="kind",
        )
    if not place.name:
        raise BadInput("place-unnamed", _("Give the place a name."), where="name")
    for name, most in _MOST.items():
        if len(getattr(place, name)) > most:
            raise BadInput("name-too-long", _("At most %(most)s characters."), where=name, most=most)
    if not is_on_earth(place.latitude, place.longitude):
        raise BadInput(
            "place-nowhere",
            _("Give both coordinates in decimal degrees, such as 36.651200 and 117.120900, or neither."),
            where="latitude",
        )


def require_free(place: Place) -> None:
    """:raises Conflict: another standing place of the unit has the name."""
    others = Place.objects.standing().filter(unit_id=place.unit_id, name=place.name).exclude(id=place.id)
    if others.exists():
        raise Conflict("place-name-taken", _("This unit has a place of this name already."))


def told(place: Place) -> dict[str, Any]:
    """The details for the record."""
    return {name: getattr(place, name) and str(getattr(place, name)) for name in DETAILS}
