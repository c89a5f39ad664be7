"""The hazard ledger's nouns."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from duecare.core.ids import uuid7
from duecare.hazards import rules
from duecare.hazards.paper.models import PaperDraft, PaperLine
from duecare.hazards.vocabulary import Category, Level, StepKind
from duecare.orgs.rules import LINEAGE_LENGTH, subtree_end

__all__ = [
    "Commitment",
    "Extension",
    "Findable",
    "Hazard",
    "Owed",
    "PaperDraft",
    "PaperLine",
    "Provision",
    "SavedView",
    "Step",
]
_STANDING = Q(closed_at=None, same_as=None)


class HazardQuerySet(models.QuerySet["Hazard"]):
    """Hazards, asked for in sentences."""

    def under(self, lineage: str) -> HazardQuerySet:
        """Those of the unit of that lineage and of all below it, where units stand now."""
        return self.filter(unit__lineage__gte=lineage, unit__lineage__lte=subtree_end(lineage))

    def open(self) -> HazardQuerySet:
        """Not closed out, and not another's duplicate."""
        return self.filter(_STANDING)


class Hazard(models.Model):
    """Something unsafe at a unit, from discovery to close-out. State is derived from its facts; no row is deleted.

    ``opened_at`` is when it was found, found again, or made major last. ``due_at`` is until when it is to be put
    right and ``due_basis`` where that comes from; ``terms`` is what plans bound it to then, see
    :mod:`duecare.hazards.terms`. ``same_as`` is the hazard of which this is a duplicate. ``text`` goes
    at ``forget_at``, 90 days after close-out.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    unit_id: uuid.UUID
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="hazards")
    lineage = models.CharField(max_length=LINEAGE_LENGTH)
    place_id: uuid.UUID | None
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="hazards")
    category = models.CharField(max_length=20, choices=Category.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    text = models.TextField(blank=True)
    found_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_basis = models.CharField(max_length=12, default="default")
    terms = models.JSONField(default=dict)
    on_the_spot = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True)
    put_right_at = models.DateTimeField(null=True)
    put_right_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened = models.PositiveIntegerField(default=0)
    same_as_id: uuid.UUID | None
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    forget_at = models.DateTimeField(null=True)

    objects: ClassVar[HazardQuerySet] = HazardQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(category__in=Category.values), name="hazard_category"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="hazard_level"),
            models.CheckConstraint(condition=Q(due_basis__in=rules.BASES), name="hazard_due_basis"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(put_right_at__isnull=False) | Q(same_as__isnull=False),
                name="hazard_closed_after_put_right",
            ),
            models.CheckConstraint(
                condition=Q(same_as=None) | ~Q(same_as=F("id")), name="hazard_not_its_own"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_at"], name="hazard_open", condition=Q(closed_at=None)),
            models.Index(fields=["place", "category"], name="hazard_at_place"),
            models.Index(fields=["forget_at"], name="hazard_to_forget", condition=Q(forget_at__isnull=False)),
            models.Index(fields=["root", "found_at", "id"], name="hazard_by_found"),
            models.Index(
                fields=["root", "closed_at", "id"],
                name="hazard_by_closed",
                condition=Q(closed_at__isnull=False),
            ),
            models.Index(fields=["root", "due_at", "id"], name="hazard_by_due", condition=_STANDING),
            models.Index(
                fields=["root", "due_at", "id"],
                name="hazard_to_verify",
                condition=_STANDING & Q(put_right_at__isnull=False),
            ),
            models.Index(
                fields=["root", "due_at", "id"],
                name="hazard_major",
                condition=_STANDING & Q(level=Level.MAJOR),
            ),
        ]

    @property
    def facts(self) -> rules.Facts:
        """What its state is made of."""
        return rules.Facts(
            self.level, self.accepted_at, self.put_right_at, self.closed_at, self.same_as_id is not None,
            self.reopened,
        )  # fmt: skip

    @property
    def state(self) -> str:
        """See :func:`duecare.hazards.rules.state`."""
        return rules.state(self.facts)


class ProvisionQuerySet(models.QuerySet["Provision"]):
    """Provisions, asked for in sentences."""

    def standing(self) -> ProvisionQuerySet:
        """Those the plan in force still asks for."""
        return self.filter(ended_at=None)

    def in_force(self, root_id: uuid.UUID, at: datetime) -> ProvisionQuerySet:
        """Those of an organisation that bind what is found then, the oldest first."""
        return (
            self.standing()
            .filter(root=root_id, starts_at__lte=at, ends_at__gt=at)
            .order_by("since", "programme")
        )


class Provision(models.Model):
    """What a plan asks of hazards, as applied last.

    ``body`` is the section's value in the plan file, ``terms`` the same worked out: ``{"units", "basis", "ladders":
    {step: steps}, "general", "major"}``; ``ladders`` are the ids of those ladders as frozen. It binds hazards of the
    units meant that are opened from ``starts_at`` until before ``ends_at``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.CharField(max_length=40, unique=True)
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    body = models.JSONField()
    terms = models.JSONField()
    ladders = models.JSONField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[ProvisionQuerySet] = ProvisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="provision_ends_after_start")
        ]


