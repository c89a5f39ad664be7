"""Giving a case to those who have to hold it: first its handler, later whoever decides above them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from duecare.grievances.holding import holders_in, path, unit_at
from duecare.grievances.models import Case, Hold
from duecare.grievances.rules import Role, UnitPath, route
from duecare.grievances.vocabulary import HoldRole
from duecare.orgs.models import Unit
from duecare.orgs.rules import reach_of

#: In which role the unit is that has to decide.
_ABOVE = {Role.ABOVE: HoldRole.ABOVE, Role.REREVIEW: HoldRole.REREVIEW}


def place(
    case: Case,
    *,
    concerned: Iterable[Unit],
    received: Unit,
    recused: frozenset[str],
    at: datetime,
) -> None:
    """Find who takes the case and let them hold it; where nobody in the tree may, no unit holds it."""
    unit = taker(case, concerned=concerned, received=received, recused=recused, at=at)
    hold(case, HoldRole.HOLDER, unit, at)


def taker(
    case: Case,
    *,
    concerned: Iterable[Unit],
    received: Unit,
    recused: frozenset[str] = frozenset(),
    at: datetime,
) -> Unit | None:
    """Who takes the case; None where nobody in the tree may. One statement, two where the root has no officer; one more
    where it is not the unit that received it."""
    routed = route(
        holders_in(case.root, at),
        category=case.category,
        concerned=[path(unit.lineage) for unit in concerned],
        place=path(case.place_unit.lineage) if case.place_unit else None,
        received=path(received.lineage),
        recused=recused,
    )
    if routed.holder is None:
        return None
    return received if routed.holder.unit == path(received.lineage) else unit_at(routed.holder.unit)


def hold(case: Case, role: str, unit: Unit | None, at: datetime, *, beside: bool = False) -> Hold:
    """Let a unit hold the case in that role from now on; whoever did before no longer does.

    :param beside: whoever did before goes on holding it, too.
    """
    if not beside:
        Hold.objects.filter(case=case, role=role, until=None).update(until=at)
    return Hold.objects.create(case=case, role=role, unit=unit, since=at)


def decider(case: Case, role: Role, recused: frozenset[str], at: datetime) -> Hold:
    """Who decides above those who hold the case: the one who does already, or the next level that has somebody.

    Nobody who decided before, and no unit that the case is about, is among them (domain.md §4, rules 3 and 4).
    """
    there = Hold.objects.filter(case=case, role=_ABOVE[role], until=None).select_related("unit").first()
    if there is not None:
        return there
    below = [HoldRole.HOLDER, *([HoldRole.ABOVE] if role is Role.REREVIEW else [])]
    held = Hold.objects.filter(case=case, role__in=below, unit__isnull=False).select_related("unit")
    decided = [path(reach_of(one.unit.kind, one.unit.lineage)) for one in held if one.unit is not None]
    about = [path(unit.lineage) for unit in concerned_units(case)]
    routed = route(
        holders_in(case.root, at),
        category=case.category,
        concerned=_highest([*decided, *about]),
        recused=recused,
    )
    return hold(case, _ABOVE[role], unit_at(routed.holder.unit) if routed.holder else None, at)


def concerned_units(case: Case) -> list[Unit]:
    """The units that a case is about."""
    return [one.unit for one in case.concerned.select_related("unit")]


def _highest(places: list[UnitPath]) -> list[UnitPath]:
    """Those of the places that stand highest: what is above them is above all."""
    top = min((len(place) for place in places), default=0)
    return [place for place in places if len(place) == top]


def keys(people: Iterable[str]) -> frozenset[uuid.UUID]:
    """Opaque keys of people as ids."""
    return frozenset(uuid.UUID(one) for one in people)
