"""Tasks and meetings of a programme, and how each was done."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from duecare.core.ids import uuid7

SECTIONS = ("tasks", "meetings")


class ItemQuerySet(models.QuerySet["Item"]):
    """Items, asked for in sentences."""

    def standing(self) -> ItemQuerySet:
        """Those the plan in force still asks for."""
        return self.filter(ended_at=None)


class Item(models.Model):
    """A task or a meeting that a programme's plan asks for, as applied last.

    ``body`` is its value in the plan file; ``terms`` is the same worked out (days, zone, creditor, ladder), what
    obligations are made from. Occurrences due at or before ``since`` (when it was first asked for, or last changed)
    are not made; those opening at or before ``through`` have been.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.CharField(max_length=40)
    section = models.CharField(max_length=10, choices=[(s, s) for s in SECTIONS])
    key = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    body = models.JSONField()
    terms = models.JSONField()
    since = models.DateTimeField()
    through = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Item]] = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "section", "key"], name="item_once"),
            models.CheckConstraint(condition=Q(section__in=SECTIONS), name="item_section"),
        ]

    @property
    def strand(self) -> str:
        """What its obligations are counted under."""
        return f"{self.programme}/{self.section}/{self.key}"


class Completion(models.Model):
    """How an obligation was done: a note and, where the plan asks for it, a headcount. No persons.

    The note is erased at ``forget_at``, after 90 days (charter, rule 5).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    obligation_id: uuid.UUID
    obligation = models.OneToOneField("obligations.Obligation", models.PROTECT, related_name="completion")
    note = models.CharField(max_length=300, blank=True)
    headcount = models.PositiveIntegerField(null=True)
    received_at = models.DateTimeField()
    by_user = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)
    forget_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["forget_at"], name="completion_to_forget", condition=Q(forget_at__isnull=False)
            ),
        ]
