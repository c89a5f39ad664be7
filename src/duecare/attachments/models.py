"""Photographs and papers, each attached to one matter."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from duecare.attachments.rules.limits import CAPTION_LENGTH, KINDS, PHOTOGRAPH


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Attachments, asked for in sentences."""

    def to(self, matter_kind: str, matter_id: uuid.UUID) -> AttachmentQuerySet:
        """Those of one matter, forgotten ones too."""
        return self.filter(matter_kind=matter_kind, matter_id=matter_id)

    def standing(self) -> AttachmentQuerySet:
        """Those that are not forgotten."""
        return self.filter(forgotten_at=None)

    def in_order(self) -> AttachmentQuerySet:
        """As they came, matter by matter."""
        return self.order_by("matter_id", "number", "received_at", "id")


class Attachment(models.Model):
    """A photograph or a paper in a matter, and who sent it when.

    ``file`` is the random name of what is kept (:mod:`duecare.attachments.store`); two attachments of one matter with
    the same content share it. ``original`` and ``digest`` are the SHA-256, in hex, of what came and of what is kept.
    ``received_at`` is the server's time; ``taken_at`` is what the phone says, shown and never decided by. ``number``
    counts within the matter. At ``forget_at`` the content goes, and with it caption, hashes and the phone's time; that
    there was something, from whom and when stays.

    The id is random: one that is ordered by time would tell when something arrived.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter_kind = models.CharField(max_length=40)
    matter_id = models.UUIDField()
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    client_id = models.UUIDField()
    by_user = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    caption = models.CharField(max_length=CAPTION_LENGTH, blank=True)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    file = models.CharField(max_length=40, blank=True)
    original = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    bytes = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    forget_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Attachment]] = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by_user", "client_id"], name="attachment_once", condition=Q(by_user__isnull=False)
            ),
            # Without an account the matter stands for the author.
            models.UniqueConstraint(
                fields=["matter_kind", "matter_id", "client_id"],
                name="attachment_once_unsigned",
                condition=Q(by_user__isnull=True),
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="attachment_kind"),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=False, file="", caption="", original="", digest="")
                | (Q(forgotten_at__isnull=True) & ~Q(file="")),
                name="attachment_forgotten_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["matter_kind", "matter_id", "number"], name="attachment_matter"),
            models.Index(fields=["file"], name="attachment_file"),
            models.Index(
                fields=["forget_at"], name="attachment_to_forget", condition=Q(forgotten_at__isnull=True)
            ),
        ]

    @property
    def is_photograph(self) -> bool:
        """Whether it is shown; a paper is downloaded."""
        return self.kind == PHOTOGRAPH
