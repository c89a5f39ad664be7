"""What the clock and people made happen: the outbox that messages are made from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duecare.core.ids import uuid7
from duecare.obligations.models.obligations import Obligation


class Happening(models.Model):
    """One step of one obligation, decided; telling people is notify's work.

    ``what``: opened, remind, missed, tell, escalate, discharged, waived, extended, paused, resumed, reassigned, lapsed,
    returned, not_sent (a reminder that lost its sense), nobody (an audience that found no one).
    ``unit`` is the one where the audience was looked for and found, else the debtor as it was then.
    ``recipients`` are user ids as text, as the audience was when the step fired. ``told_at`` is set by notify once
    its notices exist; what nobody is told has it from the start.

    The references carry no constraint in the database: these rows are written by the ten thousand, in the very
    transaction that holds the obligation, whose own references are checked. Nothing that has happened is deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    obligation = models.ForeignKey(
        Obligation, models.PROTECT, related_name="happenings", db_index=False, db_constraint=False
    )
    root = models.ForeignKey(
        "orgs.Unit", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    what = models.CharField(max_length=12)
    rung = models.SmallIntegerField(null=True)
    audience = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    recipients = models.JSONField(default=list)
    was_due_at = models.DateTimeField()
    done_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["done_at"], name="happening_untold", condition=Q(told_at=None)),
            models.Index(fields=["obligation", "done_at"], name="happening_by_obligation"),
        ]
