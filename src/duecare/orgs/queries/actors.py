"""What people see of the organisation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from duecare.orgs.models import Appointment, User
from duecare.orgs.rules import Actor, HeldPost, reach_of


def actor_of(user: User | Any, at: datetime) -> Actor:
    """The person with every post held at ``at``; nobody signed in has no posts. One query."""
    if not user.is_authenticated:
        return Actor(None, "")
    held = Appointment.objects.filter(user=user).holding(at).select_related("post__unit")
    return Actor(
        user.id,
        user.name,
        tuple(
            HeldPost(
                a.post_id,
                a.post.kind,
                a.post.title,
                a.post.title_en,
                a.post.unit_id,
                a.post.unit.key,
                a.post.unit.lineage,
                a.post.unit.root_id,
                a.deputy,
                reach_of(a.post.unit.kind, a.post.unit.lineage),
            )
            for a in held
        ),
    )
