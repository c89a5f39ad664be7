"""Who answers for a unit: the resolver of the audience ``post``, and the levels that ``up`` climbs."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from duecare.orgs.models import Appointment, Unit
from duecare.orgs.rules import ancestors
from duecare.orgs.vocabulary import UnitKind
from duecare.web.rows import Among


def holders(kind: str, unit_ids: Iterable[uuid.UUID], at: datetime) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Who holds a post of the kind in each unit at ``at``, deputies included. One statement."""
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    rows = (
        Appointment.objects.filter(post__kind=kind, post__unit_id__in=Among(unit_ids))
        .holding(at)
        .order_by("starts_at", "id")
        .values_list("post__unit_id", "user_id")
    )
    for unit_id, user_id in rows:
        if user_id not in found[unit_id]:
            found[unit_id].append(user_id)
    return dict(found)


def levels_above(unit_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[list[uuid.UUID]]]:
    """For each unit, the levels above it, nearest first: the unit there, then its offices. Three statements."""
    lines = dict(Unit.objects.filter(id__in=Among(unit_ids)).values_list("id", "lineage"))
    keys = {key for line in lines.values() for key in ancestors(line)[:-1]}
    at_key = dict(Unit.objects.filter(key__in=keys).values_list("key", "id"))
    offices: dict[uuid.UUID | None, list[uuid.UUID]] = defaultdict(list)
    organs = Unit.objects.filter(parent_id__in=Among(at_key.values()), kind=UnitKind.OFFICE, closed_at=None)
    for parent_id, office_id in organs.order_by("position", "code").values_list("parent_id", "id"):
        offices[parent_id].append(office_id)
    return {
        unit_id: [
            [at_key[key], *(office for office in offices[at_key[key]] if office != unit_id)]
            for key in reversed(ancestors(line)[:-1])
        ]
        for unit_id, line in lines.items()
    }
