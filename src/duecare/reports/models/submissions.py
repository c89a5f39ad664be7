"""What a unit answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duecare.core.ids import uuid7
from duecare.reports.models.series import FormVersion, Round


class Submission(models.Model):
    """One version of one unit's answer to one report due; a correction is a further version, and all stay.

    :ivar values: by field key: numbers as integers scaled by their field, a choice's key, true or false.
        A field left blank is not there.
    :ivar texts: by field key, what was written; erased at ``forget_at``, after 90 days (charter, rule 5).
    :ivar latest: the version that counts now; the only thing of a version that changes later.
    :ivar nil: "nothing to report", said; it has no values.
    :ivar received_at: when the server had it: alone decides on lateness.
    :ivar phone_at: what the sender's own clock said; shown, never believed.
    :ivar on_behalf: taken by ``post`` for a unit without a phone.
    :ivar written_at: when it was written on paper, for what was entered afterwards.
    :ivar content_hash: SHA-256 over ``salt`` and the content, the same that the record commits to; both are erased
        with the texts, so that nothing can be guessed back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    obligation = models.ForeignKey("obligations.Obligation", models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions", db_index=False)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    lineage = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    latest = models.BooleanField(default=True)
    form = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", db_index=False)
    nil = models.BooleanField()
    values = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    forget_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    phone_at = models.DateTimeField(null=True)
    filed_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("orgs.Post", models.PROTECT, related_name="+", db_index=False)
    on_behalf = models.BooleanField(default=False)
    written_at = models.DateTimeField(null=True)
    client_id = models.UUIDField()
    salt = models.BinaryField(max_length=16)
    content_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation", "version"], name="submission_version_once"),
            models.UniqueConstraint(fields=["filed_by", "client_id"], name="submission_sent_once"),
            models.UniqueConstraint(
                fields=["obligation"], name="submission_one_latest", condition=Q(latest=True)
            ),
        ]
        indexes = [
            models.Index(fields=["round", "lineage"], name="submission_by_unit", condition=Q(latest=True)),
            models.Index(
                fields=["forget_at"], name="submission_to_forget", condition=Q(forget_at__isnull=False)
            ),
        ]
