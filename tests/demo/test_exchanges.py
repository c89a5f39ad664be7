"""The demo's people pass watches on: one is offered, taken and consented to; a day's leave is granted with cover."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from duecare.core import clock
from duecare.demo import clockface, posts
from duecare.demo.players import play
from duecare.duty.models import Assignment, Leave, Swap
from duecare.obligations.models import Obligation
from tests.duty.watching import build

pytestmark = pytest.mark.django_db
#: Monday 18 January, 07:00 in Shanghai.
MONDAY = datetime(2027, 1, 17, 23, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def office(db: None):
    posts._actor.cache_clear()
    clock.install(clockface.now)
    yield build()
    clock.uninstall()


def test_in_a_week_one_watch_and_one_day_of_leave_change_hands(office):
    for hour in range(24 * 5):
        play(MONDAY + hour * HOUR, MONDAY + (hour + 1) * HOUR)
    assert Leave.objects.get().granted
    swap = Swap.objects.get()
    assert (swap.ended_as, swap.given.day.isoformat()) == ("done", "2027-01-22")
    assert Assignment.objects.standing().filter(came_by__in=["swap", "cover"]).count() >= 2
    assert not Obligation.objects.filter(kind="duty.request", closed_at=None).exists()
