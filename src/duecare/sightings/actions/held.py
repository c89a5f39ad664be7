"""A sighting held for an act, and texts as they are kept."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, NotFound
from duecare.orgs.rules import Actor
from duecare.sightings.models import Sighting
from duecare.sightings.readers import require_read


def hold(sighting_id: uuid.UUID) -> Sighting:
    """Lock a sighting for whoever has its code. :raises NotFound: there is none."""
    found = Sighting.objects.select_for_update(of=("self",)).select_related(
        "unit", "level", "place", "hazard__same_as"
    )
    sighting = found.filter(id=sighting_id).first()
    if sighting is None:
        raise NotFound("sighting-unknown", _("There is nothing here."))
    return sighting


def hold_to_read(sighting_id: uuid.UUID, by: Actor) -> Sighting:
    """Lock one that ``by`` may read and that nobody has decided on.

    :raises NotFound: it is not theirs to read.
    :raises Conflict: it was withdrawn, or somebody else has decided meanwhile.
    """
    found = Sighting.objects.select_for_update(of=("self",)).select_related("unit", "level", "place")
    sighting = require_read(by, found.filter(id=sighting_id).first())
    if sighting.withdrawn_at is not None:
        raise Conflict("sighting-withdrawn", _("Whoever sent this has withdrawn it meanwhile."))
    if not sighting.open:
        raise Conflict("sighting-decided", _("Somebody else has decided on this meanwhile; that stands."))
    return sighting


def words(text: str, most: int, where: str) -> str:
    """A text as it is kept. :raises BadInput: it is missing or too long."""
    text = text.strip()
    if not text:
        raise BadInput("words-missing", _("Say it in a few words."), where=where)
    if len(text) > most:
        raise BadInput("words-too-long", _("At most %(most)s characters."), where=where, most=most)
    return text
