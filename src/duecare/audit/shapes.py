"""Rows as the pure shapes of the rules."""

from __future__ import annotations

from duecare.audit.models import Entry, TreeHead
from duecare.audit.rules import Head, Leaf


def leaf_of(entry: Entry) -> Leaf:
    """An entry that has its place.

    :raises ValueError: when it has none yet.
    """
    if entry.leaf is None:
        raise ValueError(f"entry {entry.id} has no leaf")
    return Leaf(
        entry.id,
        entry.root,
        entry.at,
        entry.actor,
        entry.post,
        entry.verb,
        entry.object_kind,
        entry.object_id,
        bytes(entry.commitment),
        entry.leaf,
    )


def head_of(row: TreeHead) -> Head:
    """A stored head."""
    return Head(row.root, row.size, row.at, bytes(row.root_hash), row.key, bytes(row.signature))
