"""The line between phone and server: lost at every step, a session that ended, refusals, two versions, two tabs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from duecare.attachments.models import Attachment
from duecare.hazards.models import Hazard
from duecare.inspections.models import Inspection, SecondVersion
from duecare.orgs.actions import close_unit
from duecare.orgs.rules import SYSTEM
from tests.inspections.conftest import AT
from tests.inspections.offline.line import Line
from tests.inspections.offline.phone import Phone
from tests.inspections.offline.scene import ROUND, SCHOOL, STAIRS, failing, is_sent, passing, says
from tests.people import District

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


STEPS = [
    ("session/", "before"),
    ("photographs/", "before"),
    ("photographs/", "after"),
    ("sent/", "before"),
    ("sent/", "after"),
]


def test_lost_at_any_step_it_goes_on_by_itself_and_is_there_once(phone: Phone, line: Line) -> None:
    phone.ready()
    for number, (step, when) in enumerate(STEPS, 1):
        phone.open()
        failing(phone)
        line.log.clear()
        line.cut(step, when)
        phone.finish()
        says(phone, "No connection to the server. You can go on")
        expect(phone.page.locator("[data-inspection]")).to_contain_text("On this phone only")
        assert "cut" in line.took(step)
        line.mend()
        expect(phone.page.locator("[data-inspection]")).to_have_count(0)
        assert Inspection.objects.count() == number
        assert Attachment.objects.filter(matter_kind="inspections.inspection").count() == number
    says(phone, "Received.")


def test_a_page_drawn_again_leaves_in_place_what_says_the_same(phone: Phone) -> None:
    """A finger may be on it: a link that is put there anew at that moment would not hear of it."""
    phone.ready()
    phone.page.evaluate("document.querySelector('[data-begin]').held = true")
    other = phone.tab()
    phone.open(page=other)
    phone.begin(ROUND, SCHOOL, STAIRS, other)
    says(phone, "Being answered")
    assert phone.page.evaluate("document.querySelector('[data-begin]').held")


def test_a_server_that_is_busy_is_asked_again(phone: Phone, line: Line) -> None:
    phone.ready()
    for status in (429, 503):
        phone.open()
        failing(phone)
        line.log.clear()
        line.say("photographs/", status)
        phone.finish()
        expect(phone.page.locator("[data-inspection]")).to_have_count(0)
        assert line.took("photographs/") == [status, 201]


def test_a_session_that_ends_stops_sending_and_nothing_else(phone: Phone, line: Line) -> None:
    phone.ready()
    phone.off()
    failing(phone)
    phone.finish()
    phone.sign_out()
    phone.on()
    says(phone, "You are signed out. You can go on answering; sign in to send.")
    expect(phone.page.locator("[data-inspection]")).to_contain_text("On this phone only")
    phone.open()
    says(phone, "You are signed out.")
    phone.begin(ROUND, SCHOOL, STAIRS)
    phone.item("exits").get_by_label("Pass").check()
    expect(phone.page.locator("#walk-kept")).to_contain_text("Kept on this phone")
    assert not line.took("sent/") and not Inspection.objects.exists()
    expect(phone.page.locator("#walk-notes a")).to_have_attribute("href", "/sign-in/?next=/inspections/walk/")
    phone.sign_in("reporter_d1")
    phone.open("#/waiting")
    says(phone, "Received.")
    expect(phone.page.locator("[data-inspection]")).to_contain_text("Being answered")
    assert Inspection.objects.count() == 1


def test_a_token_that_is_out_of_date_is_asked_for_again(phone: Phone, line: Line) -> None:
    phone.ready()
    failing(phone)
    line.say("photographs/", 403)
    phone.finish()
    is_sent(phone)
    assert line.took("photographs/") == [403, 201]


def test_what_is_refused_stays_with_its_sentence_and_is_mended_while_others_go_on(
    phone: Phone, line: Line
) -> None:
    phone.ready()
    phone.off()
    for _ in range(2):
        phone.open()
        failing(phone)
        phone.finish()
    line.say("sent/", 422, {"code": "x", "message": "The reading can't be that high.", "where": "minutes"})
    phone.on()
    says(phone, "The reading can't be that high.")
    says(phone, "Received.")
    expect(phone.page.locator("[data-inspection]")).to_have_count(1)
    expect(phone.page.locator("#walk-count")).to_contain_text("inspections 1")
    phone.page.locator("[data-mend]").click()
    expect(phone.item("minutes")).to_be_focused()
    phone.item("minutes").locator(".walk-reading").fill("31")
    phone.answer_all()
    phone.finish()
    is_sent(phone)
    assert Inspection.objects.count() == 2


def test_a_photograph_that_is_refused_says_why(phone: Phone, line: Line) -> None:
    phone.ready()
    failing(phone)
    line.say("photographs/", 422, {"code": "x", "message": "This is not a photograph."})
    phone.finish()
    says(phone, "This is not a photograph.")
    assert not line.took("sent/")
    phone.page.locator("button", has_text="Try again").click()
    is_sent(phone)


def test_a_refusal_without_a_reason_says_so(phone: Phone, line: Line) -> None:
    phone.ready()
    passing(phone)
    line.say("sent/", 413)
    phone.finish()
    says(phone, "The server did not accept it and gave no reason (413).")
    expect(phone.page.locator("[data-inspection]")).to_contain_text("Not accepted")


def test_a_unit_that_was_closed_meanwhile_was_inspected_all_the_same(
    phone: Phone, line: Line, district: District
) -> None:
    phone.ready()
    phone.off()
    passing(phone, "East teaching point", "")
    phone.finish()
    phone.open()
    passing(phone)
    phone.finish()
    close_unit(unit=district["QY-X1-D1"], by=SYSTEM, at=AT, why="学生并入中心校")
    phone.on()
    is_sent(phone)
    assert line.took("sent/") == [201, 201]
    assert Inspection.objects.filter(unit=district["QY-X1-D1"]).count() == 1
    phone.page.locator("a", has_text="To the start").click()
    phone.page.locator("button", has_text="Fetch anew").click()
    expect(phone.page.locator("main")).not_to_contain_text("Received.")
    phone.page.locator("[data-begin]").click()
    expect(phone.page.locator("h1")).to_have_text("Which place?")  # one unit is left


def test_what_one_may_not_do_any_more_is_refused_with_its_sentence(phone: Phone, line: Line) -> None:
    phone.ready()
    passing(phone)
    line.say("sent/", 403, {"code": "not-allowed", "message": "None of your posts inspects there."})
    phone.finish()
    says(phone, "None of your posts inspects there.")
    expect(phone.page.locator("[data-inspection]")).to_contain_text("Not accepted")


def test_the_same_queue_in_two_tabs_is_sent_once(phone: Phone, line: Line) -> None:
    phone.ready()
    phone.off()
    failing(phone)
    phone.finish()
    other = phone.tab()
    phone.open("#/waiting", other)
    expect(other.locator("[data-inspection]")).to_contain_text("On this phone only")
    phone.on()
    for tab in (phone.page, other):
        expect(tab.locator("main")).to_contain_text("Received.")
        expect(tab.locator("[data-inspection]")).to_have_count(0)
    assert line.took("photographs/") == [201] and line.took("sent/") == [201]


def test_a_tab_that_closes_while_sending_is_replaced_by_the_other(phone: Phone, line: Line) -> None:
    phone.ready()
    failing(phone)
    line.hold("photographs/")
    phone.finish()
    assert line.asked.wait(10)
    other = phone.tab()
    phone.open("#/waiting", other)
    phone.page.close()
    phone.page = other
    line.mend()
    is_sent(phone)
    assert (Inspection.objects.count(), Hazard.objects.count(), Attachment.objects.count()) == (1, 1, 2)


def test_of_two_versions_none_leaves_the_phone_before_a_person_says_so(
    phones: Callable[..., Phone], line: Line
) -> None:
    one, two = phones(), phones()
    for phone in (one, two):
        phone.ready()
    passing(one)
    one.open("#/waiting")
    with one.page.expect_download() as saved:
        one.page.locator("[data-save]").click()
    two.open("#/waiting")
    two.page.locator("#walk-file").set_input_files(saved.value.path())
    says(two, "Taken in: 1; there already: 0.")
    for phone, reading in ((one, "40"), (two, "50")):
        phone.open()
        phone.page.locator("a", has_text="Go on").click()
        phone.page.locator(".walk-item").first.wait_for()
        phone.page.evaluate("location.hash = location.hash.replace(/\\/\\d+$/, '/0')")
        phone.item("minutes").locator(".walk-reading").fill(reading)
        phone.answer_all()
        phone.finish()
    is_sent(one)
    says(two, "Two versions")
    assert (Inspection.objects.count(), SecondVersion.objects.count()) == (1, 1)
    sent = len(line.took("sent/"))
    two.open("#/waiting")
    says(two, "See both versions")
    assert len(line.took("sent/")) == sent and two.kept()["answers"]
    href = two.page.locator("a", has_text="See both versions").get_attribute("href")
    assert href == f"/inspections/{Inspection.objects.get().id}/"
    two.page.locator("[data-settled]").click()
    two.page.locator("[data-sure]").click()
    says(two, "Nothing waits on this phone.")
    assert not two.kept()["answers"]


def test_a_line_that_answers_nothing_keeps_nobody_from_opening_it(phone: Phone, line: Line) -> None:
    phone.ready()
    line.hold("session/")
    phone.open()
    phone.page.locator("[data-begin]").wait_for(timeout=9_000)
    phone.begin(ROUND, SCHOOL, STAIRS)
    line.mend()


def test_whoever_inspects_nothing_is_told_so(phones: Callable[..., Phone]) -> None:
    phone = phones("auditor")
    phone.open()
    says(phone, "None of your posts inspects.")
