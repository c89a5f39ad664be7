"""Every page on a phone and on a desk, in both languages: it fits, everybody can read it, and the CSP holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from duecare.notify.actions import tell
from tests.browser.pages import PAGES, Seen
from tests.conftest import PageAt
from tests.desk.scene import NOW, afternoon
from tests.people import District, client_for, clock_at
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = Path("var/screenshots")


@pytest.fixture
def scene() -> Iterator[District]:
    district = afternoon(days=12)
    tell(NOW)
    with clock_at(NOW):
        yield district


@SCREENS
def test_every_page_fits_and_can_be_read_by_everybody(
    scene: District,
    page_at: PageAt,
    axe: Callable[[Page], None],
    live_server: Any,
    width: int,
    language: str,
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    for who, pages in groupby(sorted(PAGES, key=lambda p: p.who), key=lambda p: p.who):
        page = page_at(width)
        enter(page.context, live_server.url, who, language)
        for seen in pages:
            wrong += look(page, seen, scene, axe, width, language)
        page.context.close()
    assert not wrong, "\n".join(wrong)


def look(
    page: Page, seen: Seen, scene: District, axe: Callable[[Page], None], width: int, language: str
) -> list[str]:
    """What is wrong with a page."""
    page.goto(seen.path(scene), wait_until="load")
    picture(page, PICTURES / f"{seen.name}-{width}-{language}.png")
    wrong = []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        wrong.append(f"{seen.name}: {wide} px too wide at {width}")
    if page.locator("h1").count() != 1:
        wrong.append(f"{seen.name}: not one heading")
    try:
        axe(page)
    except AssertionError as error:
        wrong.append(f"{seen.name} ({width}, {language}): {error}")
    return wrong


def picture(page: Page, path: Path) -> None:
    """The whole page, as if the screen were long enough."""
    size = page.viewport_size or {"width": 360, "height": 800}
    long = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], int(long))})
    page.screenshot(path=path)
    page.set_viewport_size(size)


def enter(context: BrowserContext, url: str, who: str, language: str) -> None:
    """Sign in without the form, and choose a language."""
    cookies = [{"name": "language", "value": language, "url": url}]
    if who:
        client = client_for(who, language)
        cookies.append({"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url})
    context.add_cookies(cookies)  # type: ignore[arg-type]
