"""Reception days in a browser: on a phone and on a desk, in both languages, with and without JavaScript."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from duecare.receptions import actions
from duecare.receptions.models import Ticket
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look, picture
from tests.conftest import PageAt
from tests.people import FOUNDED, District, actor_of, clock_at, small_district
from tests.plans.plans import apply
from tests.receptions.conftest import BEGINS, DAYS, HOUR, WHOLE, day_at, turn
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = BEGINS + DAYS


@pytest.fixture
def scene(settings: Any, tmp_path: Path) -> District:
    """A week with a day held, one silent, one moved, and numbers taken for the next."""
    settings.HOME = tmp_path
    district = small_district()
    apply(WHOLE, FOUNDED)
    turn(FOUNDED)
    turn(BEGINS)
    head = actor_of("leader_z1")
    actions.say_held(day_id=day_at(district["QY-Z1"]).id, received="1-4", by=head, at=BEGINS + HOUR)
    coming = day_at(district["QY-X1"], "2027-01-13")
    actions.call_off(
        day_id=coming.id, why="停电检修", instead=coming.on + 2 * DAYS, by=actor_of("leader_x1"), at=NOW
    )
    for number, people in ((1, 1), (3, 5)):
        actions.take(
            day=day_at(district["QY-Z1"], "2027-01-13"),
            number=number,
            coming=people,
            client_id=uuid.uuid4(),
            at=NOW,
        )
    turn(NOW)
    return district


@SCREENS
def test_pages_fit_and_can_be_read_by_everybody(
    scene: District, page_at: PageAt, axe: Callable[[Page], None], live_server: Any, width: int, language: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    key = scene.root.key
    next_one, moved = (day_at(scene[code], "2027-01-13") for code in ("QY-Z1", "QY-X1"))
    silent = day_at(scene["QY-X1"])
    openly = [
        ("reception-days", f"/c/{key}/reception/"),
        ("reception-day", f"/c/{key}/reception/{next_one.id}/"),
        ("reception-moved", f"/c/{key}/reception/{moved.id}/"),
    ]
    kept = [
        ("leader_z1", "reception-kept", "/receptions/"),
        ("leader_z1", "reception-numbers", f"/receptions/{next_one.id}/"),
        ("leader_x1", "reception-silent", f"/receptions/{silent.id}/"),
    ]
    wrong: list[str] = []
    with clock_at(NOW):
        page = page_at(width)
        page.context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
        for name, address in openly:
            wrong += look(page, Seen(name, "", address), scene, axe, width, language)
        page.context.close()
        for who, name, address in kept:
            page = page_at(width)
            enter(page.context, live_server.url, who, language)
            wrong += look(page, Seen(name, "", address), scene, axe, width, language)
            page.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("script", [True, False])
def test_a_parent_takes_a_number_on_a_phone_and_gives_it_back(
    scene: District, page_at: PageAt, axe: Callable[[Page], None], live_server: Any, script: bool
) -> None:
    page = page_at(360, java_script_enabled=script)
    page.context.add_cookies([{"name": "language", "value": "zh-hans", "url": live_server.url}])
    with clock_at(NOW):
        page.goto(f"/c/{scene.root.key}/")
        page.get_by_role("link", name="当面反映").click()
        page.locator("#id_at").select_option(scene["QY-Z1"].key)
        page.get_by_role("button", name="查询").click()
        page.locator("a.row-link").first.click()
        expect(page.locator("main")).to_contain_text("校长")
        page.locator("#id_number").select_option("2")
        page.get_by_role("button", name="选定这个时段").click()
        expect(page.locator("#number")).to_have_text("2")
        sign = page.locator(".reception-sign strong").inner_text()
        if script:
            axe(page)
            picture(page, PICTURES / "reception-ticket-360-zh-hans.png")
            page.emulate_media(media="print")
            picture(page, PICTURES / "reception-ticket-paper-zh-hans.png")
            page.emulate_media(media="screen")
        assert Ticket.objects.count() == 3
        page.get_by_role("link", name="到当天的页面").click()
        page.locator(".reception-back summary").click()
        page.locator("#id_back").fill("2")
        page.locator("#id_check_sign").fill(sign)
        page.get_by_role("button", name="退号").click()
        page.get_by_text("号码已退回").wait_for()
    assert Ticket.objects.count() == 2


def test_a_head_says_in_two_taps_that_it_was_held(scene: District, page_at: PageAt, live_server: Any) -> None:
    page = page_at(360)
    with clock_at(NOW):
        enter(page.context, live_server.url, "leader_x1", "zh-hans")
        page.goto("/")
        page.locator(".owed-act a").first.click()
        page.locator("input[name=received][value=none]").check()
        page.get_by_role("button", name="已接待").click()
        page.locator("[role=status]").first.wait_for()
    assert day_at(scene["QY-X1"]).received == "none"
