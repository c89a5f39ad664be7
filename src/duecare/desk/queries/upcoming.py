"""What falls due on some days, computed from the plans without writing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from duecare.core.calendar import Calendar, calendar_from, shipped
from duecare.obligations import kinds
from duecare.obligations.models import CalendarData, Suspension
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, roots_of
from duecare.plans.models import Programme
from duecare.plans.sections import SECTIONS


@dataclass(frozen=True, slots=True)
class Falling:
    """One thing that falls due.

    :param due_at: aware, in the programme's zone.
    :param mine: the units that owe it by a post of the reader's; ``units`` is how many owe it in all.
    :param suspends: whether a suspended day touches it.
    """

    due_at: datetime
    slot: date
    title: str
    title_en: str
    strand: str
    units: int
    mine: Sequence[Unit]
    suspends: bool = True


def falling(by: Actor, first: date, last: date) -> list[Falling]:
    """Everything of the reader's organisations' running programmes on these local days, in order."""
    own = {u.id: u for u in Unit.objects.filter(id__in={p.unit_id for p in by.posts})}
    found: list[Falling] = []
    programmes = Programme.objects.filter(
        root_id__in=roots_of(by.posts), ended_at=None, first__lte=last, closes_on__gte=first
    )
    for programme in programmes:
        zone = ZoneInfo(programme.zone)
        owing: dict[tuple[str, str], list[Unit]] = {}
        for item in _items(programme.key, first, last):
            strand = str(item["strand"])
            key = (strand, item["post"])
            if key not in owing:
                owing[key] = _mine(item, by, own)
            due_at = item["due_at"].astimezone(zone)
            found.append(
                Falling(
                    due_at,
                    item.get("slot") or due_at.date(),
                    item["title"],
                    item.get("title_en", ""),
                    strand,
                    int(item["units"]),
                    owing[key],
                    kinds.get(item["kind"]).suspends,
                )
            )
    return sorted(found, key=lambda f: (f.due_at, f.strand))


def _items(key: str, first: date, last: date) -> Iterator[Mapping[str, Any]]:
    for section in SECTIONS:
        yield from section.calendar(key, first, last)


def _mine(item: Mapping[str, Any], by: Actor, own: Mapping[uuid.UUID, Unit]) -> list[Unit]:
    """The units that owe it by a post of the reader's, as the inbox will say when it opens."""
    post = item["post"] or "leader"
    answering = {p.unit_id for p in by.posts if p.kind == post} & set(own)
    if not answering:
        return []
    owe = Unit.objects.filter(id__in=answering).filter(id__in=item["debtors"])
    return [own[unit_id] for unit_id in owe.order_by("lineage").values_list("id", flat=True)]


def calendar_of(root_ids: Iterable[uuid.UUID]) -> Calendar | None:
    """The calendar that the reader's organisation works by, when a plan brought one."""
    data = CalendarData.objects.filter(root_id__in=list(root_ids)).order_by("-applied_at").first()
    if data is None:
        return None
    return shipped(data.body["shipped"]) if "shipped" in data.body else calendar_from(data.body)


def suspended(units: Iterable[Unit], first: date, last: date) -> list[Suspension]:
    """Suspended days that touch the units."""
    lineages = [u.lineage for u in units]
    rows = Suspension.objects.filter(day__gte=first, day__lte=last).order_by("at")
    return [row for row in rows if any(line.startswith(row.lineage) for line in lineages)]


def month_of_days(on: date) -> tuple[date, date]:
    """First and last day of the month."""
    first = on.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
