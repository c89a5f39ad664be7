"""Places: what an inspection goes to and where a hazard is."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from duecare.core.ids import uuid7
from duecare.places.rules import NAME_EN_LENGTH, NAME_LENGTH, NUMBER_LENGTH
from duecare.places.vocabulary import PlaceKind


class PlaceQuerySet(models.QuerySet["Place"]):
    """Places, asked for in sentences."""

    def standing(self) -> PlaceQuerySet:
        """Those that have not been closed."""
        return self.filter(closed_at=None)

    def in_order(self) -> PlaceQuerySet:
        """By kind and name."""
        return self.order_by("kind", "name", "id")


class Place(models.Model):
    """A part of a unit's buildings or grounds, or a thing it keeps; of a closed list of kinds.

    ``code`` is random, printed on its label under the QR code and part of the address that opens it; it never changes.
    ``number`` is the unit's own number for it. Coordinates are decimal degrees (WGS 84), both or neither.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root_id: uuid.UUID
    root = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+")
    unit_id: uuid.UUID
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="places")
    kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    name = models.CharField(max_length=NAME_LENGTH)
    name_en = models.CharField(max_length=NAME_EN_LENGTH, blank=True)
    number = models.CharField(max_length=NUMBER_LENGTH, blank=True)
    code = models.CharField(max_length=10)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[PlaceQuerySet] = PlaceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="place_code_once"),
            models.UniqueConstraint(
                fields=["unit", "name"], name="place_name_once", condition=Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind"),
            models.CheckConstraint(condition=~Q(name=""), name="place_named"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name
