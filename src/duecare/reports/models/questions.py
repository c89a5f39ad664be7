"""What the level above asked, and that it has looked."""

from __future__ import annotations

from django.db import models

from duecare.core.ids import uuid7
from duecare.reports.models.submissions import Submission


class Question(models.Model):
    """A report sent back, once, with a question; what was filed counts until its unit corrects it.

    :ivar owed: the obligation to answer.
    :ivar about: the version that was asked about.
    :ivar correction: the version that answered it, if it was answered by a correction.
    :ivar forget_at: when question and answer are erased: free text goes after 90 days (charter, rule 5).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    obligation = models.OneToOneField("obligations.Obligation", models.PROTECT, related_name="+")
    owed = models.OneToOneField("obligations.Obligation", models.PROTECT, related_name="+")
    about = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    asked_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    asked_post = models.ForeignKey("orgs.Post", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    correction = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    answered_post = models.ForeignKey("orgs.Post", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    forget_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["forget_at"], name="question_to_forget", condition=models.Q(forget_at__isnull=False)
            ),
        ]


class Review(models.Model):
    """Somebody of the level above has looked at one version and said so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="reviews")
    user = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    post = models.ForeignKey("orgs.Post", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "user"], name="review_once")]
