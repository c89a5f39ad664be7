"""What somebody owes by a time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from duecare.core.ids import uuid7
from duecare.obligations.models.ladders import Ladder


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Obligations, asked for in sentences."""

    def open(self) -> ObligationQuerySet:
        """Opened and not yet ended."""
        return self.filter(opened_at__isnull=False, closed_at=None)

    def scheduled(self) -> ObligationQuerySet:
        """Known, not yet opened: no promise yet."""
        return self.filter(opened_at=None, closed_at=None)

    def silent(self) -> ObligationQuerySet:
        """Past their due time and still undone."""
        return self.open().filter(missed_at__isnull=False)


class Obligation(models.Model):
    """*debtor* owes *creditor* a *kind* of thing about a *subject*, because of a *basis*, by ``due_at``.

    State is derived: scheduled until ``opened_at``, then open, until ``closed_at`` with ``closed_as`` (discharged,
    waived, lapsed). ``missed_at`` is the due time, written once when it passed undone; it is never cleared.
    While ``paused_at`` is set its time stands still; what ended in that state keeps it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    origin = models.CharField(max_length=200)
    programme = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=120, blank=True)
    debtor = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    lineage = models.CharField(max_length=80)
    creditor = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    post = models.CharField(max_length=30, blank=True)
    strand = models.CharField(max_length=100)
    slot = models.DateField()
    confidential = models.BooleanField(default=False)
    number = models.CharField(max_length=20, blank=True)
    ladder = models.ForeignKey(Ladder, models.PROTECT, related_name="+", db_index=False)
    rung = models.SmallIntegerField(default=0)
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_assumed = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True)
    wake_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_as = models.CharField(max_length=12, blank=True)
    closed_by = models.UUIDField(null=True)
    closed_why = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[Obligation]] = ObligationQuerySet.as_manager()

    class Meta:
        constraints = [
            # Here, not on the field: there Django would add a second index, for LIKE, that every change would pay for.
            models.UniqueConstraint(fields=["origin"], name="obligation_origin_once"),
            models.CheckConstraint(
                condition=Q(closed_as__in=["", "discharged", "waived", "lapsed"]), name="obligation_closed_as"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_as="") | (Q(closed_at__isnull=False) & ~Q(closed_as="")),
                name="obligation_ends_once",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("opens_at")), name="obligation_due_after_open"),
            models.CheckConstraint(
                condition=Q(paused_at=None) | Q(wake_at=None), name="obligation_sleeps_while_it_stands_still"
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gte=F("due_at")),
                name="obligation_closes_after_due",
            ),
        ]
        indexes = [
            models.Index(fields=["wake_at"], name="obligation_wake", condition=Q(wake_at__isnull=False)),
            models.Index(fields=["debtor", "due_at"], name="obligation_owed", condition=Q(closed_at=None)),
            models.Index(
                fields=["lineage", "missed_at"],
                name="obligation_silent",
                condition=Q(closed_at=None, missed_at__isnull=False),
            ),
            # In the very order of the first screen, so that it reads what it shows and no more.
            models.Index(
                fields=["root", "-missed_at", "lineage"],
                name="obligation_silent_in_root",
                condition=Q(closed_at=None, missed_at__isnull=False),
            ),
            models.Index(fields=["strand", "slot", "lineage"], name="obligation_strand"),
        ]

    @property
    def state(self) -> str:
        """scheduled, open, discharged, waived or lapsed."""
        return self.closed_as or ("open" if self.opened_at else "scheduled")

    @property
    def stands_still(self) -> bool:
        """Whether its time stands still now."""
        return self.paused_at is not None and self.closed_at is None

    @property
    def late(self) -> bool:
        """Whether it was due and not done; nobody can back-date."""
        return self.missed_at is not None


class Term(models.Model):
    """A change of the due time: old, new, who, why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="terms")
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    why = models.CharField(max_length=300)
    by_user = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)
    at = models.DateTimeField()


class Transfer(models.Model):
    """A change of who owes it: from which unit or post, to which, who, why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="transfers")
    from_debtor = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    to_debtor = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    from_post = models.CharField(max_length=30, blank=True)
    to_post = models.CharField(max_length=30, blank=True)
    why = models.CharField(max_length=300)
    by_user = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)
    at = models.DateTimeField()
