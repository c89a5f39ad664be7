"""Inspecting without a network, from the first tap to the hazard on the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from duecare.attachments.models import Attachment
from duecare.hazards.models import Hazard
from duecare.inspections import versions
from duecare.inspections.models import Inspection
from tests.inspections.offline.line import Line
from tests.inspections.offline.phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCHOOL, STAIRS, ROUND = "No. 1 Primary", "Stairs east", "Daily round"


def test_an_inspection_without_a_network_is_sent_when_there_is_one(phone: Phone, line: Line) -> None:
    phone.ready()
    phone.off()
    phone.open()
    phone.begin(ROUND, SCHOOL, STAIRS)
    exits = phone.item("exits")
    exits.get_by_label("Fail").check()
    expect(exits).to_contain_text("Becomes a general hazard. Put right within 7 d.")
    phone.photograph(exits)
    phone.answer_all()
    expect(phone.page.locator("main")).to_contain_text("Becomes a hazard: 1")
    phone.finish()
    expect(phone.page.locator("#walk-count")).to_contain_text("inspections 1, photographs 1")
    expect(phone.page.locator("[data-inspection]")).to_contain_text("On this phone only")
    assert not Inspection.objects.exists()
    phone.on()
    expect(phone.page.locator("main")).to_contain_text("Received.")
    expect(phone.page.locator("[data-inspection]")).to_have_count(0)
    expect(phone.page.locator("#walk-count")).to_be_hidden()
    inspection, hazard = Inspection.objects.get(), Hazard.objects.get()
    assert inspection.place is not None and inspection.place.name_en == STAIRS
    assert (hazard.level, hazard.place, Attachment.objects.count()) == ("general", inspection.place, 2)
    assert line.took("photographs/") == [201] and line.took("sent/") == [201]
    left = phone.kept()
    assert not left["inspections"] and not left["answers"] and not left["photographs"]
    assert [one["url"] for one in left["sent"]] == [f"/inspections/{inspection.id}/"]


def test_what_is_asked_follows_the_answers_and_what_is_missing_is_said(phone: Phone) -> None:
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    minutes = phone.item("minutes").locator(".walk-reading")
    minutes.fill("lots")
    minutes.blur()
    expect(phone.item("minutes")).to_contain_text("Enter a number")
    minutes.fill("２９．５")
    expect(phone.item("minutes")).to_contain_text("Becomes a general hazard.")
    phone.page.locator("[data-next]").click()
    expect(phone.item("where")).to_be_hidden()
    phone.item("how").get_by_label("An open stove").check()
    expect(phone.item("where")).to_be_visible()
    phone.page.locator("[data-next]").click()
    missing = phone.page.locator("#walk-missing")
    expect(missing.locator("li")).to_have_count(2)
    phone.page.locator("[data-finish]").click()
    expect(missing).to_be_focused()
    missing.locator("a", has_text="Where the stove is").click()
    expect(phone.item("where")).to_be_focused()
    phone.item("where").locator("textarea[id$=-value]").fill("Room 2")
    phone.page.locator("[data-next]").click()
    missing.locator("a", has_text="Exits are clear").click()
    phone.item("exits").get_by_label("Pass").check()
    phone.page.reload()
    expect(phone.item("exits").get_by_label("Pass")).to_be_checked()


def test_put_right_on_the_spot_and_held_for_major(phone: Phone) -> None:
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    exits = phone.item("exits")
    exits.get_by_label("Fail").check()
    phone.photograph(exits)
    exits.get_by_label("Put right on the spot").check()
    exits.locator("summary").click()
    exits.locator("textarea").fill("Boxes before the door")
    phone.page.evaluate("location.hash = location.hash.replace(/\\/0$/, '/review')")
    expect(phone.page.locator("#walk-missing")).to_contain_text("The photograph after")
    phone.page.locator("#walk-missing a", has_text="Exits").click()
    phone.photograph(phone.item("exits"), "after")
    phone.answer_all()
    phone.page.locator(".row-title", has_text="Exits").click()
    phone.item("exits").get_by_label("This one is major").check()
    expect(phone.item("exits")).to_contain_text("Becomes a major hazard.")
    phone.answer_all()
    phone.finish()
    expect(phone.page.locator("main")).to_contain_text("Received.")
    hazard = Hazard.objects.get()
    assert hazard.level == "major" and "Boxes before the door" in hazard.text


def test_one_tab_answers_at_a_time(phone: Phone) -> None:
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    other = phone.tab()
    phone.open(phone.page.url.partition("/walk/")[2], other)
    expect(other.locator("main")).to_contain_text("being answered in another tab")
    phone.page.close()
    other.reload()
    expect(other.locator(".walk-item").first).to_be_visible()


def test_begun_by_mistake_it_can_be_discarded(phone: Phone) -> None:
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    phone.item("exits").get_by_label("Pass").check()
    phone.page.locator(".walk-contents summary").click()
    phone.page.locator("a", has_text="Discard").click()
    expect(phone.page.locator("h1")).to_have_text("Discard this inspection?")
    phone.page.locator("main button", has_text="Discard").click()
    expect(phone.page.locator("h1")).to_have_text("Inspect")
    left = phone.kept()
    assert not left["inspections"] and not left["answers"] and not left["checklists"]


def test_a_newer_checklist_changes_nothing_of_what_was_begun(
    phone: Phone, ship: Callable[[int], None]
) -> None:
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    phone.answer_all()
    phone.finish()  # the server has seen this version
    expect(phone.page.locator("main")).to_contain_text("Received.")
    phone.open()
    phone.off()
    phone.begin(ROUND, SCHOOL, STAIRS)
    first = versions.shipped()[0].id
    ship(2)
    phone.answer_all()
    phone.finish()
    phone.on()
    expect(phone.page.locator("[data-inspection]")).to_have_count(0)
    assert set(Inspection.objects.values_list("checklist", flat=True)) == {first}
    phone.open()
    phone.page.locator("button", has_text="Fetch anew").click()
    expect(phone.page.locator("main")).not_to_contain_text("Received.")  # a new packet has come
    phone.begin(ROUND, SCHOOL, STAIRS)
    assert [one["checklist"] for one in phone.kept()["inspections"]] == [versions.shipped()[0].id]


def test_what_is_due_is_begun_with_its_unit_and_lists_and_stands_there_no_more(phone: Phone) -> None:
    due: dict[str, Any] = {
        "obligation": "0194f0a0-0000-7000-8000-000000000001", "title": "Three a month", "basis": "1.2", "number": 2,
        "times": 3, "due_at": "2027-01-31T15:59:00+00:00", "late": False, "checklists": ["round"],
    }  # fmt: skip

    def add(route: Route) -> None:
        packet = route.fetch().json()
        unit = next(one for one in packet["post_units"] if one["code"] == "QY-X1")
        late = {
            **due,
            "obligation": due["obligation"].replace("1", "2"),
            "title": "Weekly",
            "times": 1,
            "late": True,
        }
        packet["due"] = [{**one, "unit": unit["id"]} for one in (due, late)]
        route.fulfill(json=packet)

    phone.context.route("**/inspections/packet/", add)
    phone.ready()
    rows = phone.page.locator(".row-line")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("No. 1 Primary School · no. 2 of 3 · 1.2")
    expect(rows.last).to_contain_text("Late since")
    rows.first.locator("a", has_text="Begin").click()
    phone.page.locator(".walk-step", has_text=STAIRS).click()
    phone.page.locator("button.walk-step").click()
    phone.page.locator(".walk-item").first.wait_for()
    assert [one["obligation"] for one in phone.kept()["inspections"]] == [due["obligation"]]
    phone.open()
    expect(phone.page.locator(".row-line", has_text="Three a month")).to_have_count(0)
    expect(phone.page.locator(".row-line", has_text="Weekly")).to_have_count(1)
