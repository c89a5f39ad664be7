"""Whom ladders of cases tell: the head that holds a unit's cases."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from duecare.orgs.holders import holders
from duecare.orgs.models import Unit
from duecare.orgs.vocabulary import PostKind


def head(_argument: str, unit_ids: Iterable[uuid.UUID], at: datetime) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Who heads each unit, or, of an office, the unit that it is an organ of. Two statements."""
    rows = Unit.objects.filter(id__in=list(unit_ids)).values_list("id", "kind", "parent_id")
    headed: dict[uuid.UUID, uuid.UUID] = {
        unit: parent if kind == "office" and parent else unit for unit, kind, parent in rows
    }
    found = holders(PostKind.LEADER, headed.values(), at)
    return {unit: found[above] for unit, above in headed.items() if above in found}
