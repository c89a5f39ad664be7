"""What has to be manned, and each watch of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from duecare.core.ids import uuid7


class ArrangementQuerySet(models.QuerySet["Arrangement"]):
    """Arrangements, asked for in sentences."""

    def standing(self) -> ArrangementQuerySet:
        """Those the plan in force still asks for."""
        return self.filter(ended_at=None)


class Arrangement(models.Model):
    """One item of a plan's section ``duty``: what has to be manned, as applied last.

    ``body`` is its value in the plan file; ``terms`` is the same worked out, see :mod:`duecare.duty.rules.terms`.
    Watches starting at or before ``since`` are not asked for; those starting at or before ``through`` have their
    obligations.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    body = models.JSONField()
    terms = models.JSONField()
    since = models.DateTimeField()
    through = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Arrangement]] = ArrangementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="arrangement_once")]

    def strand(self, post: str) -> str:
        """What the obligations of one post are counted under; also of ``handover``, ``roster``, ``request``."""
        return f"{self.programme}/{self.key}/{post}"


class Watch(models.Model):
    """One watch at one site: a shift on a local day, and how many it needs. Made when its obligations are.

    ``needs``: number of people by key of post, as when it was made.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    arrangement_id: uuid.UUID
    arrangement = models.ForeignKey(Arrangement, models.PROTECT, related_name="watches")
    site_id: uuid.UUID
    site = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    shift = models.CharField(max_length=20)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    needs = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "site", "day", "shift"], name="watch_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="watch_ends_after_start"),
        ]
        indexes = [models.Index(fields=["site", "starts_at"], name="watch_by_site")]
