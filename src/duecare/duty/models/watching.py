"""The watch itself: who is there, what happened, what is passed on."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from duecare.core.ids import uuid7


class CheckIn(models.Model):
    """Somebody has taken up a watch in a post. That they are there, never where."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    watch_id: uuid.UUID
    watch = models.ForeignKey("duty.Watch", models.PROTECT, related_name="check_ins")
    assignment = models.OneToOneField("duty.Assignment", models.PROTECT, related_name="check_in")
    at = models.DateTimeField()


class LogLine(models.Model):
    """A line of a watch's log. ``text`` is erased at ``forget_at``; that a line was written stays."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    watch = models.ForeignKey("duty.Watch", models.PROTECT, related_name="log")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    text = models.CharField(max_length=500, blank=True)
    client_id = models.UUIDField()
    forget_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["written_by", "client_id"], name="log_line_sent_once")]
        indexes = [
            models.Index(
                fields=["forget_at"], name="log_line_to_forget", condition=Q(forget_at__isnull=False)
            )
        ]


class Matter(models.Model):
    """Something a site's watches pass on until it is closed. ``text`` is erased 90 days after it was closed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    arrangement = models.ForeignKey("duty.Arrangement", models.PROTECT, related_name="matters")
    site = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    opened_in = models.ForeignKey("duty.Watch", models.PROTECT, related_name="+")
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    text = models.CharField(max_length=300, blank=True)
    closed_in = models.ForeignKey("duty.Watch", models.PROTECT, null=True, related_name="+")
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    forget_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["arrangement", "site"], name="matter_open", condition=Q(closed_at=None)),
            models.Index(fields=["forget_at"], name="matter_to_forget", condition=Q(forget_at__isnull=False)),
        ]


class Handover(models.Model):
    """What one watch passes to the next, which signs for it.

    ``matters``: ids of the matters open when it was signed. ``written_at`` may be empty when it is signed: the next
    watch then took over without a note, and that stays visible. ``note`` is erased at ``forget_at``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    watch = models.OneToOneField("duty.Watch", models.PROTECT, related_name="handover")
    to = models.ForeignKey("duty.Watch", models.PROTECT, related_name="+")
    note = models.CharField(max_length=1000, blank=True)
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    matters = models.JSONField(default=list)
    forget_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["forget_at"], name="handover_to_forget", condition=Q(forget_at__isnull=False)
            )
        ]
