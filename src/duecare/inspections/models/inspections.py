"""What was inspected, with which checklist, what was answered and what came of it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from duecare.core.ids import uuid7
from duecare.inspections.rules import Checklist, checklist_from
from duecare.orgs.rules import LINEAGE_LENGTH, subtree_end


class ChecklistVersion(models.Model):
    """An immutable version of a checklist that was inspected with; see :mod:`duecare.inspections.versions`.

    :ivar added_at: when the deployment added it as its own; None of those that come with the program.
    """

    id = models.CharField(primary_key=True, max_length=64)
    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    body = models.JSONField()
    added_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="checklist_added", condition=Q(added_at__isnull=False)),
        ]

    @property
    def checklist(self) -> Checklist:
        """The checklist that the content means."""
        return checklist_from(self.body)


class InspectionQuerySet(models.QuerySet["Inspection"]):
    """Inspections, asked for in sentences."""

    def under(self, lineage: str) -> InspectionQuerySet:
        """Of the unit of that lineage and of all below it, where units stand now."""
        return self.filter(unit__lineage__gte=lineage, unit__lineage__lte=subtree_end(lineage))


class Inspection(models.Model):
    """One walk through a place with a checklist, as it was sent; nothing of it is changed afterwards but forgotten.

    :ivar id: made of author and ``client_id``, so that photographs which come first know what they belong to.
    :ivar by_unit: the unit whose post inspected; the inspected unit's own or one above it.
    :ivar began_at, ended_at: what the phone's clock said; shown, and nothing is decided by them.
    :ivar received_at: when the server had it; alone decides on lateness.
    :ivar answers: by item key ``{value, outcome, at, on_the_spot, major, photographs: [id], after: [id]}``; a value in
        words is not there.
    :ivar words: by item key ``{note, value}``; erased at ``forget_at``, after 90 days (charter, rule 5).
    :ivar content_hash: SHA-256 over ``salt`` and what was sent; erased with the words.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    unit_id: uuid.UUID
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="inspections", db_index=False)
    lineage = models.CharField(max_length=LINEAGE_LENGTH)
    by_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    place_id: uuid.UUID | None
    place = models.ForeignKey(
        "places.Place", models.PROTECT, null=True, related_name="inspections", db_index=False
    )
    checklist_id: str
    checklist = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="+", db_index=False)
    by_user = models.UUIDField()
    by_post = models.UUIDField()
    client_id = models.UUIDField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    answers = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    passed = models.PositiveSmallIntegerField()
    failed = models.PositiveSmallIntegerField()
    salt = models.BinaryField(max_length=16)
    content_hash = models.BinaryField(max_length=32)
    forget_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    objects: ClassVar[InspectionQuerySet] = InspectionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by_user", "client_id"], name="inspection_sent_once"),
        ]
        indexes = [
            models.Index(fields=["unit", "-received_at"], name="inspection_of_unit"),
            models.Index(fields=["place", "-received_at"], name="inspection_at_place"),
            models.Index(fields=["root", "-received_at", "-id"], name="inspection_latest"),
            models.Index(
                fields=["forget_at"], name="inspection_to_forget", condition=Q(forget_at__isnull=False)
            ),
        ]


class SecondVersion(models.Model):
    """Other content that came under the number of an inspection: both stay, and a person says which counts.

    :ivar sent: what came, as :class:`duecare.inspections.actions.Sent` keeps it; words go with the inspection's.
    :ivar counts: whether this one counts; None until it is decided.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inspection_id: uuid.UUID
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="others")
    received_at = models.DateTimeField()
    answers = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    salt = models.BinaryField(max_length=16)
    content_hash = models.BinaryField(max_length=32)
    counts = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(counts=None, decided_at=None) | Q(counts__isnull=False, decided_at__isnull=False),
                name="second_version_decided_whole",
            ),
        ]


class Found(models.Model):
    """A finding: an item that failed, and the hazard that it became.

    :ivar hazard: None when none could be made of it; ``why`` then says why, as a code.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="found")
    item = models.CharField(max_length=40)
    hazard_id: uuid.UUID | None
    hazard = models.ForeignKey("hazards.Hazard", models.PROTECT, null=True, related_name="found_on")
    why = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "item"], name="found_once"),
            models.CheckConstraint(
                condition=Q(hazard__isnull=False, why="") | (Q(hazard=None) & ~Q(why="")),
                name="found_hazard_or_why",
            ),
        ]


def answered(inspection: Inspection, other: SecondVersion | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Answers and words of the version that counts, see :class:`SecondVersion`."""
    counted = other if other is not None and other.counts else inspection
    return counted.answers, counted.words
