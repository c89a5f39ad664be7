"""What was told to whom, when, by which way."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q

from duecare.core.ids import uuid7


class Notice(models.Model):
    """One message to one person, in both languages. ``dedup`` makes the same message twice impossible.

    ``what`` is that of the happenings it was made from, or ``outage`` for the summary after one. The words are
    forgotten in time (``forgotten_at``); that somebody was told stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    dedup = models.CharField(max_length=240, unique=True)
    what = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=240)
    body = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notice_inbox"),
            models.Index(fields=["recipient"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["created_at"], name="notice_unforgotten", condition=Q(forgotten_at=None)),
        ]


class Mention(models.Model):
    """A notice is about this obligation."""

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="mentions")
    obligation = models.ForeignKey("obligations.Obligation", models.PROTECT, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "obligation"], name="mention_once")]


class Letter(models.Model):
    """A mail to an address outside: the day's signed heads of the record. ``heads``: ids of the heads it carries."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dedup = models.CharField(max_length=400, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    heads = models.JSONField(default=list)
    created_at = models.DateTimeField()


class Delivery(models.Model):
    """A notice or letter on its way by one channel; the delivery log.

    ``next_try_at`` is empty once it has ended: ``sent_at`` (the server took it), ``gave_up_at`` (with ``problem``) or
    ``dropped_at`` (a reminder of what had been done meanwhile). ``held_until``: it waited for the end of the
    recipient's quiet hours. ``attempts`` grows when somebody takes it up, and is the token that it is still theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="deliveries")
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, related_name="delivery")
    channel = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(
                condition=Q(notice=None, letter__isnull=False) | Q(notice__isnull=False, letter=None),
                name="delivery_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"], name="delivery_due", condition=Q(next_try_at__isnull=False)
            ),
        ]

    @property
    def state(self) -> str:
        """sent, gave-up, dropped, held, retrying or waiting."""
        if self.sent_at:
            return "sent"
        if self.gave_up_at:
            return "gave-up"
        if self.dropped_at:
            return "dropped"
        if self.attempts:
            return "retrying"
        return "held" if self.held_until else "waiting"


class Preference(models.Model):
    """When and whether a person is sent e-mail. The inbox always has everything.

    Quiet hours are local to the unit concerned; equal times mean none.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="notice_preference"
    )
    mail_off_at = models.DateTimeField(null=True)
    quiet_from = models.TimeField(default=time(22, 0))
    quiet_until = models.TimeField(default=time(6, 30))
    changed_at = models.DateTimeField()
