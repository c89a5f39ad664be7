"""The phone dies in the middle: while it is answered, and while it sends."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Playwright, expect

from duecare.attachments.models import Attachment
from duecare.hazards.models import Hazard
from duecare.inspections.models import Inspection
from tests.conftest import ARGUMENTS, CHROMIUM
from tests.inspections.offline.line import Line
from tests.inspections.offline.phone import Phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCHOOL, STAIRS, ROUND = "No. 1 Primary", "Stairs east", "Daily round"


class Mortal(Phone):
    """A phone whose browser has a disk of its own and can be killed."""

    def __init__(self, playwright: Playwright, url: str, folder: Path) -> None:
        self.playwright = playwright
        super().__init__(None, url, folder)

    def start(self, browser: Any, options: dict[str, Any]) -> BrowserContext:
        return self.playwright.chromium.launch_persistent_context(
            self.folder / "disk", executable_path=CHROMIUM, args=list(ARGUMENTS), headless=True, **options
        )

    def die(self) -> None:
        """Kill -9 every process of this browser, and nothing else; then start anew from its disk."""
        mark = f"--user-data-dir={self.folder / 'disk'}".encode()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    ours = mark in (entry / "cmdline").read_bytes()
                except (FileNotFoundError, ProcessLookupError):
                    continue
                if ours:
                    os.kill(int(entry.name), signal.SIGKILL)
        self.context = self.start(None, self.options)
        self.page = self.tab()


@pytest.fixture
def mortal(playwright: Playwright, live_server: Any, phones: Callable[..., Phone], tmp_path: Path) -> Any:
    phone = Mortal(playwright, live_server.url, tmp_path)
    phone.sign_in("reporter_d1")
    yield phone
    phone.context.close()
    assert not phone.problems


def test_what_was_answered_is_there_after_the_browser_was_killed(mortal: Mortal) -> None:
    mortal.ready()
    mortal.off()
    mortal.begin(ROUND, SCHOOL, STAIRS)
    mortal.item("exits").get_by_label("Fail").check()
    mortal.photograph(mortal.item("exits"))
    mortal.item("minutes").locator(".walk-reading").fill("45")
    expect(mortal.page.locator("#walk-kept")).to_contain_text("Kept on this phone at")
    mortal.page.wait_for_timeout(100)
    mortal.die()
    mortal.off()
    mortal.open()
    expect(mortal.page.locator("main")).to_contain_text("Being answered")
    mortal.page.locator("a", has_text="Go on").click()
    expect(mortal.item("exits").get_by_label("Fail")).to_be_checked()
    expect(mortal.item("exits").locator(".walk-photographs canvas")).to_be_visible()
    expect(mortal.item("minutes").locator(".walk-reading")).to_have_value("45")


@pytest.mark.parametrize("step", ["photographs/", "sent/"])
def test_what_was_on_its_way_is_there_once(mortal: Mortal, line: Line, step: str) -> None:
    mortal.ready()
    mortal.begin(ROUND, SCHOOL, STAIRS)
    mortal.item("exits").get_by_label("Fail").check()
    mortal.photograph(mortal.item("exits"))
    mortal.answer_all()
    line.hold(step)
    mortal.finish()
    expect(mortal.page.locator("[data-inspection]")).to_contain_text("Being sent")
    assert line.asked.wait(10)
    mortal.die()
    line.mend()
    mortal.sign_in("reporter_d1")  # a session's cookie is not on the disk of a test's browser
    mortal.open("#/waiting")
    expect(mortal.page.locator("main")).to_contain_text("Received.")
    expect(mortal.page.locator("[data-inspection]")).to_have_count(0)
    assert (Inspection.objects.count(), Hazard.objects.count(), Attachment.objects.count()) == (1, 1, 2)
