"""Taking a number for a time, without a name, and giving it back."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict
from duecare.core.ids import random_token
from duecare.receptions.models import Day, Ticket
from duecare.receptions.rules import MOST_COME_IN


@dataclass(frozen=True, slots=True)
class Taken:
    """A number as it is shown, once: for a time (UTC), with the sign that proves it."""

    day: Day
    number: int
    at: datetime
    check_sign: str


def take(*, day: Day, number: int, coming: int, client_id: uuid.UUID, at: datetime) -> Taken:
    """Take the time of that number. The same again is the same number.

    :param coming: how many come in together, 1 to 5.
    :raises BadInput: there is no such time, or too many come.
    :raises Conflict: somebody was faster, or the day has begun or is not held.
    """
    slots = day.times
    if not 1 <= number <= len(slots):
        raise BadInput("no-such-time", _("Choose one of the times."), where="number")
    if not 1 <= coming <= MOST_COME_IN:
        message = _("At most five come in together; a group sends representatives.")
        raise BadInput("too-many-come", message, where="coming")
    before = Ticket.objects.filter(client_id=client_id, day=day).first()
    if before is None:
        before = _take(day, number, coming, client_id, at)
    return Taken(day, before.number, slots[before.number - 1], before.check_sign)


def _take(day: Day, number: int, coming: int, client_id: uuid.UUID, at: datetime) -> Ticket:
    sign = random_token(20).upper()
    try:
        with transaction.atomic():
            open_day = Day.objects.select_for_update().get(id=day.id)
            if open_day.starts_at <= at or open_day.called_off_at is not None:
                raise Conflict("day-over", _("Numbers for this day are no longer given out."))
            return Ticket.objects.create(
                day=day, number=number, check_sign=sign, coming=coming, client_id=client_id
            )
    except IntegrityError:  # the number, or the same form sent twice at once
        same = Ticket.objects.filter(client_id=client_id, day=day).first()
        if same is None:
            raise Conflict(
                "time-taken", _("Somebody has just taken this time. Choose another one.")
            ) from None
        return same


def give_back(*, day: Day, number: int, check_sign: str) -> None:
    """Give a number back, so that somebody else can come.

    :raises BadInput: number and sign don't belong together on that day.
    """
    there = Ticket.objects.filter(day=day, number=number).first()
    said = check_sign.strip().upper().encode()
    if there is None or not hmac.compare_digest(there.check_sign.encode(), said):
        message = _("This number and this sign don't belong together.")
        raise BadInput("no-such-number", message, where="check_sign")
    there.delete()
