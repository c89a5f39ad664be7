"""Watches in people's own calendars, read back by an independent library: changes and cancellations arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.db import transaction
from django.test import Client

from duecare.duty.actions.assignments import Place, change, hold
from duecare.duty.models import Assignment, Feed
from duecare.orgs.models import User
from duecare.orgs.rules import SYSTEM
from tests.duty.rosters import FIRST, Office
from tests.duty.test_swaps import accept, consent, offer, page, post
from tests.duty.watching import HOUR, stood
from tests.people import clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["stood"]
AT = FIRST - 24 * HOUR
SHANGHAI = ZoneInfo("Asia/Shanghai")


def address(who: str, what: str = "mine") -> str:
    made = post(who, "/duty/calendar/addresses/", AT, what=what)
    assert made["Cache-Control"] == "no-store"
    found: str = made.context["address"]
    return found[found.index("/duty/feeds/") :]


@dataclass(frozen=True)
class Told:
    """An event as another library than the one that wrote it reads it."""

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    status: str
    sequence: int
    url: str
    description: str


def read(path: str, at: datetime = AT) -> list[Told]:
    with clock_at(at):
        answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    calendar = vobject.readOne(answer.content.decode(), validate=True)
    assert calendar.vtimezone.tzid.value == "Asia/Shanghai"
    return [_told(event) for event in calendar.contents.get("vevent", [])]


def _told(event: Any) -> Told:
    values = {name: lines[0].value for name, lines in event.contents.items()}
    return Told(
        values["uid"],
        values["dtstart"],
        values["dtend"],
        values["summary"],
        values["status"],
        int(values["sequence"]),
        values["url"],
        values["description"],
    )


def test_somebodys_watches_stand_in_their_calendar_in_the_zone_of_the_roster(stood):
    found = read(address("o1"))
    assert len(found) == Assignment.objects.standing().filter(user__username="o1").count()
    first = min(found, key=lambda event: event.starts)
    assert first.starts == datetime(2027, 1, 18, 8, tzinfo=SHANGHAI)
    assert first.ends == datetime(2027, 1, 18, 20, tzinfo=SHANGHAI)
    assert first.summary == "白班 · 值班员"
    assert (first.status, first.sequence) == ("CONFIRMED", 0)
    assert "/duty/watches/" in first.url


def test_read_again_it_is_the_same_to_the_letter(stood):
    path = address("o1")
    with clock_at(AT):
        assert Client().get(path).content == Client().get(path).content


def test_a_swap_is_cancelled_for_one_and_appears_for_the_other(stood):
    mine, theirs = address("o1"), address("o3")
    before = {event.uid: event for event in read(mine)}
    offer(stood)
    accept("o3")
    consent("leader")
    after = {event.uid: event for event in read(mine)}
    assert set(after) == set(before)
    (gone,) = [event for event in after.values() if event.status == "CANCELLED"]
    assert gone.starts.date() == date(2027, 1, 22)
    assert gone.sequence == 1
    assert gone.summary.startswith("已取消")
    (won,) = [e for e in read(theirs) if e.starts.date() == date(2027, 1, 22)]
    assert won.status == "CONFIRMED"


def test_a_calendar_that_never_looks_again_leads_to_a_page_that_tells_the_truth(stood):
    (old,) = [e for e in read(address("o1")) if e.starts.date() == date(2027, 1, 18)]
    given = Assignment.objects.standing().get(user__username="o1", day="2027-01-18")
    post("coordinator", f"/duty/assignments/{given.id}/cover/", AT, to=str(stood.keepers["o5"].id))
    path = old.url[old.url.index("/duty/") :]
    assert "This watch is no longer yours, since" in page("o1", path, FIRST).content.decode()
    assert "以系统里的为准" in old.description


@pytest.mark.parametrize("what", ["site", "roster"])
def test_a_sites_and_a_rosters_calendar_name_who_stands_and_no_telephone(stood, what):
    User.objects.update(phone="13900000000")
    key = stood.district.office.id if what == "site" else stood.roster.id
    path = address("coordinator", f"{what}:{key}")
    found = read(path)
    assert len(found) == Assignment.objects.standing().count()
    assert "值班领导1" in " ".join(event.summary for event in found)
    with clock_at(AT):
        assert b"13900000000" not in Client().get(path).content


def test_a_new_address_ends_the_old_and_so_does_ending_it(stood):
    old, new = address("o1"), address("o1")
    assert Client().get(old).status_code == 404
    assert read(new)
    post("o1", f"/duty/calendar/addresses/{Feed.objects.get(ended_at=None).id}/ending/", AT)
    assert Client().get(new).status_code == 404


def test_nobody_ends_anothers_address_or_makes_one_of_what_they_may_not_see(stood):
    path = address("o1")
    post("o3", f"/duty/calendar/addresses/{Feed.objects.get().id}/ending/", AT)
    assert read(path)
    stranger = post("reporter_z1", "/duty/calendar/addresses/", AT, what=f"roster:{stood.roster.id}")
    assert stranger.status_code == 404
    assert Feed.objects.count() == 1


def test_it_ends_with_who_leaves_and_with_the_right_to_see(stood):
    mine = address("o1")
    site = address("coordinator", f"site:{stood.district.office.id}")
    User.objects.filter(username="o1").update(left_at=AT)
    assert Client().get(mine).status_code == 404
    User.objects.get(username="coordinator").appointments.update(ends_at=AT)
    with clock_at(AT + HOUR):
        assert Client().get(site).status_code == 404


def test_the_secret_is_not_kept_and_not_guessed_from_another_feed(stood):
    path = address("o1")
    token = path.removeprefix("/duty/feeds/").removesuffix(".ics")
    assert len(token) > 25
    assert token not in str(Feed.objects.values().get())
    assert Client().get(f"/feeds/{token}.ics").status_code == 404


def test_a_watch_moved_by_the_plan_arrives_as_the_old_cancelled_and_the_new(
    stood, django_assert_max_num_queries
):
    path = address("o1")
    move(stood)
    with django_assert_max_num_queries(12):
        found = [e for e in read(path) if e.starts.date() == date(2027, 1, 22)]
    assert sorted(event.status for event in found) == ["CANCELLED", "CONFIRMED"]
    assert read(path, AT + timedelta(days=60)) == []


def move(office: Office) -> None:
    with transaction.atomic():
        roster = hold(office.roster.id)
        one = Assignment.objects.standing().get(user__username="o1", day="2027-01-22")
        place = Place(one.watchkeeper, one.site_id, one.day, one.shift, one.post)
        change(roster=roster, end=[one], make=[place], came_by="plan", by=SYSTEM, at=AT)
