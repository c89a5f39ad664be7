"""Inspections of a unit and all below it, latest first; and those at one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duecare.core.errors import NotFound
from duecare.hazards.models import Hazard
from duecare.hazards.origins import Origin
from duecare.inspections.models import ChecklistVersion, Found, Inspection, SecondVersion
from duecare.inspections.rules import Checklist
from duecare.obligations.shapes import shown
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.places.models import Place
from duecare.places.pages import Act, Line, Part

PER_PAGE = 50
_MOST_AT_PLACE = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked for; what can't be is taken as not asked for.

    :param key: of a checklist; ``failed``: only those that found something; ``waiting``: only those of two versions.
    """

    key: str = ""
    failed: bool = False
    waiting: bool = False
    page: int = 1

    @classmethod
    def of(cls, given: Any) -> Filters:
        """From the parts of an address."""
        number = given.get("page", "1")
        sound = number.isascii() and number.isdecimal() and 0 < int(number[:6]) <= 1000
        return cls(
            given.get("checklist", "")[:40],
            given.get("failed") == "1",
            given.get("waiting") == "1",
            int(number) if sound else 1,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    inspection: Inspection
    checklist: Checklist
    waits: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of inspections."""

    unit: Unit
    filters: Filters
    rows: Sequence[Row]
    more: bool


def unit_within(by: Actor, key: str) -> Unit:
    """The unit of that key within reach, or the highest one. :raises NotFound: there is none."""
    found = (
        Unit.objects.filter(key=key)
        if key
        else Unit.objects.filter(lineage__in=rights.lineages(by, "inspections.read")).order_by("lineage")
    )
    unit = found.first()
    if unit is None or not rights.may(by, "inspections.read", unit.lineage):
        raise NotFound("no-unit", gettext_lazy("There is no such unit."))
    return unit


def inspections(by: Actor, unit: Unit, filters: Filters) -> Listed:
    """A page, latest first. Two statements, whatever their number."""
    rights.require(by, "inspections.read", unit.lineage)
    found = Inspection.objects.filter(root=unit.root_id)
    if len(unit.lineage) > len(unit.key):
        found = found.under(unit.lineage)
    if filters.key:
        found = found.filter(checklist__key=filters.key)
    if filters.failed:
        found = found.filter(failed__gt=0)
    waits = Exists(SecondVersion.objects.filter(inspection=OuterRef("id"), decided_at=None))
    if filters.waiting:
        found = found.filter(waits)
    start = (filters.page - 1) * PER_PAGE
    chosen = (
        found.annotate(waits=waits).select_related("unit", "place", "by_unit").order_by("-received_at", "-id")
    )
    rows: list[Any] = list(chosen[start : start + PER_PAGE + 1])
    lists = _checklists(rows)
    shown_rows = [Row(one, lists[one.checklist_id], one.waits) for one in rows[:PER_PAGE]]
    return Listed(unit, filters, shown_rows, len(rows) > PER_PAGE)


def _checklists(rows: Sequence[Inspection]) -> dict[str, Checklist]:
    wanted = {one.checklist_id for one in rows}
    return {one.id: one.checklist for one in ChecklistVersion.objects.filter(id__in=wanted)}


def at_place(by: Actor, place: Place, _at: datetime) -> Part | None:
    """What the label of a place opens: beginning an inspection there, and those made. Two statements."""
    if not rights.may(by, "inspections.read", place.unit.lineage):
        return None
    acts = []
    if place.closed_at is None and rights.may(by, "inspections.inspect", place.unit.lineage):
        here = f"?unit={place.unit_id}&place={place.id}"
        acts.append(Act(_("Inspect this place"), f"{reverse('inspections:new')}{here}", "clipboard-check"))
    rows = list(Inspection.objects.filter(place=place).order_by("-received_at", "-id")[:_MOST_AT_PLACE])
    lists = _checklists(rows)
    lines = [
        Line(
            _title(lists[one.checklist_id]),
            one.received_at,
            reverse("inspections:inspection", args=[one.id]),
            _findings(one.failed),
            "clipboard-check",
            "warn" if one.failed else "good",
        )
        for one in rows
    ]
    return Part(_("Inspections of this place"), lines, acts)


def found_hazard(by: Actor, hazard: Hazard) -> list[Origin]:
    """The inspections that found a hazard. One statement."""
    if not rights.may(by, "inspections.read", hazard.unit.lineage):
        return []
    found = Found.objects.filter(hazard=hazard).select_related("inspection__checklist")
    return [
        Origin(
            _("inspection with the list “%(list)s”") % {"list": _title(one.inspection.checklist.checklist)},
            one.inspection.received_at,
            f"{reverse('inspections:inspection', args=[one.inspection.id])}#item-{one.item}",
        )
        for one in found
    ]


def _title(checklist: Checklist) -> str:
    return shown(checklist.title.zh, checklist.title.en)


def _findings(count: int) -> str:
    return ngettext("%(n)s finding", "%(n)s findings", count) % {"n": count} if count else _("nothing found")
