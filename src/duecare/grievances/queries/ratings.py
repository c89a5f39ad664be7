"""Ratings as those who handle cases see them: in whole groups of ten, without case or time (domain.md §4, rule 3)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.grievances.holding import holding_units
from duecare.grievances.models import RatingGroup
from duecare.grievances.rules import RATED_TOGETHER
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

#: Groups of a unit on the page, the newest first.
SHOWN_GROUPS = 12
STARS = (5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Group:
    """Ten ratings.

    :param number: from 1, the first ten.
    :param counts: how many of five, four, three, two, one.
    """

    number: int
    counts: tuple[int, ...]

    @property
    def mean(self) -> float:
        """From 1 to 5."""
        return sum(star * count for star, count in zip(STARS, self.counts, strict=True)) / RATED_TOGETHER


@dataclass(frozen=True, slots=True)
class Rated:
    """A unit's whole groups; what does not fill one yet is not told, and neither is how much that is."""

    unit: Unit
    groups: Sequence[Group]


def ratings(by: Actor) -> list[Rated]:
    """Of each unit whose cases ``by`` holds. Three statements, whatever their number.

    :raises NotFound: ``by`` holds the cases of none.
    """
    held = [unit for unit, _lineage in holding_units(by)]
    units = list(Unit.objects.filter(id__in=held).order_by("lineage"))
    if not units:
        raise NotFound("ratings-unknown", _("You hold the cases of no unit."))
    groups = _whole(units)
    return [Rated(unit, groups[unit.id]) for unit in units]


def _whole(units: Sequence[Unit]) -> dict[uuid.UUID, list[Group]]:
    """The newest whole groups of each unit."""
    place = Window(RowNumber(), partition_by="unit_id", order_by=F("number").desc())
    rows = RatingGroup.objects.filter(unit__in=units, fives__isnull=False).annotate(place=place)
    found: dict[uuid.UUID, list[Group]] = defaultdict(list)
    for row in (
        rows.filter(place__lte=SHOWN_GROUPS)
        .order_by("unit_id", "-number")
        .values_list("unit_id", "number", "fives", "fours", "threes", "twos", "ones")
    ):
        found[row[0]].append(Group(row[1], tuple(count or 0 for count in row[2:])))
    return found
