"""The calendar and the feed of the example's plan: everybody's own duties, by the posts that answer for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from duecare.plans import actions as plans
from tests.people import FOUNDED, client_for, clock_at
from tests.plans.plans import EXAMPLES, WINTER

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def winter(db: None) -> Iterator[None]:
    """The example district on the first day of its plan."""
    workbook = EXAMPLES / "organisation/school-district/units.xlsx"
    assert orgs.import_workbook(workbook, root_code="QY", by=SYSTEM, at=FOUNDED, dry_run=False).ok
    plans.apply_file(WINTER, by=SYSTEM, at=FOUNDED)
    with clock_at(FOUNDED + timedelta(hours=8)):
        yield


def due(username: str, month: str, of: str = "") -> dict[str, set[str]]:
    """What the calendar shows: titles, each with its days and times."""
    page = client_for(username).get("/calendar/", {"month": month, "of": of})
    found: dict[str, set[str]] = {}
    for square in page.context["month"].agenda:
        for one in square.dues:
            found.setdefault(one.title_en, set()).add(f"{one.due_at:%m-%d %H:%M}")
    return found


def test_a_school_s_reporter_sees_reports_tasks_and_inspections_of_the_school_alone(winter: None) -> None:
    january = due("bg-x7", "2027-01")
    assert set(january) == {
        "Full self-check", "Letter to parents", "Daily campus safety report", "Monthly safety inspection of schools",
        "Monthly safety inspection of teaching points", "Weekly check of heating, hot water and hot meals",
    }  # fmt: skip
    assert january["Monthly safety inspection of schools"] == {"01-17 23:59", "01-24 23:59", "01-31 23:59"}
    assert january["Full self-check"] == {"01-08 18:00"}
    assert len(january["Daily campus safety report"]) == 28
    march = due("bg-x7", "2027-03")
    assert {"03-12 09:30", "03-12 15:30"} <= march["Daily campus safety report"]
    assert not any(day.startswith("03-13") for day in march["Daily campus safety report"])
    assert "Closing summary" not in march


def test_the_office_sees_what_it_owes(winter: None) -> None:
    assert set(due("aq-dd", "2027-01")) == {
        "District's daily roll-up", "Weekly analysis briefing", "Weekly meeting of the leading group",
        "District 24-hour watch: draw up and publish the roster", "Spot checks by the district office",
    }  # fmt: skip
    assert due("aq-dd", "2027-03")["Closing summary"] == {"03-25 18:00"}


def test_the_head_of_a_school_without_a_coordinator_draws_up_its_roster(winter: None) -> None:
    roster = "Day watch at schools: draw up and publish the roster"
    assert due("xz-x7", "2027-01")[roster] == {"01-15 18:00"}


def test_the_head_owes_the_own_reception_day_and_sees_everything(winter: None) -> None:
    assert due("xq-zr", "2027-01") == {"District head's reception day": {"01-07 11:30"}}
    everything = due("xq-zr", "2027-01", of="everyone")
    assert {"Daily campus safety report", "District's daily roll-up", "Full self-check"} <= set(everything)


def test_the_tab_that_is_shown_is_marked(winter: None) -> None:
    client = client_for("aq-dd", "en")
    for address, current in (("/calendar/", "What I owe"), ("/calendar/?of=everyone", "The whole programme")):
        page = client.get(address).content.decode()
        assert f'aria-current="page">{current}<' in page


def test_the_feed_holds_the_same(winter: None) -> None:
    page = client_for("bg-x7").post("/calendar/feed/address/")
    address = page.context["address"]
    body = Client().get(address[address.index("/feeds/") :]).content
    said = {str(event["SUMMARY"]) for event in Calendar.from_ical(body).walk("VEVENT")}
    own = due("bg-x7", "2027-01") | due("bg-x7", "2027-03")
    assert len(said) == len(own)
