"""What passers-by saw, and what was made of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from duecare.hazards.models import Hazard
from duecare.hazards.vocabulary import Category
from duecare.sightings.vocabulary import Decision, Way


class Sighting(models.Model):
    """Something unsafe that somebody without an account saw at a unit. Nothing says who they are.

    ``unit`` is the one it is about, ``level`` the one above it that looks (a root's own). ``number`` is opaque.
    ``client_id`` was made with the form. ``due_at`` is by when somebody looks. ``disputed_at`` is when its author said
    that the hazard, closed out, is not put right, until somebody has looked again. ``text`` and ``reason`` go at
    ``forget_at``, 90 days after the decision, or when it is withdrawn; ``forgotten_at`` says that they have. Ids are
    random: the public can meet them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client_id = models.UUIDField()
    number = models.CharField(max_length=12)
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    unit_id: uuid.UUID
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    level_id: uuid.UUID
    level = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    place_id: uuid.UUID | None
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=20, choices=Category.choices, blank=True)
    text = models.TextField(blank=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_post = models.UUIDField(null=True)
    way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    reason = models.TextField(blank=True)
    hazard_id: uuid.UUID | None
    hazard = models.ForeignKey("hazards.Hazard", models.PROTECT, null=True, related_name="+")
    disputed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    forget_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Sighting]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client_id"], name="sighting_once"),
            models.CheckConstraint(
                condition=Q(category__in=["", *Category.values]), name="sighting_category"
            ),
            models.CheckConstraint(condition=Q(way__in=["", *Way.values]), name="sighting_way"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decision="")
                | Q(decided_at__isnull=False, decision__in=Decision.values),
                name="sighting_decided_as",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["ledger", "linked"], hazard__isnull=False)
                | (~Q(decision__in=["ledger", "linked"]) & Q(hazard=None)),
                name="sighting_hazard",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(text="", reason="", forget_at=None),
                name="sighting_forgotten_whole",
            ),
            models.CheckConstraint(
                condition=Q(disputed_at=None) | Q(decided_at__isnull=False, hazard__isnull=False),
                name="sighting_disputed_hazard",
            ),
        ]
        indexes = [
            models.Index(
                fields=["level", "due_at"],
                name="sighting_to_look_at",
                condition=Q(withdrawn_at=None) & (Q(decided_at=None) | Q(disputed_at__isnull=False)),
            ),
            models.Index(fields=["level", "-decided_at"], name="sighting_decided"),
            models.Index(
                fields=["forget_at"], name="sighting_to_forget", condition=Q(forget_at__isnull=False)
            ),
        ]

    @property
    def open(self) -> bool:
        """Whether somebody still has to look."""
        return self.withdrawn_at is None and (self.decided_at is None or self.disputed_at is not None)

    @property
    def standing_hazard(self) -> Hazard | None:
        """The hazard that it became, or the one of which that is a duplicate."""
        return self.hazard and (self.hazard.same_as or self.hazard)

    @property
    def of_root(self) -> bool:
        """Whether it is about a unit with none above it, which then looks itself."""
        return self.level_id == self.unit_id


class Message(models.Model):
    """What whoever saw it added later. Its words go with the sighting's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sighting = models.ForeignKey(Sighting, models.PROTECT, related_name="messages")
    client_id = models.UUIDField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sighting", "client_id"], name="sighting_message_once"),
        ]


class Owed(models.Model):
    """Which obligation belongs to which sighting."""

    obligation_id: uuid.UUID
    obligation = models.OneToOneField(
        "obligations.Obligation", models.PROTECT, primary_key=True, related_name="sighting_owed"
    )
    sighting_id: uuid.UUID
    sighting = models.ForeignKey(Sighting, models.PROTECT, related_name="owed")
