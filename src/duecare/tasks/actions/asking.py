"""What a plan does to the items of a section, in the transaction of applying it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from duecare.obligations import actions as kernel
from duecare.obligations.schedules import HORIZON
from duecare.tasks.actions.opening import drafts, open_item
from duecare.tasks.models import Item
from duecare.tasks.rules import owed


def ask(
    *,
    root_id: uuid.UUID,
    programme: str,
    section: str,
    position: int,
    body: Mapping[str, Any],
    terms: Mapping[str, Any],
    at: datetime,
) -> Item:
    """Ask for an item, or ask for it in other terms. What has opened stays as it is."""
    item = Item.objects.filter(programme=programme, section=section, key=body["key"]).first()
    same = item is not None and item.ended_at is None and item.terms == dict(terms)
    if item is None:
        item = Item(programme=programme, section=section, key=body["key"], root_id=root_id, since=at)
    item.position, item.body = position, dict(body)
    if not same:
        item.terms, item.since, item.through, item.ended_at = dict(terms), at, None, None
    item.save()
    if not same:
        replace_unopened(item, at)
    return item


def replace_unopened(item: Item, at: datetime) -> None:
    """Bring what has not opened yet to the item's terms, and make what they add."""
    wanted = list(drafts(item, owed(item.terms, item.since, at + HORIZON)))
    kernel.replace_scheduled(
        programme=item.programme, strand=item.strand, keep={draft.origin for draft in wanted}, at=at
    )
    kernel.reschedule(drafts=wanted, at=at)
    open_item(item, at, at + HORIZON)


def stop_asking(*, item: Item, at: datetime) -> None:
    """No longer ask for it: what has not opened goes, what has opened stays owed."""
    kernel.replace_scheduled(programme=item.programme, strand=item.strand, keep=set(), at=at)
    item.ended_at = at
    item.save(update_fields=["ended_at"])


def end_all(*, programme: str, section: str, at: datetime) -> None:
    """Stop asking for every item of a programme's section."""
    for item in Item.objects.filter(programme=programme, section=section, ended_at=None):
        stop_asking(item=item, at=at)
