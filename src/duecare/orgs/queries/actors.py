"""What people see of the organisation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from duecare.orgs.models import Appointment, User
from duecare.orgs.rules import Actor, HeldPost, reach_of

_COLUMNS = (
    "post_id",
    "post__kind",
    "post__title",
    "post__title_en",
    "post__unit_id",
    "post__unit__key",
    "post__unit__lineage",
    "post__unit__root_id",
    "deputy",
    "post__unit__kind",
)


def actor_of(user: User | Any, at: datetime) -> Actor:
    """The person with every post held at ``at``; nobody signed in has no posts. One query."""
    if not user.is_authenticated:
        return Actor(None, "")
    held = Appointment.objects.filter(user=user).holding(at).values_list(*_COLUMNS)
    return Actor(
        user.id,
        user.name,
        tuple(_held(*row) for row in held),
    )


def _held(*row: Any) -> HeldPost:
    *fields, unit_kind = row
    return HeldPost(*fields, reach=reach_of(unit_kind, row[6]))
