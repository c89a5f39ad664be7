"""The body above the root, as the plan names it, and where codes hang."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from duecare.grievances.models import Provision
from duecare.obligations.selection import units_meant
from duecare.obligations.shapes import shown, titles
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, ancestors


@dataclass(frozen=True, slots=True)
class Above:
    """The body to which goes what is about the whole organisation: public facts, in the reader's language."""

    title: str
    address: str
    telephone: str
    hours: str


@dataclass(frozen=True, slots=True)
class Point:
    """A place at a unit where a code hangs."""

    unit: Unit
    point: str


def above(root_id: uuid.UUID) -> Above | None:
    """The body that the newest plan names. One statement."""
    newest = Provision.objects.filter(root=root_id).order_by("-since").first()
    said: Mapping[str, Any] | None = newest.body.get("above") if newest else None
    if said is None:
        return None
    return Above(
        _text(said["title"]), _text(said["address"]), said.get("telephone", ""), _text(said.get("hours", ""))
    )


def _text(value: Any) -> str:
    return shown(*titles(value))


def prints_posters(by: Actor) -> bool:
    """Whether ``by`` stands at the top of a body. No statement."""
    return any(len(ancestors(line)) == 1 for line in rights.lineages(by, "grievances.print") if line)


def poster_roots(by: Actor) -> list[Unit]:
    """The bodies for which ``by`` may print posters: those at whose top they stand. One statement."""
    tops = rights.lineages(by, "grievances.print")
    return list(Unit.objects.filter(parent=None, closed_at=None, lineage__in=tops).order_by("lineage"))


def points(root: Unit) -> list[Point]:
    """Every place where the plans in force have a code, by unit in the order of the tree."""
    found: list[Point] = []
    for one in Provision.objects.filter(root=root, ended_at=None).order_by("since"):
        for codes in one.body.get("codes", ()):
            for unit in units_meant(root.id, codes["units"]):
                found += [Point(unit, _text(point)) for point in codes["points"]]
    return sorted(found, key=lambda one: one.unit.lineage)