class Step(models.Model):
    """Something that happened to a hazard: who by which post, when it was received, in what words.

    ``client_id`` is the author's own number for it; ``facts`` (JSON) are figures and choices, no words.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hazard_id: uuid.UUID
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    at = models.DateTimeField()
    by_user = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    text = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by_user", "client_id"], name="hazard_step_once"),
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="hazard_step_kind"),
        ]
        indexes = [
            models.Index(fields=["hazard", "at"], name="hazard_story"),
            models.Index(fields=["at"], name="hazard_come_back", condition=Q(kind=StepKind.AGAIN)),
        ]


class Findable(models.Model):
    """What a hazard is found by: see :mod:`duecare.findable.bigrams`. Only marks stay when its words are forgotten.

    Names of units and places are not in it; they are looked up where they stand, and their marks here. On PostgreSQL
    an inverted index lies over ``words``; on SQLite triggers keep the FTS5 table ``hazards_words``, whose rows have
    the number ``id``.
    """

    id = models.BigAutoField(primary_key=True)
    hazard_id: uuid.UUID
    hazard = models.OneToOneField(Hazard, models.PROTECT, related_name="findable")
    words = models.TextField()


class SavedView(models.Model):
    """Filters of the ledger that somebody wants again, under a name; its owner's alone.

    ``query`` is the part of an address behind the question mark. It is read as an address is: what can't be is dropped.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id: uuid.UUID
    user = models.ForeignKey("orgs.User", models.CASCADE, related_name="+")
    name = models.CharField(max_length=rules.VIEW_NAME_LENGTH)
    query = models.CharField(max_length=rules.VIEW_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="hazard_view_once")]


class Commitment(models.Model):
    """The five commitments for a major hazard, as given last; what was given before stays until its words go.

    ``sent_back_at`` is when the level above asked about them instead of accepting them; its question is a step.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="commitments")
    measures = models.TextField(blank=True)
    post = models.CharField(max_length=30)
    funds = models.CharField(max_length=rules.SHORT_LENGTH, blank=True)
    due_at = models.DateTimeField()
    contingency = models.TextField(blank=True)
    at = models.DateTimeField()
    by_user = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)
    sent_back_at = models.DateTimeField(null=True)


class Extension(models.Model):
    """A request for more time: until when, why, and what the level above said."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="extensions")
    until = models.DateTimeField()
    why = models.CharField(max_length=rules.WHY_LENGTH, blank=True)
    at = models.DateTimeField()
    by_user = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hazard"], name="hazard_one_extension_open", condition=Q(decided_at__isnull=True)
            ),
        ]


class Owed(models.Model):
    """Which obligation belongs to which hazard."""

    obligation_id: uuid.UUID
    obligation = models.OneToOneField(
        "obligations.Obligation", models.PROTECT, primary_key=True, related_name="hazard_owed"
    )
    hazard_id: uuid.UUID
    hazard = models.ForeignKey(Hazard, models.PROTECT, related_name="owed")
    kind = models.CharField(max_length=40)
