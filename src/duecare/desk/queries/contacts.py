"""Whom to call: the unit's telephone and the people who hold its posts now."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from duecare.orgs import rights
from duecare.orgs.models import Appointment
from duecare.orgs.rules import Actor

#: Who answers for a unit, in the order they are called.
CALLED = ("reporter", "leader", "coordinator", "duty_officer")


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call; ``phone`` is empty where the reader may not see private numbers."""

    kind: str
    title: str
    title_en: str
    name: str
    phone: str
    deputy: bool


def of_units(by: Actor, unit_ids: Iterable[uuid.UUID], at: datetime) -> dict[uuid.UUID, list[Contact]]:
    """Post holders of the units, in the order they are called. One statement."""
    found: dict[uuid.UUID, list[Contact]] = defaultdict(list)
    held = (
        Appointment.objects.filter(post__unit_id__in=list(unit_ids), post__kind__in=CALLED)
        .holding(at)
        .select_related("post__unit", "user")
        .order_by("post__unit_id", "starts_at")
    )
    for one in held:
        private = rights.may(by, "orgs.contacts", one.post.unit.lineage)
        found[one.post.unit_id].append(
            Contact(
                one.post.kind,
                one.post.title,
                one.post.title_en,
                one.user.name,
                one.user.phone if private else "",
                one.deputy,
            )
        )
    for people in found.values():
        people.sort(key=lambda c: CALLED.index(c.kind))
    return found
