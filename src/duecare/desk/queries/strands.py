"""Names of the board's columns, taken from one duty of each: no page reads all units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from duecare.obligations.models import Obligation
from duecare.orgs.models import Unit
from duecare.orgs.rules import subtree_end


@dataclass(frozen=True, slots=True)
class Strand:
    """A column: what is owed, and by when."""

    key: str
    title: str
    title_en: str
    due_at: datetime | None


def describe(unit: Unit, day: date, keys: Sequence[str]) -> list[Strand]:
    """The strands in order of their due times. One statement, a row for each strand."""
    wanted = Q(pk__in=())
    for key in keys:
        one = Obligation.objects.filter(
            strand=key, slot=day, lineage__gte=unit.lineage, lineage__lte=subtree_end(unit.lineage)
        ).order_by("lineage")
        wanted |= Q(id=one.values("id")[:1])
    rows = Obligation.objects.filter(wanted).values_list("strand", "title", "title_en", "due_at")
    named = {row[0]: Strand(*row) for row in rows} if keys else {}
    found = [named.get(key) or Strand(key, key, "", None) for key in keys]
    return sorted(found, key=lambda s: (s.due_at is None, s.due_at and s.due_at.timestamp(), s.title, s.key))
