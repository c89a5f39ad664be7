"""The office's roster in force: published by hand, its watches owed. The crew of the first day and night, by name."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from duecare.duty.actions.assignments import Place, change, hold
from duecare.duty.actions.opening import open_due
from duecare.duty.models import Watch
from duecare.duty.rules.terms import kind_parts
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.orgs.rules import SYSTEM
from tests.duty.rosters import BEFORE, FIRST, Office, office_of
from tests.people import small_district

HOUR = timedelta(hours=1)
#: 20:00 in Shanghai: the day watch hands over to the night watch.
EVENING = FIRST + 12 * HOUR
LADDER = [
    {"offset": 0, "act": "remind", "to": ["not-checked-in@site"]},
    {"offset": 600, "act": "tell", "to": ["on-duty:leader@site"]},
    {"offset": 1800, "act": "escalate", "to": ["post:leader@creditor"]},
]
PRESENCE = {"times": 2, "within": 1200, "shifts": ["night"]}


@transaction.atomic
def in_force(office: Office) -> Office:
    """Stand what the office drew up by hand, and open what the first two days owe."""
    roster = hold(office.roster.id)
    keepers = {str(keeper.id): keeper for keeper in office.keepers.values()}
    places = [
        Place(keepers[person], roster.keeper_id, office.first + timedelta(n), *kind_parts(kind)[1:])
        for person, row in office.by_hand().items()
        for n, kind in enumerate(row)
        if kind
    ]
    change(roster=roster, end=[], make=places, came_by="edition", by=SYSTEM, at=BEFORE, tell=False)
    open_due(FIRST - HOUR, FIRST + 48 * HOUR)
    return office


def build(*, stood: bool = True, **terms: object) -> Office:
    """The office with ladders; ``stood``: with its roster in force."""
    given = {"ladders": {"watch": LADDER, "handover": LADDER[2:], "presence": LADDER[1:]}, **terms}
    office = office_of(small_district(), **given)
    if stood:
        return in_force(office)
    open_due(FIRST - HOUR, FIRST + 48 * HOUR)
    return office


def watch(shift: str = "day", day: date = date(2027, 1, 18)) -> Watch:
    """The office's watch."""
    return Watch.objects.get(day=day, shift=shift)


def owed(what: str, shift: str = "day", day: str = "2027-01-18") -> Obligation:
    """What that watch owes."""
    return Obligation.objects.get(origin__endswith=f"/{day}/{shift}/{what}")


def tick(at: datetime) -> None:
    """One turn of the clock."""
    kernel.tick(at, outage_after=timedelta(days=9))


@pytest.fixture
def stood(transactional_db: None) -> Office:
    """The office with its roster in force."""
    return build()
