"""What is inspected how often, by whom; whose turn it is; and what was owed and made."""

from __future__ import annotations

import uuid
from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.db.models import Q

from duecare.core.calendar import Window
from duecare.core.ids import uuid7
from duecare.inspections.rules.drawing import Drawing, cycle_name
from duecare.inspections.rules.windows import Every, windows


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Programmes of inspection, asked for in sentences."""

    def running(self) -> ProgrammeQuerySet:
        """Those that no plan has ended."""
        return self.filter(ended_at=None)


class Programme(models.Model):
    """One programme of inspection, as its plan was applied last.

    :ivar programme: key of the plan.
    :ivar checklists: keys; an inspection with any of them counts.
    :ivar every: what is counted in: month, week or once.
    :ivar apart: whether no two that count may lie in the same ISO week.
    :ivar sample: None when all units are inspected in each window; else ``{share: "1/3", cover_within: 2}``, windows.
    :ivar first, last: local days of ``zone``, both included.
    :ivar source: the programme as the plan file has it.
    :ivar since: when it was asked for first, or taken up again; what was due by then is not owed.
    :ivar covered_until: every window that opens up to then has its obligations.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    programme = models.CharField(max_length=60)
    key = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    basis = models.CharField(max_length=120, blank=True)
    creditor_id: uuid.UUID
    creditor = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    post = models.CharField(max_length=30)
    checklists = models.JSONField()
    every = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Every])
    times = models.PositiveSmallIntegerField()
    apart = models.BooleanField()
    sample = models.JSONField(null=True)
    first = models.DateField()
    last = models.DateField()
    ladder_id: str
    ladder = models.ForeignKey("obligations.Ladder", models.PROTECT, related_name="+")
    zone = models.CharField(max_length=60)
    source = models.JSONField()
    version = models.PositiveIntegerField()
    applied_at = models.DateTimeField()
    since = models.DateTimeField()
    covered_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Programme]] = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="inspection_programme_once"),
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")), name="inspection_programme_days"
            ),
        ]
        indexes = [
            models.Index(
                fields=["covered_until"], name="inspection_programme_to_cover", condition=Q(ended_at=None)
            ),
        ]

    def windows(self) -> list[Window]:
        """Every window in which it asks for inspections, in order."""
        return windows(self.every, self.first, self.last)

    def strand(self, number: int) -> str:
        """The line of obligations of the n-th inspection of each window."""
        return f"{self.programme}/{self.key}/{number}"

    @property
    def share(self) -> Fraction:
        """Which part of the units is inspected in a window."""
        return Fraction(self.sample["share"]) if self.sample else Fraction(1)

    @property
    def cover_within(self) -> int:
        """In how many windows every unit has its turn."""
        return int(self.sample["cover_within"]) if self.sample else 1


class Inspected(models.Model):
    """A unit that a programme has inspected, and the unit that inspects it."""

    id = models.BigAutoField(primary_key=True)
    programme_id: uuid.UUID
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="inspected")
    unit_id: uuid.UUID
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    by_unit_id: uuid.UUID
    by_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "unit"], name="inspected_once")]


class Cycle(models.Model):
    """A run of windows in which every unit of a sample has its turn. Its draws follow from a seed.

    :ivar key: key of its first window when it was made.
    :ivar seed: 32 bytes in hex; nobody is told before :attr:`revealed_at`.
    :ivar commitment: SHA-256 over seed and name, on record since :attr:`committed_at`.
    :ivar ends_at: when its last window is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme_id: uuid.UUID
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cycles")
    key = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    seed = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    committed_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="cycle_once")]
        indexes = [
            models.Index(fields=["ends_at"], name="cycle_to_reveal", condition=Q(revealed_at=None)),
        ]

    @property
    def name(self) -> str:
        """What its commitment is bound to."""
        return cycle_name(self.programme.programme, self.programme.key, self.key)


class Draw(models.Model):
    """Which units the draw of one window fell on, and from which.

    :ivar window: key of the window; ``first`` is its first day.
    :ivar left: windows left in the cycle, this one included.
    :ivar share: as the plan had it, ``1/3``.
    :ivar pool, drawn: keys of units.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    cycle_id: uuid.UUID
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="draws")
    window = models.CharField(max_length=20)
    first = models.DateField()
    left = models.PositiveSmallIntegerField()
    share = models.CharField(max_length=20)
    pool = models.JSONField()
    drawn = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "window"], name="draw_once")]

    def as_rule(self) -> Drawing:
        """The draw as the pure rule takes it."""
        return Drawing(self.window, Fraction(self.share), self.left, self.pool, self.drawn)


class Owed(models.Model):
    """What an obligation to inspect is about: which unit, in which window, the how manieth; and what counted for it.

    :ivar window: key of the window; ``first`` and ``last`` are its days.
    :ivar number: from 1 in the window, which asks for ``of``.
    :ivar inspection: id of the inspection that counts.
    :ivar counted_on: the local day on which that was made.
    :ivar week: its ISO week where two in one week can't both count, else None; the database holds it once a window.
    """

    obligation_id: uuid.UUID
    obligation = models.OneToOneField(
        "obligations.Obligation", models.CASCADE, related_name="inspection_owed", primary_key=True
    )
    programme_id: uuid.UUID
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="owed")
    unit_id: uuid.UUID
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    window = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    number = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    inspection = models.UUIDField(null=True)
    counted_on = models.DateField(null=True)
    week = models.CharField(max_length=8, null=True)

    objects: ClassVar[models.Manager[Owed]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "unit", "window", "number"], name="inspection_owed_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "unit", "window", "week"], name="inspection_week_once"
            ),
            models.UniqueConstraint(fields=["programme", "inspection"], name="inspection_counts_once"),
            models.CheckConstraint(
                condition=Q(inspection=None, counted_on=None)
                | Q(inspection__isnull=False, counted_on__isnull=False),
                name="inspection_counted_whole",
            ),
        ]
        indexes = [models.Index(fields=["unit", "counted_on"], name="inspection_owed_for_unit")]
