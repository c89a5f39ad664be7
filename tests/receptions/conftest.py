"""What the tests of reception days stand on: every Wednesday at schools, the first of a month at the district."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from duecare.obligations.actions import tick
from duecare.obligations.models import Obligation
from duecare.obligations.schedules import materialise
from duecare.orgs.models import Unit
from duecare.receptions import actions
from duecare.receptions.models import Day
from tests.people import FOUNDED, District, district
from tests.plans.plans import PLAN, apply

__all__ = ["district"]

RECEPTION = """\
reception_days:
  - key: schools
    title: {zh: 校长接待日, en: Reception day of the head}
    basis: 四.1
    units: {kinds: [middle_school, primary_school]}
    who: {zh: 校长, en: Head of the school}
    place: {zh: 接待室, en: Reception room}
    weekday: wed
    from: 15:00
    to: 17:00
    each: 30 min
    ladder: report
  - key: district
    basis: 四.1
    units: {codes: [QY]}
    owed_to: {codes: [QY]}
    who: {zh: 学区主任, en: Head of the district}
    place: {zh: 学区办公楼一楼, en: 'District office, ground floor'}
    weekday: wed
    which: first
    from: 09:00
    to: 11:00
"""
WHOLE = PLAN + RECEPTION
HOUR, MINUTE, DAYS = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
#: The first Wednesday, 15:00 in Shanghai, when the schools begin.
BEGINS = datetime(2027, 1, 6, 7, 0, tzinfo=UTC)


def day_at(unit: Unit, on: str = "2027-01-06") -> Day:
    """A unit's reception day."""
    return Day.objects.select_related("series", "unit").get(unit=unit, on=on)


def turn(at: datetime) -> None:
    """What the clock does at ``at``."""
    materialise(at)
    tick(at)


@pytest.fixture
def winter(district: District) -> District:
    """The plan in force since the founding, and the clock's first turn done."""
    apply(WHOLE, FOUNDED)
    turn(FOUNDED)
    return district


def owed(unit: str, on: str = "2027-01-06") -> Obligation:
    """The duty to hold a day."""
    return Obligation.objects.get(kind="receptions.day", debtor__code=unit, slot=on)


def taken(day: Day, number: int = 1, **more: object) -> actions.Taken:
    """Take a number on the founding day."""
    values = {"coming": 1, "client_id": uuid.uuid4(), "at": FOUNDED, **more}
    return actions.take(day=day, number=number, **values)  # type: ignore[arg-type]
