"""Taking in a paper ledger in a browser: what is wrong with a file, what one would add, and what stands there then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from duecare.hazards.models import Hazard, PaperLine
from tests.browser.test_pages import PICTURES, enter, picture
from tests.conftest import PageAt
from tests.hazards.conftest import AT
from tests.hazards.ledgers import CLOSED, DONE, HEADS, LATE, MAJOR, OLD, OPEN, row, workbook
from tests.people import clock_at, small_district
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOOD = [OPEN, row(LATE, place=""), MAJOR, DONE, CLOSED, OLD]
BAD = [
    row(unit="QY-X9", category="飞碟", found="2027-02-30"),
    row(text="联系 13800138000", number="2"),
    row(state="已销号", put_right="2027-01-03", closed="2027-01-02", number="3"),
    row(place="实验楼二层北侧东端的化学药品储藏室", number="4"),
    row(text="=1+1", number="5"),
]


@SCREENS
def test_looked_at_taken_in_and_seen(
    page_at: PageAt,
    axe: Callable[[Page], None],
    live_server: Any,
    tmp_path: Path,
    width: int,
    language: str,
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    small_district()
    page = page_at(width)

    def shown(name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        picture(page, PICTURES / f"{name}-{width}-{language}.png")
        axe(page)

    def look(data: bytes, name: str) -> None:
        (tmp_path / "ledger.xlsx").write_bytes(data)
        page.goto("/hazards/paper/")
        page.locator("input[type=file]").set_input_files(tmp_path / "ledger.xlsx")
        page.locator("form[enctype] button[type=submit]").click()
        page.wait_for_load_state("load")
        shown(name)

    with clock_at(AT):
        enter(page.context, live_server.url, "coordinator", language)
        page.goto("/hazards/")
        page.locator('a[href^="/hazards/paper/"]').click()
        page.wait_for_load_state("load")
        look(workbook([[*line, "x"] for line in BAD], heads=[*HEADS, "责任人姓名"]), "hazards-paper-wrong")
        look(b"no workbook", "hazards-paper-none")
        look(workbook(GOOD), "hazards-paper-good")
        page.locator("form:not([enctype]) button.btn-primary").click()
        page.locator("[role=status]").first.wait_for()
        assert Hazard.objects.count() == len(GOOD)
        look(workbook([row(LATE, place="", level="重大"), row(number="9"), OPEN]), "hazards-paper-differs")
        page.goto(f"/hazards/{PaperLine.objects.get(number='5').hazard_id}/")
        shown("hazard-from-paper")


def test_it_works_without_javascript(page_at: PageAt, live_server: Any, tmp_path: Path) -> None:
    small_district()
    page = page_at(360, java_script_enabled=False)
    (tmp_path / "ledger.xlsx").write_bytes(workbook(GOOD))
    with clock_at(AT):
        enter(page.context, live_server.url, "coordinator", "zh-hans")
        page.goto("/hazards/paper/")
        with page.expect_download() as waiting:
            page.locator('a[href$="template.xlsx"]').click()
        assert waiting.value.suggested_filename == "hazard-ledger.xlsx"
        page.locator("input[type=file]").set_input_files(tmp_path / "ledger.xlsx")
        page.locator("form[enctype] button[type=submit]").click()
        page.locator("form:not([enctype]) button.btn-primary").click()
        page.locator("[role=status]").first.wait_for()
    assert Hazard.objects.count() == len(GOOD)
