"""Who can stand watches, and what they wish."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from duecare.core.ids import uuid7


class Watchkeeper(models.Model):
    """A member of staff who stands watches of one roster. Nothing is kept but what a roster needs.

    ``posts``: keys of the arrangement's posts that the person is qualified for. ``share``: percent of a full load.
    ``limits``: what differs from the arrangement's rules, as :class:`duecare.duty.rules.model.Limits` names it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    roster_id: uuid.UUID
    roster = models.ForeignKey("duty.Roster", models.PROTECT, related_name="watchkeepers")
    user_id: uuid.UUID
    user = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    posts = models.JSONField()
    share = models.PositiveSmallIntegerField(default=100)
    limits = models.JSONField(default=dict)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "user"], name="watchkeeper_once", condition=Q(left_at=None)
            ),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="watchkeeper_share"),
        ]


class Wish(models.Model):
    """What a watchkeeper would like on a day: to stand this shift (any, if empty), or not to. No reason is kept.

    Erased once the roster's period is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    watchkeeper = models.ForeignKey(Watchkeeper, models.CASCADE, related_name="wishes")
    day = models.DateField()
    shift = models.CharField(max_length=20, blank=True)
    wants = models.BooleanField()
    weight = models.PositiveSmallIntegerField(default=1)
    wished_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["watchkeeper", "day", "shift"], name="wish_once"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=3), name="wish_weight"),
        ]
