"""What somebody without an account is told before they write: about where, who reads it, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.orgs.models import Unit
from duecare.places.models import Place
from duecare.sightings import rules
from duecare.sightings.levels import level_of

MOST_UNITS = 50


@dataclass(frozen=True, slots=True)
class About:
    """Where somebody saw something.

    :param level: the unit whose posts read it; the unit itself where none is above it.
    :param due_at: by when, if it is sent now.
    """

    unit: Unit
    place: Place | None
    level: Unit
    due_at: datetime

    @property
    def of_root(self) -> bool:
        """Whether nobody stands above it."""
        return self.level.id == self.unit.id


def about(unit: Unit, place: Place | None, at: datetime) -> About:
    """What the form says. One statement. :raises Conflict: nobody above the unit stands."""
    return About(unit, place, level_of(unit), rules.due(at, settings.DUECARE["DUECARE_SIGHTING_HOURS"]))


def root_of(key: str) -> Unit:
    """The organisation of that key, which its posters carry. :raises NotFound: there is none that stands."""
    root = Unit.objects.standing().filter(key=key, parent=None).first() if key.isalnum() else None
    if root is None:
        raise NotFound("no-unit", _("There is no such unit."))
    return root


def units_of(root: Unit, text: str) -> Sequence[Unit]:
    """Standing units of an organisation by name or code, one more than a page shows. One statement."""
    found = Unit.objects.standing().filter(root_id=root.id)
    for word in text.split()[:4]:
        found = found.filter(Q(code__iexact=word) | Q(name__icontains=word) | Q(name_en__icontains=word))
    return list(found.order_by("lineage")[: MOST_UNITS + 1])


def unit_of(root_key: str, key: str) -> Unit:
    """A unit of an organisation, also one that has closed since: a poster may hang longer. :raises NotFound:"""
    plain = key.isalnum() and root_key.isalnum()
    unit = Unit.objects.filter(key=key, root__key=root_key).first() if plain else None
    if unit is None:
        raise NotFound("no-unit", _("There is no such unit."))
    return unit
