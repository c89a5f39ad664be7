"""What is told of many cases together: ratings by tens, and figures as they were published."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q, Value


class RatingGroup(models.Model):
    """Ratings of the cases that a unit handled, ten together; which case or when is not in it, nor anywhere beside it.

    :ivar number: from 1, in the order in which they filled.
    :ivar keep_until: first day of the month at whose end ratings that do not make ten are forgotten.
    :ivar fives: how many of five stars, and so on; None until there are ten and they have been put together.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit_id: uuid.UUID
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    keep_until = models.DateField()
    fives = models.PositiveSmallIntegerField(null=True)
    fours = models.PositiveSmallIntegerField(null=True)
    threes = models.PositiveSmallIntegerField(null=True)
    twos = models.PositiveSmallIntegerField(null=True)
    ones = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="rating_group_once"),
            models.CheckConstraint(
                condition=Q(fives=Value(10) - F("fours") - F("threes") - F("twos") - F("ones")),
                name="rating_group_of_ten",
            ),
        ]
        indexes = [models.Index(fields=["keep_until"], name="rating_group_open", condition=Q(fives=None))]


class SealedRating(models.Model):
    """One rating that waits for nine more, sealed under its group's key. It names no case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(RatingGroup, models.CASCADE, related_name="waiting")
    value = models.BinaryField()


class PublishedFigure(models.Model):
    """One figure of a quarter as it was published, once: nothing changes it. A share too small to be told is not kept.

    :ivar quarter: its first day; ``part`` of ``whole``, both None where nothing is told.
    """

    id = models.BigAutoField(primary_key=True)
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    quarter = models.DateField()
    figure = models.CharField(max_length=20)
    part = models.PositiveIntegerField(null=True)
    whole = models.PositiveIntegerField(null=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["root", "quarter", "figure"], name="figure_published_once"),
        ]
