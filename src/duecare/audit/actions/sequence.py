"""The sequencer: gives entries their leaves."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from duecare.audit import tree
from duecare.audit.actions.record import record
from duecare.audit.models import Entry, Tree
from duecare.audit.rules import CLOCK_SET_BACK, TOLERANCE, leaf_hash, made_at
from duecare.audit.shapes import leaf_of
from duecare.core.ids import uuid7

#: Entries in one transaction; a filing on SQLite waits no longer than one of them takes.
BATCH = 1000


def sequence(at: datetime, limit: int = 20_000) -> int:
    """Give a leaf to every entry that lacks one, at most ``limit``, oldest first, root by root.

    Any number of processes may run it at once: a root is worked on by whoever holds its :class:`Tree` row. The work
    grows with what is new, not with the record.

    :returns: how many entries were given one.
    """
    done = 0
    for root in Entry.objects.filter(leaf=None).order_by().values_list("root", flat=True).distinct():
        while done < limit:
            given = _batch(root, min(BATCH, limit - done), at)
            done += given
            if given < BATCH:
                break
    return done


def _batch(root: uuid.UUID, limit: int, at: datetime) -> int:
    """One transaction; 0 when there is nothing, or somebody else is at it."""
    Tree.objects.bulk_create([Tree(root=root)], ignore_conflicts=True)
    with transaction.atomic():
        held = Tree.objects.select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked
        )
        grown = held.filter(root=root).first()
        if grown is None:
            return 0
        _notice_set_back(grown, at)
        entries = list(Entry.objects.filter(root=root, leaf=None).order_by("at", "id")[:limit])
        if not entries:
            return 0
        tiles = tree.stored(root, grown.size)
        for leaf, entry in enumerate(entries, start=grown.size):
            entry.leaf = leaf
            entry.leaf_hash = leaf_hash(leaf_of(entry))
            tiles.append(entry.leaf_hash)
        _write(entries)
        tree.save(root, tiles)
        grown.size = tiles.size
        grown.save(update_fields=["size", "clock_at"])
    return len(entries)


def _notice_set_back(grown: Tree, at: datetime) -> None:
    """Put on record that the machine's clock went back, so that what follows is not taken for back-dated."""
    machine = made_at(uuid7())
    if grown.clock_at and machine < grown.clock_at - TOLERANCE:
        record(
            root=grown.root,
            verb=CLOCK_SET_BACK,
            object_kind="clock",
            object_id="",
            at=at,
            actor=None,
            post=None,
            details={"from": grown.clock_at.isoformat(), "to": machine.isoformat()},
        )
    grown.clock_at = machine


def _write(entries: Sequence[Entry]) -> None:
    """Set leaf and hash by id: a prepared statement run many times, which a bulk update with CASE is not.

    :raises RuntimeError: when an entry had one already; the transaction is then undone.
    """
    fields = [Entry._meta.get_field(name) for name in ("leaf", "leaf_hash", "id")]
    rows: list[list[Any]] = [
        [field.get_db_prep_value(getattr(e, field.name), connection) for field in fields]  # type: ignore[union-attr]
        for e in entries
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {connection.ops.quote_name(Entry._meta.db_table)}"  # noqa: S608 - our own table's name
            " SET leaf = %s, leaf_hash = %s WHERE id = %s AND leaf IS NULL",
            rows,
        )
        if cursor.rowcount != len(rows):
            raise RuntimeError(
                f"{len(rows)} entries to sequence, {cursor.rowcount} were still without a leaf"
            )
