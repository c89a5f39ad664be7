"""An inspection that is filed counts at once, says for what, and the phone knows what is due."""

from __future__ import annotations

import uuid

import pytest

from duecare.inspections.models import Owed
from duecare.obligations import actions as kernel
from tests.inspections.conftest import AT, HOUR, INSPECTOR
from tests.inspections.programmes import DAY, local
from tests.inspections.test_sending import body, send
from tests.people import client_for, clock_at

pytestmark = [pytest.mark.django_db, pytest.mark.both]
COUNTS = "It counts for “Monthly safety inspection” (1 of 3)."


def sent(stairs, number=None, at=AT):
    """A walk of the stairs, sent as a phone does."""
    client = client_for(INSPECTOR, "en")
    with clock_at(at):
        return send(client, body(stairs, number or uuid.uuid4(), client))


def test_filing_counts_in_the_same_transaction_and_says_for_what(winter, stairs):
    number = uuid.uuid4()
    client = client_for(INSPECTOR, "en")
    with clock_at(AT):
        content = body(stairs, number, client)
        answer, again = send(client, content), send(client, content)
    assert (answer.status_code, answer.json()["counts"]) == (201, [COUNTS])
    assert (again.status_code, again.json()["counts"]) == (200, [COUNTS])
    (owed,) = Owed.objects.filter(inspection__isnull=False)
    assert (owed.unit, owed.number, str(owed.inspection)) == (stairs.unit, 1, answer.json()["inspection"])
    with clock_at(AT):
        page = client.get(answer.json()["url"]).content.decode()
    assert "Counts for" in page and f"/inspections/owed/{owed.obligation_id}/" in page


def test_the_second_in_the_week_is_taken_and_said_to_be_extra(winter, stairs):
    sent(stairs)
    answer = sent(stairs, at=AT + HOUR)
    assert answer.status_code == 201
    assert answer.json()["counts"] == [
        "“Monthly safety inspection”: this week already has one that counts; this is extra."
    ]


def test_extra_ones_stand_beside_what_is_owed(winter, stairs):
    for hours in range(3):
        sent(stairs, at=AT + hours * HOUR)
    with clock_at(AT + DAY):
        page = client_for("coordinator", "en").get("/inspections/programmes/winter/monthly/").content.decode()
    assert page.count("2 extra") == page.count("extra") == 1 and "1 of 3 made" in page


def test_what_is_made_good_says_that_it_is_late(winter, stairs):
    at = local("2027-01-18 10:00")
    kernel.tick(at, outage_after=30 * DAY)
    assert sent(stairs, at=at).json()["counts"] == [
        "It makes good what was missed of “Monthly safety inspection” (1 of 3), late."
    ]


def test_where_no_programme_asks_nothing_is_said(stairs):
    assert sent(stairs).json()["counts"] == []


def test_the_packet_holds_what_is_due(winter, stairs):
    with clock_at(AT):
        packet = client_for(INSPECTOR, "en").get("/inspections/packet/").json()
    assert {(one["title"], one["number"], one["times"]) for one in packet["due"]} == {
        ("Monthly safety inspection", n, 3) for n in (1, 2, 3)
    } | {("Weekly check of heating and hot water", 1, 1)} | {
        ("Inspection of teaching points", n, 3) for n in (1, 2, 3)
    }
    first = next(one for one in packet["due"] if one["title"].startswith("Monthly"))
    assert first["due_at"] == local("2027-01-17 23:59").isoformat() and first["late"] is False
    assert first["unit"] == str(stairs.unit_id) and "fire-and-electricity" in first["checklists"]


def test_the_page_of_what_is_owed_leads_to_inspecting_for_who_may(winter, stairs):
    owed = winter.owed("monthly", "QY-X1")[0]
    address = f"/inspections/owed/{owed.obligation_id}/"
    with clock_at(AT):
        assert (
            f"/inspections/new/?unit={stairs.unit_id}" in client_for(INSPECTOR).get(address).content.decode()
        )
        assert "/inspections/new/?unit=" not in client_for("coordinator").get(address).content.decode()
