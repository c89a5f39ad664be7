"""The ledger of a unit and all below it: what is due soonest first, filtered, searched, counted on what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from duecare.core.errors import NotFound
from duecare.hazards.models import Hazard
from duecare.hazards.queries import listing
from duecare.hazards.queries.filters import Filters
from duecare.hazards.queries.looks import Look, look
from duecare.hazards.queries.reach import Reach
from duecare.hazards.queries.seen import MOST_UNITS
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import LINEAGE_STEP, Actor
from duecare.places.models import Place

#: Beyond this a count says "and more"; the page of figures counts to the end.
COUNTED = 1_000


class Row(NamedTuple):
    """A line of the ledger. ``age`` is days since it was found, up to close-out."""

    hazard: Hazard
    look: Look
    age: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A page of the ledger.

    :param following: where the next page begins, as an address says it, or "".
    :param partly: the page isn't full and the rest has not been looked at.
    :param place: the one that it is narrowed to.
    """

    unit: Unit
    filters: Filters
    place: Place | None
    rows: Sequence[Row]
    following: str
    partly: bool
    counts: dict[str, str]


def top(by: Actor, key: str, right: str = "hazards.see") -> Unit:
    """The unit of that key within reach, or the highest one. :raises NotFound: there is none."""
    lines = rights.lineages(by, right)
    found = (
        Unit.objects.filter(key=key) if key else Unit.objects.filter(lineage__in=lines).order_by("lineage")
    )
    unit = found.first()
    if unit is None or not rights.may(by, right, unit.lineage):
        raise NotFound("no-unit", _("There is no such unit."))
    return unit


def around(by: Actor, unit: Unit) -> list[tuple[Unit, str]]:
    """Units to go on to, each with the sign that it stands below: those above within reach, and those right below."""
    keys = [key for key, lineage in _upwards(unit) if rights.may(by, "hazards.see", lineage)]
    found = Unit.objects.filter(Q(key__in=keys) | Q(parent=unit, closed_at=None))
    listed = list(found.order_by("lineage")[: len(keys) + MOST_UNITS])
    first = len(listed[0].lineage)
    return [(one, "· " * ((len(one.lineage) - first) // LINEAGE_STEP)) for one in listed]


def _upwards(unit: Unit) -> list[tuple[str, str]]:
    """Key and lineage of each unit from the root down to this one."""
    return [
        (unit.lineage[end - LINEAGE_STEP : end], unit.lineage[:end])
        for end in range(LINEAGE_STEP, len(unit.lineage) + 1, LINEAGE_STEP)
    ]


def ledger(by: Actor, unit: Unit, filters: Filters, at: datetime) -> Ledger:
    """A page, with counts of the unit's whole subtree. A bounded number of statements, each of bounded work."""
    reach = Reach.of(by, unit)
    ask = listing.asked(reach, filters, at)
    found = listing.page(ask)
    shown = [row(hazard, at) for hazard in found.rows]
    return Ledger(unit, filters, ask.place, shown, found.following, found.partly, _counts(reach, at))


def row(hazard: Hazard, at: datetime) -> Row:
    """A line of the ledger."""
    return Row(hazard, look(hazard, at), max(0, ((hazard.closed_at or at) - hazard.found_at).days))


def _counts(reach: Reach, at: datetime) -> dict[str, str]:
    """How many are open, overdue, to verify, and major; each counted as far as people read it.

    Where the list's indexes hold others' too, what is open is read once instead.
    """
    which = {name: listing.shown(name, at) for name in ("open", "overdue", "verify")} | {
        "major": listing.major()
    }
    if reach.exact:
        counts = {name: reach.hazards().filter(one)[: COUNTED + 1].count() for name, one in which.items()}
    else:
        counts = (
            reach.hazards()
            .filter(which["open"])
            .aggregate(**{name: Count("id", filter=one) for name, one in which.items()})
        )
    return {name: str(count) if count <= COUNTED else f"{COUNTED}+" for name, count in counts.items()}
