"""The clock asks what duty owes once a second, however many units keep rosters."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.duty.actions.opening import open_due
from duecare.duty.models import Arrangement, Edition, Roster
from duecare.duty.rules.terms import days_of, watches, watches_on
from tests.duty.rosters import BEFORE, FIRST, Office, office_of, terms
from tests.duty.watching import HOUR
from tests.people import small_district

pytestmark = [pytest.mark.both, pytest.mark.django_db]
ONE, FOUR = ["QY-AQ"], ["QY-AQ", "QY-Z1", "QY-X2", "QY-X3"]


def statements(office: Office, codes: list[str], *, published: bool) -> int:
    """How many a second round takes, which makes nothing, where these units keep rosters."""
    Arrangement.objects.update(terms={**office.arrangement.terms, "sites": {"codes": codes}})
    open_due(BEFORE, FIRST)
    assert Roster.objects.count() == len(codes)
    for roster in Roster.objects.filter(editions=None) if published else ():
        Edition.objects.create(roster=roster, number=1, cells={}, published_at=BEFORE)
    with CaptureQueriesContext(connection) as asked:
        assert open_due(BEFORE, FIRST) == 0
    return len(asked)


@pytest.mark.parametrize("published", [False, True])
def test_a_round_that_makes_nothing_takes_as_many_statements_for_many_rosters_as_for_one(published):
    office = office_of(small_district())
    of_one = statements(office, ONE, published=published)
    assert statements(office, FOUR, published=published) == of_one


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Midway"])
@pytest.mark.parametrize("hour", range(0, 48, 5))
def test_watches_are_found_whatever_the_zones(zone, hour):
    given = terms(zone=zone)
    after = (FIRST + hour * HOUR).astimezone(ZoneInfo("Pacific/Midway"))
    until = (FIRST + (hour + 7) * HOUR).astimezone(ZoneInfo("Pacific/Kiritimati"))
    every = [watch for day in days_of(given) for watch in watches_on(given, day)]
    assert list(watches(given, after, until)) == [one for one in every if after < one.starts_at <= until]
