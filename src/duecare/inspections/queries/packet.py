"""The work packet: what a phone needs for a shift without network. It holds units, places and checklists, no case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.attachments.rules.limits import MOST_BYTES
from duecare.core.errors import NotAllowed
from duecare.inspections.queries.checklists import FIELDS, source_of
from duecare.inspections.queries.current import current
from duecare.inspections.queries.due import DueInspection, due_for
from duecare.inspections.queries.walking import inspecting_units
from duecare.inspections.rules import LONGEST, PHOTOGRAPHS_MOST, Item, Photograph, Words
from duecare.inspections.versions import Version
from duecare.obligations.shapes import shown
from duecare.orgs import rights
from duecare.orgs.rules import Actor
from duecare.places.models import Place

#: One shift; after it nothing new is begun with the packet.
VALID = timedelta(hours=12)
MOST_PLACES = 2000


@dataclass(frozen=True, slots=True)
class Packet:
    """What a phone takes along.

    :param body: JSON; titles in the reader's language.
    """

    body: dict[str, Any]


def packet(by: Actor, at: datetime) -> Packet:
    """What ``by`` may inspect with which lists. A fixed number of statements.

    :raises NotAllowed: no post of ``by`` inspects.
    """
    if not rights.anywhere(by, "inspections.inspect"):
        raise NotAllowed("no-post", _("None of your posts inspects."))
    due = due_for(by, at)
    # What is due comes first: of a large tree not every unit goes along.
    units = list({unit.id: unit for unit in [*(one.unit for one in due), *inspecting_units(by)]}.values())
    places: dict[Any, list[dict[str, str]]] = {unit.id: [] for unit in units}
    for place in Place.objects.standing().filter(unit__in=units).in_order()[:MOST_PLACES]:
        named = shown(place.name, place.name_en)
        places[place.unit_id].append(
            {"id": str(place.id), "name": named, "kind": str(place.get_kind_display())}
        )
    return Packet(
        {
            "made_at": at.isoformat(),
            "valid_until": (at + VALID).isoformat(),
            "post_units": [
                {"id": str(u.id), "code": u.code, "name": shown(u.name, u.name_en), "places": places[u.id]}
                for u in units
            ],
            "due": [_due(one) for one in due],
            "checklists": _checklists(),
            "limits": {
                "photograph_bytes": MOST_BYTES,
                "photographs_per_item": PHOTOGRAPHS_MOST,
                "words": LONGEST,
            },
        }
    )


def _due(one: DueInspection) -> dict[str, Any]:
    return {
        "obligation": str(one.obligation_id),
        "title": shown(one.title, one.title_en),
        "basis": one.basis,
        "unit": str(one.unit.id),
        "number": one.number,
        "times": one.times,
        "due_at": one.due_at.isoformat(),
        "late": one.late,
        "checklists": list(one.checklists),
    }


def _checklists() -> list[dict[str, Any]]:
    return [_checklist(version) for version in current()]


def _checklist(version: Version) -> dict[str, Any]:
    checklist = version.checklist
    return {
        "id": version.id,
        "key": checklist.key,
        "version": checklist.version,
        "title": _said(checklist.title),
        "field": str(FIELDS[checklist.field][0]),
        "sections": [
            {"key": section.key, "title": _said(section.title), "items": _items(section.items)}
            for section in checklist.sections
        ],
    }


def _items(items: Sequence[Item]) -> list[dict[str, Any]]:
    return [_item(item) for item in items]


def _item(item: Item) -> dict[str, Any]:
    condition = item.condition
    return {
        "key": item.key,
        "ask": _said(item.ask),
        "look": _said(item.look) if item.look else "",
        "source": str(source_of(item)),
        "kind": item.kind.value,
        "unit": item.unit,
        "low": None if item.low is None else f"{item.low:f}",
        "high": None if item.high is None else f"{item.high:f}",
        "options": [
            {"key": option.key, "title": _said(option.title), "fails": option.fails}
            for option in item.options
        ],
        "photograph": Photograph(item.photograph).value,
        "condition": condition and {"item": condition.item, "outcomes": sorted(condition.outcomes)},
        "level": item.level.value,
        "days": item.days,
        "optional": item.optional,
    }


def _said(words: Words) -> str:
    return shown(words.zh, words.en)
