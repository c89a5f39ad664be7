"""Checklists in a browser: on a phone, a desk and paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look, picture
from tests.people import FOUNDED, clock_at, small_district
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@SCREENS
def test_pages_fit_and_can_be_read_by_everybody(page_at, axe, live_server, width, language):
    PICTURES.mkdir(parents=True, exist_ok=True)
    district = small_district()
    pages = [Seen("checklists", "reporter_z1", "/inspections/checklists/")]
    pages += [
        Seen(f"checklist-{key}", "reporter_z1", f"/inspections/checklists/{key}/")
        for key in ("food", "heating-and-hot-water")
    ]
    page = page_at(width)
    enter(page.context, live_server.url, "reporter_z1", language)
    with clock_at(FOUNDED):
        wrong = [line for seen in pages for line in look(page, seen, district, axe, width, language)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_paper_has_boxes_and_lines_and_nothing_to_click(page_at, live_server, language):
    PICTURES.mkdir(parents=True, exist_ok=True)
    small_district()
    page = page_at(794, 1123)
    enter(page.context, live_server.url, "reporter_z1", language)
    with clock_at(FOUNDED):
        page.goto("/inspections/checklists/fire-and-electricity/")
    page.emulate_media(media="print")
    expect(page.locator(".check-head")).to_be_visible()
    expect(page.locator(".check-foot")).to_be_visible()
    assert page.locator(".check-box").first.bounding_box()["width"] > 10
    for hidden in (".side", "[data-print]", ".trail"):
        expect(page.locator(hidden).first, hidden).not_to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 794
    picture(page, PICTURES / f"checklist-paper-{language}.png")
    sheet = Path(PICTURES / f"checklist-paper.{language}.pdf")
    page.pdf(path=sheet, format="A4", prefer_css_page_size=True)
    assert sheet.read_bytes().count(b"/Type /Page\n") <= 5
