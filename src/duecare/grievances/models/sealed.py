"""What is sealed of a case: words, papers and pictures, who brought it, looks at that, inquiries."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from duecare.grievances.models.cases import Case, Step


class Sealed(models.Model):
    """Words of a step, sealed under the case's key; ``field`` says which (``text``, or a need such as ``reasons``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step_id: uuid.UUID
    step = models.ForeignKey(Step, models.CASCADE, related_name="sealed")
    field = models.CharField(max_length=20)
    value = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "field"], name="case_sealed_once")]


class Paper(models.Model):
    """A photograph or a paper that came with a step, made anew and sealed under the case's key, with its thumbnail.

    It lies here and not beside the database, so that it comes, is backed up and goes with the case and never apart.
    Its name as it was sent is kept nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step_id: uuid.UUID
    step = models.ForeignKey(Step, models.CASCADE, related_name="papers")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    value = models.BinaryField()
    small = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "number"], name="case_paper_in_order"),
            models.CheckConstraint(condition=Q(kind__in=("photograph", "paper")), name="case_paper_kind"),
        ]

    @property
    def is_photograph(self) -> bool:
        """Whether it is shown; a paper is downloaded."""
        return self.kind == "photograph"


class SealedIdentity(models.Model):
    """Who brought it, as far as they said so, sealed in one piece under a key apart from the case's.

    :ivar value: JSON of name, telephone, address and the number in another system; nothing more is ever asked for. An
        empty one is sealed like a full one, so that nobody sees whether there is anything in it.
    """

    case_id: uuid.UUID
    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="identity")
    value = models.BinaryField()


class Look(models.Model):
    """An opening of the identity by somebody who held the case: who by which post, until when. Its owner sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="looks")
    by_user = models.UUIDField()
    by_post = models.UUIDField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.BinaryField()


class Inquiry(models.Model):
    """What a unit concerned is asked, in the officer's words, and what it answers; sealed under a key of their own.

    The unit sees no more of the case than this: not its text, its pictures, its time or how it came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id: uuid.UUID
    case = models.ForeignKey(Case, models.CASCADE, related_name="inquiries")
    unit_id: uuid.UUID
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    question = models.BinaryField()
    answer = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
