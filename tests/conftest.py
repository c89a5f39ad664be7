"""Fixtures of every test: the language put back, and what drives a browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from duecare.core import clock

CHROMIUM = os.environ.get("DUECARE_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
AXE_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
PageAt = Callable[..., Page]


@pytest.fixture(autouse=True)
def language_put_back() -> Iterator[None]:
    """A command run in a test's own process leaves its language on; the next test finds the deployment's again."""
    yield
    translation.deactivate()


@pytest.fixture
def no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no seconds go by between requests, however slow the machine is: a slowed address stays slowed."""
    now = clock.monotonic()
    monkeypatch.setattr(clock, "monotonic", lambda: now)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": list(ARGUMENTS), "headless": True}


@pytest.fixture
def page_at(browser: Browser, live_server: Any) -> Iterator[PageAt]:
    """Open pages of the running site, each in a browser session of its own.

    `page_at(360)` has that width in CSS pixels, zh-CN and JavaScript; paths are relative to the site.
    Other keywords go to Playwright's `new_context`, for instance `java_script_enabled=False`. When the
    test ends, a page whose console showed an error (a breach of the CSP among them) fails it.
    """
    problems: list[str] = []
    with ExitStack() as opened:

        def open_page(width: int = 1280, height: int = 800, **options: Any) -> Page:
            given = {"locale": "zh-CN", "reduced_motion": "reduce", **options}
            context: BrowserContext = browser.new_context(
                base_url=live_server.url, viewport={"width": width, "height": height}, **given
            )
            opened.callback(context.close)
            page = context.new_page()
            page.on("console", lambda message: problems.extend(_serious(message)))
            page.on("pageerror", lambda error: problems.append(str(error)))
            return page

        yield open_page
    assert not problems, "the browser reported: " + "; ".join(problems)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Return a check that a page has no WCAG 2.1 A or AA violation that axe can see."""
    scanner = Axe()

    def check(page: Page) -> None:
        found = scanner.run(page, options=AXE_RULES).response["violations"]
        lines = [f"{v['id']}: {v['help']}: {node['html']}" for v in found for node in v["nodes"]]
        assert not found, f"{page.url}:\n" + "\n".join(lines)

    return check


def _serious(message: ConsoleMessage) -> list[str]:
    expected = "the server responded with a status of"  # a 4xx page that the test asked for
    return [message.text] if message.type == "error" and expected not in message.text else []
