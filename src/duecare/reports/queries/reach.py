"""Where a reader's eyes reach."""

from __future__ import annotations

from django.db.models import Q

from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, subtree_end
from duecare.reports.actions.held import may_know, no_such_report


def lineages(by: Actor) -> tuple[list[str], list[str]]:
    """(lineages read with all below them, lineages of single units), none of them twice."""
    wide = rights.lineages(by, "reports.read")
    own = [one for one in rights.lineages(by, "reports.file") if not any(one.startswith(w) for w in wide)]
    return wide, own


def within(by: Actor, column: str) -> Q:
    """A condition: the lineage in ``column`` is within reach."""
    wide, own = lineages(by)
    found = Q(**{f"{column}__in": own})
    for one in wide:
        found |= Q(**{f"{column}__gte": one, f"{column}__lte": subtree_end(one)})
    return found


def top(by: Actor) -> Unit:
    """The highest unit within reach, where a reader begins. :raises NotFound: there is none."""
    wide, own = lineages(by)
    found = Unit.objects.filter(lineage__in=[*wide, *own]).order_by("lineage").first()
    if found is None:
        raise no_such_report()
    return found


def unit_within(by: Actor, key: str) -> Unit:
    """The unit of that key. :raises NotFound: there is none within reach."""
    unit = Unit.objects.filter(key=key).first()
    if unit is None or not may_know(by, unit.lineage):
        raise no_such_report()
    return unit
