"""Programmes of inspection in a browser: on a phone and a desk, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from duecare.inspections.models import Owed
from duecare.obligations import actions as kernel
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look
from tests.inspections.programmes import DAY, Winter, local
from tests.people import clock_at, small_district
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = local("2027-03-03 10:00")


@pytest.fixture
def march():
    """Two months on: some have inspected, some late, some not at all; one round of draws is over."""
    winter = Winter(small_district())
    winter.apply()
    for day in ("05", "12", "19", "26"):
        kernel.tick(local(f"2027-01-{day} 09:00"), outage_after=60 * DAY)
        winter.inspect(local(f"2027-01-{day} 10:00"))
        winter.inspect(local(f"2027-01-{day} 11:00"), checklist="heating-and-hot-water")
    winter.inspect(local("2027-01-26 10:00"), "QY-X1", "reporter_x1")
    kernel.tick(local("2027-02-01 00:00"), outage_after=60 * DAY)
    winter.inspect(local("2027-02-02 10:00"), "QY-X2", "reporter_x2")
    kernel.tick(NOW, outage_after=60 * DAY)
    return winter


@SCREENS
def test_pages_fit_and_can_be_read_by_everybody(march, page_at, axe, live_server, width, language):
    PICTURES.mkdir(parents=True, exist_ok=True)
    owed = Owed.objects.filter(programme__key="monthly", number=2, obligation__closed_at=None).earliest(
        "first"
    )
    pages = [
        Seen("programmes", "coordinator", "/inspections/programmes/"),
        Seen("programme-monthly", "coordinator", "/inspections/programmes/winter/monthly/"),
        Seen("programme-weekly", "coordinator", "/inspections/programmes/winter/heating/"),
        Seen("programme-drawn", "coordinator", "/inspections/programmes/winter/district/"),
        Seen("inspection-owed", "coordinator", f"/inspections/owed/{owed.obligation_id}/"),
        Seen("draws", "coordinator", "/inspections/draws/"),
    ]
    page = page_at(width)
    enter(page.context, live_server.url, "coordinator", language)
    with clock_at(NOW):
        wrong = [line for seen in pages for line in look(page, seen, march.district, axe, width, language)]
        page.goto("/inspections/draws/")
        page.locator("main details summary").first.click()
        expect(page.locator("details[open] .mono").first).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
    assert not wrong, "\n".join(wrong)
