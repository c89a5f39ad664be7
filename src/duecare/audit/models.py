"""The append-only, tamper-evident record."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duecare.core.ids import uuid7


class Entry(models.Model):
    """One act: who (post and actor by id, no foreign key), verb, on what, when, and a commitment to the details.

    ``commitment`` is SHA-256 over a random salt and the canonical details; erasing the :class:`Detail` leaves it and
    the tree whole. ``leaf`` is the entry's place in its root's RFC 6962 tree, given by the sequencer.
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
        constraints = [models.UniqueConstraint(fields=["root", "leaf"], name="entry_leaf_once")]
        indexes = [
            models.Index(fields=["root", "at"], name="entry_unsequenced", condition=Q(leaf=None)),
            models.Index(fields=["object_kind", "object_id"], name="entry_by_object"),
        ]


class Detail(models.Model):
    """The erasable details of an entry: JSON and the salt of its commitment."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="detail")
    salt = models.BinaryField(max_length=16)
    body = models.JSONField()


class TreeHead(models.Model):
    """A signed head: the record of one root held ``size`` entries with this root hash at that time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root = models.UUIDField()
    size = models.BigIntegerField()
    root_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    signature = models.BinaryField(max_length=64)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "size", "at"], name="head_once")]
