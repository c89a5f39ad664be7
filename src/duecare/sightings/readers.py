"""Who reads: posts of the level above and higher, and nobody who holds a post in the unit concerned or below it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.orgs import rights
from duecare.orgs.rules import Actor, HeldPost, allows
from duecare.sightings.models import Sighting

READ = "sightings.read"


def reading_post(by: Actor, sighting: Sighting) -> HeldPost | None:
    """The post by which ``by`` reads it; None when there is none."""
    concerned = sighting.unit.lineage
    if not sighting.of_root and any(post.lineage.startswith(concerned) for post in by.posts):
        return None
    return allows(by, rights.all_rights()[READ], sighting.level.lineage)


def may_read(by: Actor, sighting: Sighting) -> bool:
    """Whether ``by`` may read it; the program itself may."""
    return by.system or reading_post(by, sighting) is not None


def require_read(by: Actor, sighting: Sighting | None) -> Sighting:
    """:raises NotFound: there is none, or ``by`` may not read it."""
    if sighting is None or not may_read(by, sighting):
        raise NotFound(
            "sighting-unknown",
            _(
                "There is nothing here that is yours to read. Who holds a post in a unit reads nothing about it."
            ),
        )
    return sighting
