"""What is reported, by whom, by when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from duecare.core.ids import uuid7


class FormVersion(models.Model):
    """An immutable version of a form; ``id`` is the SHA-256 of its canonical fields, so equal forms are one row.

    ``fields``: list of ``{key, type, title, …}`` as the plan file writes them.
    """

    id = models.CharField(primary_key=True, max_length=64)
    fields = models.JSONField()


class SeriesQuerySet(models.QuerySet["Series"]):
    """Series, asked for in sentences."""

    def running(self) -> SeriesQuerySet:
        """Those that no plan has ended."""
        return self.filter(ended_at=None)


class Series(models.Model):
    """One report series of a programme, as its plan was applied last.

    :ivar spans: list of ``{first, last, times: [[key, "HH:MM"]], weekdays, skip}``, local dates of ``zone``.
    :ivar opens_before: minutes before a cut-off at which its report opens.
    :ivar covered_until: every round that opens up to then has its obligations.
    :ivar source: the series as the plan file has it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    programme = models.CharField(max_length=60)
    key = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    basis = models.CharField(max_length=120, blank=True)
    creditor = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    post = models.CharField(max_length=30)
    form = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    spans = models.JSONField()
    opens_before = models.PositiveIntegerField()
    ladder = models.ForeignKey("obligations.Ladder", models.PROTECT, related_name="+")
    zone = models.CharField(max_length=60)
    source = models.JSONField()
    version = models.PositiveIntegerField()
    applied_at = models.DateTimeField()
    covered_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Series]] = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="series_once")]
        indexes = [
            models.Index(fields=["covered_until"], name="series_to_cover", condition=Q(ended_at=None)),
        ]

    def strand(self, cutoff: str) -> str:
        """The line of obligations and counts of one cut-off."""
        return f"{self.programme}/{self.key}/{cutoff}"


class Debtor(models.Model):
    """A unit that owes the reports of a series."""

    id = models.BigAutoField(primary_key=True)
    series = models.ForeignKey(Series, models.CASCADE, related_name="debtors")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "unit"], name="debtor_once")]


class Round(models.Model):
    """One cut-off of a series on one local day: the form that is asked for then stays, whatever is applied later."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="rounds")
    strand = models.CharField(max_length=100)
    cutoff = models.CharField(max_length=12)
    slot = models.DateField()
    form = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["strand", "slot"], name="round_once")]
        indexes = [models.Index(fields=["series", "slot"], name="round_by_day")]
