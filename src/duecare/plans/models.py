"""Programmes and every version of their plans."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from duecare.core.ids import uuid7


class Programme(models.Model):
    """A work plan in force, from its first day to its closing summary.

    ``key`` is the plan's, stable over its versions; rows of other modules name the programme by it. Days are local
    dates in ``zone``, both included; by ``closes_on`` the closing summary is in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=40, unique=True)
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    office = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    zone = models.CharField(max_length=60)
    first = models.DateField()
    last = models.DateField()
    closes_on = models.DateField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lte=F("last")) & Q(last__lte=F("closes_on")),
                name="programme_days_in_order",
            ),
        ]
        indexes = [models.Index(fields=["root", "first"], name="programme_by_root")]

    def __str__(self) -> str:
        return self.title

    def state(self, today: date) -> str:
        """planned, running, closing (past its last day, the summary still to come) or ended.

        :param today: local date in its zone.
        """
        if self.ended_at:
            return "ended"
        if today < self.first:
            return "planned"
        return "running" if today <= self.last else "closing"


class PlanVersion(models.Model):
    """A plan as it was applied: the text as written, what was read from it, and what applying it changed.

    ``body`` is the plan's value (JSON); ``calendar`` is the content of the calendar file it named, empty when it
    named one that ships with the program. ``changes`` are the sentences people were told, by language.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme_id: uuid.UUID
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    sha256 = models.CharField(max_length=64)
    body = models.JSONField()
    calendar = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    applied_at = models.DateTimeField()
    by_user = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="plan_version_once"),
        ]
