"""Saying that a day was held, or publishing in time that it is not and when it is instead."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.calendar import local_date
from duecare.core.errors import BadInput, Conflict, NotFound
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.orgs import rights
from duecare.orgs.rules import Actor, HeldPost
from duecare.receptions.models import Day
from duecare.receptions.rules import MOVED_WITHIN, RECEIVED, at_times, origin

OBJECT = "reception-day"
WHY_LENGTH = 200


@transaction.atomic
def say_held(*, day_id: uuid.UUID, received: str, by: Actor, at: datetime) -> Day:
    """Say that people were received on that day, and how many, in steps. It discharges the duty.

    :param received: one of :data:`RECEIVED`.
    :raises NotFound: there is no such day, or none that ``by`` may keep.
    :raises BadInput: nothing is said of how many.
    :raises Conflict: it has not begun, is not held then, or that was said before.
    """
    day, post = _kept(day_id, by)
    if received not in RECEIVED:
        raise BadInput("received-missing", _("Say how many came, also when it was nobody."), where="received")
    if day.held_at is not None or day.called_off_at is not None:
        raise Conflict("day-over", _("That was said before, or the day is not held."))
    if day.starts_at > at:
        raise Conflict("day-ahead", _("It has not begun yet."))
    day.held_at, day.received = at, received
    day.save(update_fields=["held_at", "received"])
    owed = duty_of(day)
    if owed is not None and owed.closed_at is None:
        kernel.discharge(obligation_id=owed.id, by=by, at=at)
    _record(day, "receptions.held", by, post, at, {"received": received})
    return day


@transaction.atomic
def call_off(*, day_id: uuid.UUID, why: str, instead: date, by: Actor, at: datetime) -> Day:
    """Publish that a day is not held then, why, and the day on which it is instead; returns that day.

    The duty stays as it was: when the other day comes after it was due, the miss is on record.

    :param why: at most 200 characters, for everybody to read.
    :raises NotFound: there is no such day, or none that ``by`` may keep.
    :raises BadInput: no reason, or another day that is past or more than 14 days later.
    :raises Conflict: it was held, or called off before.
    """
    day, post = _kept(day_id, by)
    why = " ".join(why.split())[:WHY_LENGTH]
    if not why:
        raise BadInput("why-missing", _("Say why; everybody can read it."), where="why")
    if day.held_at is not None or day.called_off_at is not None:
        raise Conflict("day-over", _("That was said before, or the day is not held."))
    today = local_date(at, day.terms["zone"])
    if not max(today, day.on) < instead <= day.on + MOVED_WITHIN:
        message = _("Choose a later day, at most two weeks after the one that is not held.")
        raise BadInput("instead-when", message, where="instead")
    times = at_times(instead, day.terms)
    there = Day.objects.filter(series=day.series, unit=day.unit, starts_at=times.starts_at)
    if there.exists():
        message = _("People are received on that day already. Choose another one.")
        raise BadInput("instead-taken", message, where="instead")
    other = Day.objects.create(
        series=day.series,
        unit=day.unit,
        on=instead,
        starts_at=times.starts_at,
        ends_at=times.ends_at,
        minutes=day.minutes,
        asked=True,
    )
    day.called_off_at, day.why, day.instead = at, why, other
    day.save(update_fields=["called_off_at", "why", "instead"])
    _record(day, "receptions.called-off", by, post, at, {"instead": instead.isoformat()})
    return other


def duty_of(day: Day) -> Obligation | None:
    """The duty to hold a day: of one in place of another, the other's. None while it has not been made."""
    first = first_of(day)
    name = origin(first.series.programme, first.series.key, first.unit.key, first.on)
    return Obligation.objects.filter(origin=name).first()


def first_of(day: Day) -> Day:
    """The day that the plan asked for, where one was moved, even twice."""
    while (before := Day.objects.select_related("series", "unit").filter(instead=day).first()) is not None:
        day = before
    return day


def _kept(day_id: uuid.UUID, by: Actor) -> tuple[Day, HeldPost | None]:
    day = (
        Day.objects.select_for_update(of=("self",)).select_related("series", "unit").filter(id=day_id).first()
    )
    if day is None or not rights.may(by, "receptions.keep", day.unit.lineage):
        raise NotFound("reception-unknown", _("There is no such reception day."))
    return day, rights.require(by, "receptions.keep", day.unit.lineage)


def _record(
    day: Day, verb: str, by: Actor, post: HeldPost | None, at: datetime, details: dict[str, object]
) -> None:
    record(
        root=day.series.root_id, verb=verb, object_kind=OBJECT, object_id=day.id, at=at, actor=by.user_id,
        post=post.post_id if post else None, details={"on": day.on.isoformat(), **details},
    )  # fmt: skip
