"""Calendar addresses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duecare.core.ids import uuid7


class Feed(models.Model):
    """A secret calendar address: of one person's watches, of one site, or of one roster. ``secret`` is a keyed hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    secret = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    site = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")
    roster = models.ForeignKey("duty.Roster", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(site=None) | Q(roster=None), name="duty_feed_of_one_thing"),
        ]
