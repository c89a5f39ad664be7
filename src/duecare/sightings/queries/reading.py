"""What readers see: what is to be looked at, and one sighting with what can be decided."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from duecare.attachments import queries as attachments
from duecare.hazards.models import Hazard
from duecare.orgs import rights
from duecare.orgs.models import Post, Unit
from duecare.orgs.rules import Actor
from duecare.places.models import Place
from duecare.sightings.levels import units_for
from duecare.sightings.matter import MATTER, NO_POST
from duecare.sightings.models import Message, Sighting
from duecare.sightings.queries.seen import one, readable
from duecare.sightings.readers import READ

#: Nobody has decided, or whoever wrote says that what was decided has not helped.
TO_LOOK_AT = Q(decided_at=None) | Q(disputed_at__isnull=False)
MOST, MOST_DECIDED, MOST_HAZARDS = 200, 50, 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """What one reader has before them. There are no counts: nobody is measured by how many wrote."""

    open: Sequence[Sighting]
    decided: Sequence[Sighting]


@dataclass(frozen=True, slots=True)
class Reading:
    """One sighting as its page shows it.

    :param post: by which it was decided, or None; ``units`` on whose ledger it can be put, ``places`` and ``hazards``
        what can be chosen there.
    """

    sighting: Sighting
    messages: Sequence[Message]
    photographs: Sequence[Any]
    post: Post | None
    units: Sequence[Unit]
    places: Sequence[Place]
    hazards: Sequence[Hazard]

    @property
    def original(self) -> str:
        """Everything that was written, for comparing."""
        return "\n".join([self.sighting.text, *(message.text for message in self.messages)])


def waiting(by: Actor) -> Waiting:
    """What ``by`` may read: to be looked at, the earliest due first, and decided lately. Two statements."""
    found = readable(by).select_related("unit", "level", "place")
    to_look = found.filter(TO_LOOK_AT, withdrawn_at=None).order_by("due_at", "id")
    decided = found.filter(decided_at__isnull=False, disputed_at=None, forgotten_at=None).order_by(
        "-decided_at", "id"
    )
    return Waiting(list(to_look[:MOST]), list(decided[:MOST_DECIDED]))


def reading(by: Actor, sighting_id: uuid.UUID, at: datetime) -> Reading:
    """A sighting for whoever may read it. A fixed number of statements. :raises NotFound: it isn't theirs to read."""
    sighting = one(by, sighting_id)
    messages = list(Message.objects.filter(sighting=sighting).order_by("at", "id"))
    hung = attachments.of(matter_kind=MATTER, matter_ids=[sighting.id], by=by).get(sighting.id, [])
    post = Post.objects.select_related("unit").filter(id=sighting.decided_post or NO_POST).first()
    units = units_for(sighting)
    places: list[Place] = []
    hazards: list[Hazard] = []
    if sighting.open:
        places = list(Place.objects.standing().filter(unit__in=units).select_related("unit").in_order())
        standing = Hazard.objects.open().filter(unit__in=units, found_at__lte=at)
        hazards = list(standing.select_related("unit", "place").order_by("-found_at", "-id")[:MOST_HAZARDS])
    return Reading(sighting, messages, hung, post, units, places, hazards)


def poster_roots(by: Actor) -> list[Unit]:
    """The organisations for which ``by`` may print posters: those at whose top they read. One statement.

    The level above prints them, never the unit that somebody may have to write about.
    """
    return list(Unit.objects.standing().filter(parent=None, lineage__in=rights.lineages(by, READ)))
