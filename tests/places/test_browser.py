"""Pages of places in a browser: on a phone and on a desk, in both languages, and the labels on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from duecare.places import actions
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look, picture
from tests.conftest import PageAt
from tests.people import FOUNDED, District, actor_of, clock_at, small_district
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: What A4 leaves between its margins, in CSS pixels: 182 mm.
PAPER = 688
NAMED = (
    ("stairwell", "教学楼东楼梯", "Teaching building, stairs east"),
    ("exit", "食堂北侧安全出口", "Canteen, emergency exit north"),
    ("switchboard", "实验楼二层配电箱", "Laboratory building, switchboard on the second floor"),
    ("boiler", "1 号热水锅炉", "Hot water boiler no. 1"),
    ("bus", "校车 03", "School bus 03"),
)


@pytest.fixture
def scene() -> District:
    """A school with five places."""
    district = small_district()
    for n, (kind, name, name_en) in enumerate(NAMED):
        actions.add_place(
            unit=district["QY-X1"], kind=kind, name=name, name_en=name_en, number=f"X1-{n:03}",
            by=actor_of("leader_x1"), at=FOUNDED,
        )  # fmt: skip
    return district


@SCREENS
def test_pages_of_places_fit_and_can_be_read_by_everybody(
    scene: District, page_at: PageAt, axe: Callable[[Page], None], live_server: Any, width: int, language: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    place = scene["QY-X1"].places.earliest("id")
    unit = f"/places/units/{place.unit_id}/"
    pages = {
        "places": "/places/", "places-unit": unit, "places-new": f"{unit}new/", "places-labels": f"{unit}labels/",
        "place": f"/p/{place.code}/", "place-closing": f"/places/{place.id}/closing/",
    }  # fmt: skip
    page = page_at(width)
    wrong: list[str] = []
    with clock_at(FOUNDED):
        enter(page.context, live_server.url, "coordinator", language)
        for name, address in pages.items():
            wrong += look(page, Seen(name, "", address), scene, axe, width, language)
    assert not wrong, "\n".join(wrong)


def test_labels_fit_on_paper(scene: District, page_at: PageAt, live_server: Any) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = page_at(PAPER)
    with clock_at(FOUNDED):
        enter(page.context, live_server.url, "coordinator", "zh-hans")
        page.goto(f"/places/units/{scene['QY-X1'].id}/labels/")
        page.emulate_media(media="print")
        picture(page, PICTURES / "places-labels-paper-zh-hans.png")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    expect(page.locator(".label")).to_have_count(len(NAMED))
