"""Making obligations of what plans ask for, over a short horizon."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from duecare.obligations import actions as kernel
from duecare.obligations.rules import Draft
from duecare.obligations.selection import units_meant
from duecare.tasks.kinds import OF_SECTION
from duecare.tasks.models import Item
from duecare.tasks.rules import Occurrence, origin, owed


def open_due(at: datetime, until: datetime) -> int:
    """The schedule of tasks: make what opens by ``until`` and is not there yet; returns how many were made."""
    return sum(open_item(item, at, until) for item in Item.objects.standing().select_related("root"))


def open_item(item: Item, at: datetime, until: datetime) -> int:
    """The same for one item. Running it again makes nothing."""
    new = [
        o for o in owed(item.terms, item.since, until) if item.through is None or o.opens_at > item.through
    ]
    made = kernel.open_many(drafts=drafts(item, new), at=at) if new else 0
    if new:
        Item.objects.filter(id=item.id).update(through=until)
        item.through = until
    return made


def drafts(item: Item, wanted: list[Occurrence]) -> Iterator[Draft]:
    """The obligations of some occurrences: one for each unit that is meant now and stood before it is due."""
    terms = item.terms
    ladder = kernel.freeze_ladder(terms["ladder"])
    units = list(
        units_meant(item.root_id, terms["owed_by"]).values_list("id", "key", "lineage", "created_at")
    )
    for occurrence in wanted:
        for unit_id, unit_key, lineage, created_at in units:
            if created_at >= occurrence.due_at:
                continue
            yield Draft(
                kind=OF_SECTION[item.section].key,
                origin=origin(item.programme, item.section, item.key, unit_key, occurrence.key),
                root_id=item.root_id,
                debtor_id=unit_id,
                lineage=lineage,
                creditor_id=uuid.UUID(terms["creditor"]),
                title=terms["title"],
                title_en=terms["title_en"],
                basis=terms["basis"],
                programme=item.programme,
                post=terms["post"],
                strand=item.strand,
                slot=occurrence.slot,
                opens_at=occurrence.opens_at,
                due_at=occurrence.due_at,
                closes_at=occurrence.closes_at,
                ladder_id=ladder,
            )
