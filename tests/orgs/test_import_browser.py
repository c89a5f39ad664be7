"""Importing units and people in a browser: what is wrong with a file, and what one would change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.test_pages import PICTURES, enter, picture
from tests.conftest import PageAt
from tests.orgs.test_import import PEOPLE, UNITS, workbook
from tests.people import FOUNDED, clock_at, small_district
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BAD_UNITS = [
    ["QY", "青原学区", "", "学区", "", "", ""],
    ["QY-Z1", "第一中学", "", "中学", "QY", "", ""],
    ["QY-Z1", "又一所", "", "中学", "QY", "", ""],
    ["QY-Z9", "", "", "大学", "QY-没有", "x", "Mars/Base"],
    ["QY-A", "甲村小学", "", "村", "QY-B", "", ""],
    ["QY-B", "乙村小学", "", "村", "QY-A", "", ""],
    ["QY-C", "长" * 121, "", "村", "QY", "", ""],
]
BAD_PEOPLE = [
    ["a b", "第一中学报告人", "QY", "报告人", "", "nonsense", "", "", ""],
    ["leader_z9", "第九中学校长", "NO", "国王", "", "", "", "2027-02-30", "2027-03-01"],
]


@SCREENS
def test_it_fits_and_can_be_read_by_everybody(
    db: None,
    page_at: PageAt,
    axe: Callable[[Page], None],
    live_server: Any,
    tmp_path: Path,
    width: int,
    language: str,
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    small_district()
    files = {
        "import-errors": workbook(BAD_UNITS, BAD_PEOPLE),
        "import-changes": workbook(UNITS, PEOPLE),
        "import-no-workbook": b"no workbook at all",
    }
    page = page_at(width)
    with clock_at(FOUNDED):
        enter(page.context, live_server.url, "administrator", language)
        for name, data in files.items():
            (tmp_path / f"{name}.xlsx").write_bytes(data)
            page.goto("/units/import/")
            page.locator("input[type=file]").set_input_files(tmp_path / f"{name}.xlsx")
            page.locator("form[enctype] button[type=submit]").click()
            page.wait_for_load_state("load")
            picture(page, PICTURES / f"{name}-{width}-{language}.png")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            axe(page)
