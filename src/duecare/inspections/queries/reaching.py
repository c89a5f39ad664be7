"""Whose inspections a reader sees: those that a unit within reach owes, never those that one is to receive."""

from __future__ import annotations

from django.db.models import Q

from duecare.core.errors import NotFound, Text
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, subtree_end

RIGHT = "inspections.see"


def within(by: Actor, column: str) -> Q:
    """A condition: the lineage in ``column`` is within the reader's reach."""
    found = Q(pk__in=())
    for one in rights.lineages(by, RIGHT):
        found |= below(one, column)
    return found


def below(lineage: str, column: str) -> Q:
    """A condition: the lineage in ``column`` is this one, or lies below it."""
    return Q(**{f"{column}__gte": lineage, f"{column}__lte": subtree_end(lineage)})


def unit_reached(by: Actor, key: str, refusal: Text) -> Unit:
    """The unit of that key. :raises NotFound: there is none within reach."""
    unit = Unit.objects.filter(key=key).first()
    if unit is None or not rights.may(by, RIGHT, unit.lineage):
        raise NotFound("no-unit", refusal)
    return unit
