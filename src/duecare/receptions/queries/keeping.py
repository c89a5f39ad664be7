"""What those see who keep a unit's reception days."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.obligations.models import Obligation
from duecare.obligations.shapes import shown
from duecare.orgs import rights
from duecare.orgs.rules import Actor
from duecare.receptions.actions.holding import duty_of
from duecare.receptions.kinds import DAY
from duecare.receptions.models import Day, Ticket

_BACK, _AHEAD = timedelta(days=14), timedelta(days=28)
_MOST = 100


@dataclass(frozen=True, slots=True)
class KeptDay:
    """A day as its keepers see it.

    :param tickets: numbers with their times, in order.
    :param may: whether the reader keeps it; who stands above only reads.
    """

    day: Day
    who: str
    place: str
    tickets: list[tuple[Ticket, datetime]]
    duty: Obligation | None
    may: bool


def kept_by(by: Actor, at: datetime) -> list[Day]:
    """Days of the reader's units around now, the first first. One statement."""
    units = [post.unit_id for post in by.carrying(rights.all_rights()["receptions.keep"])]
    near = Day.objects.filter(unit__in=units, ends_at__gte=at - _BACK, starts_at__lte=at + _AHEAD)
    return list(
        near.select_related("series", "unit", "instead").order_by("starts_at", "unit__lineage")[:_MOST]
    )


def kept(by: Actor, day_id: uuid.UUID) -> KeptDay:
    """A day, with its numbers for those who keep it. :raises NotFound: there is none that ``by`` may see."""
    day = Day.objects.select_related("series", "unit", "instead").filter(id=day_id).first()
    if day is None or not rights.may(by, "receptions.see", day.unit.lineage):
        raise NotFound("reception-unknown", _("There is no such reception day."))
    mine = rights.may(by, "receptions.keep", day.unit.lineage)
    slots = day.times
    tickets = Ticket.objects.filter(day=day).order_by("number") if mine else []
    return KeptDay(
        day, shown(*day.terms["who"]), shown(*day.terms["place"]), [(one, slots[one.number - 1]) for one in tickets],
        duty_of(day), mine,
    )  # fmt: skip


def of_obligation(by: Actor, obligation_id: uuid.UUID) -> uuid.UUID:
    """The day that a duty is about: the one in its place, where it was moved.

    :raises NotFound: there is no such duty, or none that ``by`` may see.
    """
    owed = Obligation.objects.filter(id=obligation_id, kind=DAY.key).first()
    if owed is None or not rights.may(by, "receptions.see", owed.lineage):
        raise NotFound("reception-unknown", _("There is no such reception day."))
    _module, programme, key, unit_key, on = owed.origin.split("/")
    found = Day.objects.filter(series__programme=programme, series__key=key, unit__key=unit_key, on=on)
    day = (
        found.filter(in_place_of=None)
        .order_by(F("called_off_at").asc(nulls_first=True), "starts_at")
        .select_related("instead")
        .first()
    )
    if day is None:
        raise NotFound("reception-unknown", _("There is no such reception day."))
    while day.instead is not None:
        day = day.instead
    return day.id
