"""Each person's calendar feed: an address of one's own, stable events, changes and cancellations told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from duecare.desk.models import Feed
from duecare.obligations import actions, kinds
from duecare.obligations.models import Obligation
from tests.desk.scene import NOW
from tests.people import District, actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def address(who: str) -> str:
    page = client_for(who).post("/calendar/feed/address/")
    found: str = page.context["address"]
    return found[found.index("/feeds/") :]


def events(path: str) -> dict[str, Any]:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    assert calendar.walk("VTIMEZONE")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT30M" in answer.content
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_the_feed_holds_what_the_person_owes_in_the_zone_of_the_unit(scene: District) -> None:
    found = events(address("reporter_x3"))
    assert len(found) == 4
    starts = sorted(event["DTSTART"].dt.isoformat() for event in found.values())
    assert starts[-1] == "2027-03-06T15:30:00+08:00"


def test_an_unchanged_event_keeps_uid_and_sequence(scene: District) -> None:
    path = address("reporter_x3")
    first, second = events(path), events(path)
    assert {uid: int(e["SEQUENCE"]) for uid, e in first.items()} == {
        uid: int(e["SEQUENCE"]) for uid, e in second.items()
    }


def test_a_moved_due_time_is_the_same_event_one_sequence_on(scene: District) -> None:
    path = address("reporter_z1")
    before = events(path)
    row = Obligation.objects.get(debtor=scene["QY-Z1"], due_at=NOW.replace(day=6, hour=7, minute=30))
    actions.extend(
        obligation_id=row.id,
        new_due_at=row.due_at + timedelta(hours=1),
        by=actor_of("coordinator", NOW),
        at=NOW,
        why="雪",
    )
    after = events(path)
    moved = [uid for uid in before if int(after[uid]["SEQUENCE"]) == 1]
    assert len(moved) == 1
    assert after[moved[0]]["DTSTART"].dt.isoformat() == "2027-03-06T16:30:00+08:00"


def test_what_is_no_longer_owed_is_cancelled_not_dropped(scene: District) -> None:
    path = address("reporter_z1")
    before = events(path)
    actions.suspend_day(
        unit=scene["QY-Z1"],
        day=NOW.date() + timedelta(days=1),
        why="雪",
        by=actor_of("coordinator", NOW),
        at=NOW,
    )
    after = events(path)
    assert set(after) == set(before)
    assert {str(event["STATUS"]) for event in after.values()} == {"CANCELLED"}


def test_what_keeps_people_safe_stays_on_a_suspended_day(
    scene: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in kinds.all():
        monkeypatch.setitem(kinds._kinds, kind.key, replace(kind, suspends=False))
    path = address("reporter_z1")
    actions.suspend_day(
        unit=scene["QY-Z1"],
        day=NOW.date() + timedelta(days=1),
        why="雪",
        by=actor_of("coordinator", NOW),
        at=NOW,
    )
    after = events(path)
    assert after and "CANCELLED" not in {str(event.get("STATUS")) for event in after.values()}


def test_a_new_address_ends_the_old_one(scene: District) -> None:
    old = address("reporter_z1")
    new = address("reporter_z1")
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    client_for("reporter_z1").post("/calendar/feed/end/")
    assert Client().get(new).status_code == 404


def test_the_secret_is_nowhere_in_the_database(scene: District) -> None:
    token = address("reporter_z1").removeprefix("/feeds/").removesuffix(".ics")
    assert len(token) == 32
    assert not Feed.objects.filter(secret=token).exists()


def test_who_has_left_has_no_feed_any_more(scene: District) -> None:
    path = address("reporter_z1")
    person = scene.people["reporter_z1"]
    person.left_at = NOW
    person.save(update_fields=["left_at"])
    with clock_at(NOW + timedelta(days=1)):
        assert Client().get(path).status_code == 404


def test_two_people_of_a_school_have_feeds_of_their_own(scene: District) -> None:
    assert address("reporter_z1") != address("leader_z1")
