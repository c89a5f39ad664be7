"""Hazards of a unit and all below it, cut so that a list of any length is read in its own order."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import In, StartsWith

from duecare.hazards.models import Hazard, HazardQuerySet, Owed, Step
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

#: Up to so many units are read one by one; of more, the whole root's list is read and others' hazards left out.
FEW = 12
#: Up to so many units are named to the database, which is much cheaper than asking each row whose unit it is.
NAMED = 1_000


@dataclass(frozen=True, slots=True)
class Reach:
    """A unit and how its subtree is cut.

    :ivar few: the subtree's units where it has few, else None.
    :ivar named: the subtree's units where it has more than few and not too many, else empty.
    """

    unit: Unit
    few: tuple[uuid.UUID, ...] | None
    named: tuple[uuid.UUID, ...] = ()

    @classmethod
    def of(cls, by: Actor, unit: Unit) -> Reach:
        """:raises NotAllowed: ``by`` may not see hazards there. At most one statement."""
        rights.require(by, "hazards.see", unit.lineage)
        if unit.parent_id is None:
            return cls(unit, None)
        found = tuple(Unit.objects.under(unit).values_list("id", flat=True)[: NAMED + 1])
        if len(found) <= FEW:
            return cls(unit, found)
        return cls(unit, None, found if len(found) <= NAMED else ())

    @property
    def exact(self) -> bool:
        """Whether the list's own index holds these hazards and no others."""
        return self.few is not None or self.unit.parent_id is None

    def hazards(self) -> HazardQuerySet:
        """All of them."""
        if self.few is not None:
            return Hazard.objects.filter(unit__in=self.few)
        found = Hazard.objects.filter(root=self.unit.root_id)
        if self.named:
            return found.filter(unit__in=self.named)
        return found if self.unit.parent_id is None else found.filter(Exists(self._above("unit")))

    def listed(self) -> HazardQuerySet:
        """The same, for a list that is read in its own order: of each row its unit is asked, where units are many."""
        if self.exact:
            return self.hazards()
        if self.named:  # Coalesce, so that no index of units is read instead of the list's order
            mine: In[Any] = In(Coalesce(F("unit"), F("unit")), self.named)
            return Hazard.objects.filter(mine, root=self.unit.root_id)
        lineage = Subquery(Unit.objects.filter(id=OuterRef("unit")).values("lineage")[:1])
        return Hazard.objects.filter(StartsWith(lineage, self.unit.lineage), root=self.unit.root_id)

    def root_hazards(self) -> HazardQuerySet:
        """All of the list's own index: what lies elsewhere in the root too, where the subtree is a large part of it."""
        return self.hazards() if self.few is not None else Hazard.objects.filter(root=self.unit.root_id)

    def steps(self) -> QuerySet[Step]:
        """What happened to them."""
        if self.few is not None:
            return Step.objects.filter(hazard__unit__in=self.few)
        found = Step.objects.filter(hazard__root=self.unit.root_id)
        return found if self.unit.parent_id is None else found.filter(Exists(self._above("hazard__unit")))

    def owed(self) -> QuerySet[Owed]:
        """What its units owe for hazards, their own or others'."""
        if self.few is not None:
            return Owed.objects.filter(obligation__debtor__in=self.few)
        found = Owed.objects.filter(obligation__root=self.unit.root_id)
        return (
            found if self.unit.parent_id is None else found.filter(Exists(self._above("obligation__debtor")))
        )

    def _above(self, name: str) -> QuerySet[Unit]:
        return Unit.objects.under(self.unit).filter(id=OuterRef(name))
