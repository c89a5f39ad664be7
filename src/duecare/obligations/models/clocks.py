"""When the clock ran, when it did not, and the days it leaves alone."""

from __future__ import annotations

from django.db import models

from duecare.core.ids import uuid7


class Heartbeat(models.Model):
    """The last time a part of the clock was known to run: ``clock`` ticks, ``fold`` has left no delta behind.

    The row of ``fold`` is also what a folder locks, so that two never fold at once.
    """

    name = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()


class Outage(models.Model):
    """A time in which duties could not be done or seen; it stands beside the lateness of what fell into it.

    Without a creditor the clock noted it itself (it had not run). With one, that unit declared that the service was
    down for those who owe it something.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    creditor = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    by_user = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)
    noted_at = models.DateTimeField()


class Suspension(models.Model):
    """A day suspended for a unit and all below it; what is materialised later for that day obeys it too.

    :param kinds: keys of the kinds it touches; empty for all.
    :param move_to: the day on which it is owed instead; None waives it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    lineage = models.CharField(max_length=80)
    day = models.DateField()
    kinds = models.JSONField(default=list)
    move_to = models.DateField(null=True)
    why = models.CharField(max_length=300)
    by_user = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["day", "lineage"], name="suspension_by_day")]
