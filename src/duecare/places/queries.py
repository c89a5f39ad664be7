"""What people see of places: those of the units that one of their posts reaches."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.queries.units import visible
from duecare.orgs.rules import Actor
from duecare.places.models import Place, PlaceQuerySet
from duecare.places.rules import tidy_code

#: How many units a list shows; a search finds the others.
MOST_UNITS = 100


def unit_of(by: Actor, unit_id: uuid.UUID) -> Unit:
    """A unit within reach. :raises NotFound: there is none that ``by`` may see places of. One statement."""
    unit = Unit.objects.filter(id=unit_id).first()
    if unit is None or not rights.may(by, "places.see", unit.lineage):
        raise NotFound("no-unit", _("There is no such unit."))
    return unit


def units(by: Actor, text: str = "") -> list[Any]:
    """Standing units within reach with ``how_many`` places they have, those with places first. One statement."""
    found = visible(by, "places.see").standing()
    for word in text.split()[:4]:
        found = found.filter(Q(code__icontains=word) | Q(name__icontains=word) | Q(name_en__icontains=word))
    counted = found.annotate(how_many=Count("places", filter=Q(places__closed_at=None)))
    return list(counted.order_by("lineage")[: MOST_UNITS + 1])


def standing(unit: Unit) -> PlaceQuerySet:
    """The places of a unit, which the caller has got from :func:`unit_of`."""
    return Place.objects.standing().filter(unit=unit).in_order()


def one(by: Actor, place_id: uuid.UUID) -> Place:
    """A place, its unit at hand. :raises NotFound: there is none that ``by`` may see. One statement."""
    return _seen(by, Place.objects.filter(id=place_id))


def labelled(by: Actor, code: str) -> Place:
    """The place whose label says that code, however it was typed; see :func:`one`."""
    return _seen(by, Place.objects.filter(code=tidy_code(code)[:10]))


def posted(code: str) -> Place:
    """The place whose label says that code, for somebody who stands before it and has no account. One statement.

    :raises NotFound: there is none.
    """
    code = tidy_code(code)[:10]
    place = Place.objects.select_related("unit").filter(code=code).first() if code.isalnum() else None
    if place is None:
        raise NotFound("place-unknown", _("No label has this code."))
    return place


def _seen(by: Actor, found: PlaceQuerySet) -> Place:
    place = found.select_related("unit").first()
    if place is None or not rights.may(by, "places.see", place.unit.lineage):
        raise NotFound("place-unknown", _("There is no such place, or it belongs to a unit you can't see."))
    return place
