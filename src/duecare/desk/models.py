"""A person's calendar feed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from duecare.core.ids import uuid7


class Feed(models.Model):
    """One person's calendar address. The secret in it is kept as a keyed hash; ended, it answers no more.

    ``known`` is what the address has told calendars so far, by event uid: ``{"mark": hash of what was told,
    "sequence": how often it changed, "due": when, "summary": what, "gone": when it was cancelled or null}``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    secret = models.CharField(max_length=64, unique=True)
    known = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="one_feed_a_person"),
        ]
