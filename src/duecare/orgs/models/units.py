"""The unit tree and the posts in it."""

from __future__ import annotations

import uuid

from django.db import models

from duecare.core.ids import uuid7
from duecare.orgs.rules import LINEAGE_LENGTH, LINEAGE_STEP, subtree_end
from duecare.orgs.vocabulary import UnitKind


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units, asked for in sentences."""

    def under(self, unit: Unit) -> UnitQuerySet:
        """The unit and everything below it."""
        return self.filter(lineage__gte=unit.lineage, lineage__lte=subtree_end(unit.lineage))

    def standing(self) -> UnitQuerySet:
        """Units that have not been closed."""
        return self.filter(closed_at=None)


class Unit(models.Model):
    """A node of the organisation tree: district, township, school, village, class, site.

    ``key`` is five characters, unique in the database and never used again. ``lineage`` is the keys from the
    root down to the unit, one after the other: a subtree is a range of lineages, an ancestor is a slice of one.
    Rows that must keep "where it was when it happened" copy the lineage.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=LINEAGE_STEP, unique=True)
    lineage = models.CharField(max_length=LINEAGE_LENGTH, unique=True)
    root_id: uuid.UUID
    root = models.ForeignKey("self", models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=30, choices=UnitKind.choices)
    zone = models.CharField(max_length=60, default="Asia/Shanghai")
    phone = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "code"], name="unit_code_once_per_root")]
        indexes = [models.Index(fields=["parent", "position", "code"], name="unit_children")]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """1 for a root."""
        return len(self.lineage) // LINEAGE_STEP

    def reaches(self, other_lineage: str) -> bool:
        """Whether the unit of that lineage is this one or below it."""
        return other_lineage.startswith(self.lineage)


class UnitNumber(models.Model):
    """One row: the number the next unit's key is made of. Numbers are never used again."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    following = models.PositiveIntegerField(default=0)


class Post(models.Model):
    """What a person does in a unit; rights come from posts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "title"], name="post_once_per_unit")]
        indexes = [models.Index(fields=["kind", "unit"], name="post_by_kind")]

    def __str__(self) -> str:
        return self.title
