"""Whom to call: the unit's telephone and the people who hold its posts now."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
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

    @property
    def person(self) -> str:
        """The name, unless it only says the post again."""
        return "" if self.title in self.name else self.name


def answering_first(people: Iterable[Contact], posts: Collection[str]) -> list[Contact]:
    """Whoever answers for the matter before the others, else in the order they are called."""
    return sorted(people, key=lambda contact: contact.kind not in posts)


def of_units(by: Actor, unit_ids: Iterable[uuid.UUID], at: datetime) -> dict[uuid.UUID, list[Contact]]:
    """Post holders of the units, in the order they are called. One statement."""
    found: dict[uuid.UUID, list[Contact]] = defaultdict(list)
    held = (
        Appointment.objects.filter(post__unit_id__in=list(unit_ids), post__kind__in=CALLED)
        .holding(at)
        .order_by("post__unit_id", "starts_at")
        .values_list(
            "post__unit_id",
            "post__unit__lineage",
            "post__kind",
            "post__title",
            "post__title_en",
            "user__name",
            "user__phone",
            "deputy",
        )
    )
    for unit_id, lineage, kind, title, title_en, name, phone, deputy in held:
        private = bool(phone) and rights.may(by, "orgs.contacts", lineage)
        found[unit_id].append(Contact(kind, title, title_en, name, phone if private else "", deputy))
    for people in found.values():
        people.sort(key=lambda c: CALLED.index(c.kind))
    return found
