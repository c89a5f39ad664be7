"""What everybody can read: when which leader receives people where, which times are free, and whether it was held."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.obligations.shapes import shown
from duecare.orgs.models import Unit
from duecare.orgs.rules import ancestors
from duecare.receptions.models import Day, Ticket

#: How many units a choice holds.
MOST_UNITS = 200
#: How many days a list shows.
MOST_DAYS = 60
#: How far back the list says whether days were held.
BACK = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Listed:
    """A day in the list.

    :param free: how many times are free; None when numbers are no longer given out.
    """

    day: Day
    who: str
    place: str
    free: int | None


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be taken or is taken."""

    number: int
    at: datetime
    taken: bool


@dataclass(frozen=True, slots=True)
class DayPage:
    """A day's own page.

    :param above: days on which somebody above the unit receives, for what is about the unit itself.
    """

    root: Unit
    day: Day
    who: str
    place: str
    slots: list[Slot]
    open: bool
    above: list[Listed]

    @property
    def free(self) -> list[Slot]:
        """Times that can be taken."""
        return [slot for slot in self.slots if not slot.taken] if self.open else []


def body_of(key: str) -> Unit:
    """The body of that key, the root unit. :raises NotFound: there is none that stands."""
    found = Unit.objects.filter(key=key[:5], parent=None, closed_at=None).first()
    if found is None:
        raise NotFound("no-body", _("Nobody receives people under this address."))
    return found


def unit_of(root: Unit, key: str) -> Unit | None:
    """A unit of the body by its key; None for none of them."""
    return Unit.objects.filter(root=root, key=key[:5], closed_at=None).first() if key else None


def unit_choices(root: Unit) -> list[tuple[str, str]]:
    """Units that receive people, by key; none where there are too many to choose from."""
    with_days = Day.objects.filter(series__root=root, series__ended_at=None).values("unit")
    units = list(Unit.objects.filter(id__in=with_days, closed_at=None).order_by("lineage")[: MOST_UNITS + 1])
    return [] if len(units) > MOST_UNITS else [(one.key, shown(one.name, one.name_en)) for one in units]


def listed(root: Unit, unit: Unit | None, at: datetime, *, past: bool = False) -> list[Listed]:
    """Days ahead, of one unit or of all, soonest first; or those of the last four weeks, latest first.

    Two statements.
    """
    found = Day.objects.filter(series__root=root, unit__closed_at=None)
    if unit is not None:
        found = found.filter(unit=unit)
    if past:
        found = found.filter(ends_at__lt=at, ends_at__gte=at - BACK).order_by("-starts_at", "unit__lineage")
    else:
        found = found.filter(ends_at__gte=at).order_by("starts_at", "unit__lineage")
    return _listed(found, at)


def day_page(root: Unit, day_id: uuid.UUID, at: datetime) -> DayPage:
    """A day of the body. Four statements. :raises NotFound: there is none."""
    day = (
        Day.objects.select_related("series", "unit", "instead")
        .filter(id=day_id, series__root=root, unit__closed_at=None)
        .first()
    )
    if day is None:
        raise NotFound("reception-unknown", _("There is no such reception day."))
    taken = set(Ticket.objects.filter(day=day).values_list("number", flat=True))
    slots = [Slot(number, time, number in taken) for number, time in enumerate(day.times, 1)]
    above = Day.objects.filter(
        unit__key__in=ancestors(day.unit.lineage)[:-1], series__root=root, ends_at__gte=at, called_off_at=None
    )
    is_open = day.starts_at > at and day.called_off_at is None
    nearest = _listed(above.order_by("starts_at"), at)[:3] if day.unit_id != root.id else []
    return DayPage(
        root, day, shown(*day.terms["who"]), shown(*day.terms["place"]), slots, is_open, nearest
    )  # fmt: skip


def _listed(found: QuerySet[Day], at: datetime) -> list[Listed]:
    days: Iterable[Any] = found.select_related("series", "unit", "instead").annotate(
        given=Count("tickets", filter=Q(starts_at__gt=at))
    )[:MOST_DAYS]
    return [
        Listed(
            day,
            shown(*day.terms["who"]),
            shown(*day.terms["place"]),
            len(day.times) - day.given if day.starts_at > at and day.called_off_at is None else None,
        )
        for day in days
    ]
