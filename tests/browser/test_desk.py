"""The desk by keyboard, without JavaScript, and live."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from duecare.obligations import actions
from duecare.obligations.models import Obligation
from tests.browser.test_pages import enter
from tests.conftest import PageAt
from tests.desk.scene import NOW, afternoon
from tests.people import District, actor_of, clock_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene() -> Iterator[District]:
    district = afternoon(days=1)
    with clock_at(NOW):
        yield district


def _silent(scene: District) -> Obligation:
    return Obligation.objects.get(debtor=scene["QY-X3"], due_at=NOW.replace(hour=7, minute=30))


def test_by_keyboard_alone_one_gets_from_the_inbox_to_the_duty(
    scene: District, page_at: PageAt, live_server: Any
) -> None:
    page = page_at(1280)
    enter(page.context, live_server.url, "reporter_x3", "en")
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for _press in range(4):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.className")
        if "row-title" in focused:
            break
    expect(page.locator(".row-title").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Daily report")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(
    scene: District, page_at: PageAt, live_server: Any
) -> None:
    page = page_at(360)
    enter(page.context, live_server.url, "coordinator", "en")
    page.goto("/")
    menu = page.locator("details.pocket")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Record")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="Record")).to_be_hidden()


def test_waiving_works_without_javascript(scene: District, page_at: PageAt, live_server: Any) -> None:
    row = _silent(scene)
    page = page_at(360, java_script_enabled=False)
    enter(page.context, live_server.url, "coordinator", "en")
    page.goto(f"/obligations/{row.id}/")
    page.locator("#change summary", has_text="Waive it").click()
    form = page.locator("form[action$='/waiver/']")
    form.get_by_label("Reason").fill("The power was off")
    form.get_by_role("button", name="Waive it").click()
    expect(page.get_by_role("status")).to_contain_text("Waived.")
    row.refresh_from_db()
    assert row.closed_as == "waived"


def test_the_board_changes_by_itself_when_a_report_comes_in(
    scene: District, page_at: PageAt, live_server: Any
) -> None:
    page = page_at(1280)
    page.clock.install()
    enter(page.context, live_server.url, "coordinator", "en")
    page.goto(f"/board/{scene.root.key}/")
    expect(page.locator("#silent")).to_have_text("3 duties overdue and undone now")
    actions.discharge(obligation_id=_silent(scene).id, by=actor_of("reporter_x3", NOW), at=NOW)
    actions.tick(NOW + timedelta(seconds=1))
    page.clock.run_for(11_000)
    expect(page.locator("#silent")).to_have_text("2 duties overdue and undone now")


def test_a_board_that_is_cut_off_says_so(scene: District, page_at: PageAt, live_server: Any) -> None:
    page = page_at(1280)
    enter(page.context, live_server.url, "coordinator", "en")
    page.goto(f"/board/{scene.root.key}/")
    page.evaluate(
        "document.querySelector('#board-live').dispatchEvent(new CustomEvent('htmx:afterRequest',"
        " {bubbles: true, detail: {successful: false}}))"
    )
    expect(page.get_by_text("The connection is lost; this is an old picture.")).to_be_visible()
