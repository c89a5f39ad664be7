"""What readers may see; see :mod:`duecare.sightings.readers`."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import F, Q, QuerySet

from duecare.orgs import rights
from duecare.orgs.rules import LINEAGE_STEP, Actor, subtree_end
from duecare.sightings.models import Owed, Sighting
from duecare.sightings.readers import READ, may_read, require_read

_AT_HAND = ("unit", "level", "place", "hazard", "hazard__unit")


def one(by: Actor, sighting_id: uuid.UUID) -> Sighting:
    """A sighting, with what a page needs at hand. One statement.

    :raises NotFound: there is none that ``by`` may read; nobody of the unit concerned is told which.
    """
    return require_read(by, Sighting.objects.select_related(*_AT_HAND).filter(id=sighting_id).first())


def of_obligation(by: Actor, obligation_id: uuid.UUID) -> uuid.UUID:
    """The sighting that a duty is about. :raises NotFound: there is none that ``by`` may read."""
    owed = Owed.objects.filter(obligation=obligation_id).first()
    return require_read(by, None).id if owed is None else one(by, owed.sighting_id).id


def readable(by: Actor) -> QuerySet[Sighting]:
    """Those that ``by`` may read, by the same rule as :func:`reading_post`."""
    reached = Q(pk__in=[])
    for lineage in rights.lineages(by, READ):
        reached |= Q(level__lineage__gte=lineage, level__lineage__lte=subtree_end(lineage))
    found = Sighting.objects.filter(reached)
    for post in by.posts:
        # A unit concerned whose lineage this post's begins with: the post is there, or below.
        lines = [post.lineage[:end] for end in range(LINEAGE_STEP, len(post.lineage) + 1, LINEAGE_STEP)]
        found = found.exclude(~Q(unit=F("level")), unit__lineage__in=lines)
    return found


def visible(by: Actor, sighting_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Those of the sightings, and with each its photographs, that ``by`` may read. One statement."""
    found = Sighting.objects.select_related("unit", "level").filter(id__in=sighting_ids)
    return [sighting.id for sighting in found if may_read(by, sighting)]
