"""Who acts for a unit: whoever holds one of its posts."""

from __future__ import annotations

from functools import cache

from duecare.orgs.models import Appointment
from duecare.orgs.queries import actor_of
from duecare.orgs.rules import Actor


@cache
def _actor(unit_code: str, post_kind: str) -> Actor | None:
    held = (
        Appointment.objects.filter(post__unit__code=unit_code, post__kind=post_kind, ends_at=None)
        .select_related("user")
        .first()
    )
    return actor_of(held.user, held.starts_at) if held else None


def holders(unit_code: str, *post_kinds: str) -> list[Actor]:
    """Whoever holds these posts in the unit, one for each kind, in their order."""
    return [actor for kind in post_kinds if (actor := _actor(unit_code, kind))]


def someone(unit_code: str, *post_kinds: str) -> Actor:
    """Whoever holds the first of these posts in the unit."""
    for actor in holders(unit_code, *post_kinds):
        return actor
    raise LookupError(f"nobody holds {post_kinds} in {unit_code}")
