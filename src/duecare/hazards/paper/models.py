"""Which hazards were taken from a paper ledger, and the file that somebody has looked at and not yet taken in."""

from __future__ import annotations

import uuid

from django.db import models

from duecare.core.ids import uuid7
from duecare.hazards.paper.columns import NUMBER_LENGTH


class PaperLine(models.Model):
    """The line of a paper ledger that a hazard was taken from: when it was received, by whom, from which file and row.

    ``key`` is what the line is known by, a keyed hash of unit and number, or of its content where it has no number.
    ``digest`` is a keyed hash of the content, empty once its words are erased.
    """

    hazard_id: uuid.UUID
    hazard = models.OneToOneField(
        "hazards.Hazard", models.PROTECT, primary_key=True, related_name="paper_line"
    )
    key = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, blank=True)
    number = models.CharField(max_length=NUMBER_LENGTH, blank=True)
    file_sha256 = models.CharField(max_length=64)
    row = models.PositiveIntegerField()
    at = models.DateTimeField()
    by_user = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)


class PaperDraft(models.Model):
    """A ledger that somebody has uploaded and not yet taken in; one each, for an hour."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id: uuid.UUID
    user = models.OneToOneField("orgs.User", models.CASCADE, related_name="+")
    unit = models.ForeignKey("orgs.Unit", models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
