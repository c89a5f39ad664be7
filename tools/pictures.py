"""Take the README's pictures from a running demo: `python -m tools.pictures http://127.0.0.1:8123`.

The demo is made to stand still in the afternoon on which a school falls silent. In each language: the board as the
safety office sees it, a school's inbox and a report being filed on a phone, and the record. The demo's own bar is
left out.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.conftest import ARGUMENTS, CHROMIUM

FOLDER = Path(__file__).resolve().parent.parent / "docs/pictures"
LANGUAGES = {"en": "en", "zh": "zh-hans"}
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 720}
OFFICE, SCHOOL = "aq-dd", "bg-x7"
#: Hours of the demo's time to wait for a school to fall silent.
PATIENCE = 48
#: A school among the silent units, in either language.
A_SCHOOL = re.compile("小学|中学|School")


def sign_in(page: Page, username: str) -> None:
    """Be somebody, with one click."""
    page.goto("/demo/")
    page.locator(f"button[name=username][value='{username}']").click()
    page.wait_for_url("**/")


def stand_still(page: Page) -> None:
    """Stop the clock, then go on by the hour until the board has a silent school."""
    page.locator("#demo-clock button[value=pause]").click()
    for _hour in range(PATIENCE):
        page.goto("/board/")
        if page.locator(".silent-unit").filter(has_text=A_SCHOOL).count():
            return
        page.locator("#demo-clock button[value=hour]").click()
        page.locator("#demo-clock button[value=pause][aria-pressed]").wait_for(timeout=120_000)
    raise SystemExit("no school fell silent; start with: duecare demo --reset")


def board(page: Page) -> None:
    page.goto("/board/")


def inbox(page: Page) -> None:
    page.goto("/")


def filing(page: Page) -> None:
    page.goto("/")
    page.locator("main a[href^='/reports/']").first.click()


def record(page: Page) -> None:
    page.goto("/record/")


PICTURES: dict[str, tuple[str, ViewportSize, Callable[[Page], None]]] = {
    "board": (OFFICE, DESK, board),
    "inbox-phone": (SCHOOL, PHONE, inbox),
    "filing-phone": (SCHOOL, PHONE, filing),
    "record": (OFFICE, DESK, record),
}


def take(browser: Browser, address: str, name: str, short: str) -> None:
    """Take one picture in one language."""
    username, size, show = PICTURES[name]
    context = browser.new_context(
        base_url=address,
        viewport=size,
        device_scale_factor=2 if size is PHONE else 1,
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "language", "value": LANGUAGES[short], "url": address}])
    page = context.new_page()
    sign_in(page, username)
    show(page)
    page.locator("#demo-clock").evaluate("bar => bar.remove()")
    page.screenshot(path=FOLDER / f"{name}.{short}.png")
    context.close()


def main(words: list[str]) -> int:
    """Take them all."""
    address = words[0] if words else os.environ.get("DUECARE_URL", "http://127.0.0.1:8123")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        page = browser.new_page(base_url=address, viewport=DESK)
        sign_in(page, OFFICE)
        stand_still(page)
        for short in LANGUAGES:
            for name in PICTURES:
                take(browser, address, name, short)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
