"""The append-only, tamper-evident record."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q

from duecare.audit.rules import canonical
from duecare.core.ids import uuid7


class CanonicalJSON(models.TextField):  # type: ignore[type-arg]
    """JSON kept as the very text that the commitment was made over; a database's own JSON type rewrites numbers."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else canonical(value).decode()

    def from_db_value(self, value: Any, *_: Any) -> Any:
        if value is None:
            return None
        try:
            return json.loads(value)
        except ValueError:
            return value


class Entry(models.Model):
    """One act: who (post and actor by id, no foreign key), verb, on what, when, and a commitment to the details.

    ``commitment`` is SHA-256 over a random salt and the canonical details; erasing the :class:`Detail` leaves it and
    the tree whole. ``leaf`` is the entry's place (from 0) in its root's RFC 6962 tree, given by the sequencer
    together with ``leaf_hash``, which covers every other column. Triggers refuse any other change.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root = models.UUIDField()
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    commitment = models.BinaryField(max_length=32)
    leaf = models.BigIntegerField(null=True)
    leaf_hash = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["root", "leaf"], name="entry_leaf_once"),
            models.CheckConstraint(
                condition=Q(leaf=None, leaf_hash=None) | Q(leaf__gte=0, leaf_hash__isnull=False),
                name="entry_leaf_with_hash",
            ),
        ]
        indexes = [
            models.Index(fields=["root", "at", "id"], name="entry_unsequenced", condition=Q(leaf=None)),
            models.Index(fields=["root", "at", "id"], name="entry_by_time"),
            models.Index(fields=["object_kind", "object_id"], name="entry_by_object"),
        ]


class Detail(models.Model):
    """The erasable details of an entry, and the salt of its commitment. It may be deleted, never changed."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="detail")
    salt = models.BinaryField(max_length=16)
    body = CanonicalJSON()


class Tree(models.Model):
    """How far the tree of one root has grown; the sequencer that holds this row is the only one at work on it.

    ``clock_at``: the machine's own time (UTC) when the sequencer last worked, to notice a clock set back.
    """

    root = models.UUIDField(primary_key=True)
    size = models.BigIntegerField(default=0)
    clock_at = models.DateTimeField(null=True)


class Tile(models.Model):
    """Up to 256 neighbouring hashes of a tree, one after the other: see :mod:`duecare.audit.rules.tiles`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root = models.UUIDField()
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField(max_length=256 * 32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "level", "number"], name="tile_once")]


class TreeHead(models.Model):
    """A signed head: the record of one root held ``size`` entries with this root hash at that time (whole seconds).

    ``key``: which key signed it; ``sent_at``: when it had been delivered outside.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root = models.UUIDField()
    size = models.BigIntegerField()
    root_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    key = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "size", "at"], name="head_once")]
        indexes = [models.Index(fields=["root", "-at"], name="head_latest")]
