"""The demo's reception days: a few numbers are taken, most heads say that it was held, now and then one forgets."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from duecare.demo.moments import SETTLED, Act
from duecare.demo.posts import someone
from duecare.demo.rules import dice
from duecare.obligations.models import Obligation
from duecare.receptions import actions
from duecare.receptions.models import Day
from duecare.receptions.rules import RECEIVED

#: Numbers are taken so long before a day begins.
TAKEN = timedelta(days=1, hours=5)
_FORGETS = 0.04


def taking(since: datetime, at: datetime) -> Iterator[Act]:
    """Numbers for the days that begin soon. One statement."""
    soon = Day.objects.filter(starts_at__gt=since + TAKEN, starts_at__lte=at + TAKEN, called_off_at=None)
    for day in soon.select_related("series", "unit"):
        for number in (1, 2, 4):
            if dice("visit", day.unit.code, day.on, number) < 0.3:
                yield day.starts_at - TAKEN, partial(_take, day, number)


def saying(o: Obligation) -> Iterator[Act]:
    """What the unit says after its day."""
    if dice("held", o.debtor.code, o.slot) >= _FORGETS:
        yield o.opens_at + timedelta(hours=3) + SETTLED, partial(_say, o)


def _take(day: Day, number: int, at: datetime) -> None:
    coming = 1 + int(3 * dice("coming", day.unit.code, day.on, number))
    name = uuid.uuid5(day.id, str(number))
    actions.take(day=day, number=number, coming=coming, client_id=name, at=at)


def _say(o: Obligation, at: datetime) -> None:
    day = Day.objects.get(unit=o.debtor, on=o.slot, called_off_at=None)
    received = RECEIVED[int(3 * dice("came", o.debtor.code, o.slot))]
    actions.say_held(day_id=day.id, received=received, by=someone(o.debtor.code, "leader"), at=at)
