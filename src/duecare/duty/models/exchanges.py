"""Swaps and leave."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from duecare.core.ids import uuid7


class Swap(models.Model):
    """One watch offered, to one colleague or to all who may stand it, for one of theirs or for none.

    ``given`` passes to whoever takes it, ``wanted`` (if any) passes back. Each step is a fact with who and when:
    asked, accepted, consented to; and it ends as done, refused (by ``ended_by``), withdrawn, undone or overtaken
    (the roster was edited, a post ended, the watch began).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    roster_id: uuid.UUID
    roster = models.ForeignKey("duty.Roster", models.PROTECT, related_name="swaps")
    given = models.ForeignKey("duty.Assignment", models.PROTECT, related_name="+")
    asked_of = models.ForeignKey("duty.Watchkeeper", models.PROTECT, null=True, related_name="+")
    wanted = models.ForeignKey("duty.Assignment", models.PROTECT, null=True, related_name="+")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    accepted_by = models.ForeignKey("duty.Watchkeeper", models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    obligation = models.ForeignKey("obligations.Obligation", models.PROTECT, null=True, related_name="+")
    consented_by = models.UUIDField(null=True)
    consented_post = models.UUIDField(null=True)
    consented_at = models.DateTimeField(null=True)
    #: What stands in their place since it was done: the assignments made by it.
    gave = models.ForeignKey("duty.Assignment", models.PROTECT, null=True, related_name="+")
    gave_back = models.ForeignKey("duty.Assignment", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, blank=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["given"], name="swap_one_offer_a_watch", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                condition=Q(ended_as__in=["", "done", "refused", "withdrawn", "undone", "overtaken"]),
                name="swap_ended_as",
            ),
        ]

    @property
    def parties(self) -> set[uuid.UUID]:
        """User ids of who gives the watch and of who has accepted it."""
        return {self.given.user_id, *([self.accepted_by.user_id] if self.accepted_by else [])}


class Leave(models.Model):
    """Leave from watches, asked for in writing: the days, and nothing about why.

    Decided before the first watch it touches; granted only once every watch of the person in it is covered.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    watchkeeper_id: uuid.UUID
    watchkeeper = models.ForeignKey("duty.Watchkeeper", models.PROTECT, related_name="leaves")
    first = models.DateField()
    last = models.DateField()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    obligation = models.ForeignKey("obligations.Obligation", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_post = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="leave_ends_after_start"),
            models.CheckConstraint(
                condition=Q(decided_at=None, granted=None)
                | Q(decided_at__isnull=False, granted__isnull=False),
                name="leave_decided_or_not",
            ),
        ]
