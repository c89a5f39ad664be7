"""Words of the page and steps that several tests take."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.inspections.offline.phone import Phone

SCHOOL, STAIRS, ROUND = "No. 1 Primary", "Stairs east", "Daily round"


def failing(phone: Phone, place: str = STAIRS) -> None:
    """An inspection that finds a blocked exit, photographed; ends at the review."""
    phone.begin(ROUND, SCHOOL, place)
    phone.item("exits").get_by_label("Fail").check()
    phone.photograph(phone.item("exits"))
    phone.answer_all()


def passing(phone: Phone, unit: str = SCHOOL, place: str = STAIRS) -> None:
    """An inspection that finds nothing; ends at the review."""
    phone.begin(ROUND, unit, place)
    phone.answer_all()


def is_sent(phone: Phone) -> None:
    """Nothing waits any more."""
    expect(phone.page.locator("main")).to_contain_text("Received.")
    expect(phone.page.locator("[data-inspection]")).to_have_count(0)


def says(phone: Phone, text: str) -> None:
    """The page says it."""
    expect(phone.page.locator("main")).to_contain_text(text)
