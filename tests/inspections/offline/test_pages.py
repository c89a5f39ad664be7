"""The app's pages on a phone and on a desk, in both languages: they fit, everybody can read them, and the CSP holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from duecare.places.actions import add_place
from tests.attachments import pictures
from tests.browser.test_pages import PICTURES, picture
from tests.inspections.offline.line import Line
from tests.inspections.offline.phone import Phone
from tests.people import FOUNDED, District, actor_of
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOUCHED = """() => [...document.querySelectorAll("main a, main button, main label.btn, main label.walk-choice, "
  + "main summary, main input:not([type=file], [type=radio], [type=checkbox]), .walk-start")]
  .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5)
  .map((one) => `${one.textContent.trim()}: ${one.getBoundingClientRect().height}`)"""


class Looked:
    """What is wrong with the pages that were looked at."""

    def __init__(self, phone: Phone, axe: Callable[[Page], None], name: str) -> None:
        self.phone, self.axe, self.name = phone, axe, name
        self.wrong: list[str] = []
        PICTURES.mkdir(parents=True, exist_ok=True)

    def at(self, name: str, whole: bool = True) -> None:
        """Look at the page as it is now."""
        page = self.phone.page
        page.wait_for_timeout(100)
        path = PICTURES / f"walk-{name}-{self.name}.png"
        picture(page, path) if whole else page.screenshot(path=path)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.wrong.append(f"{name}: {wide} px too wide")
        if page.locator("main h1").count() != 1:
            self.wrong.append(f"{name}: not one heading")
        self.wrong += [f"{name}: too small to touch: {one}" for one in page.evaluate(TOUCHED)]
        try:
            self.axe(page)
        except AssertionError as error:
            self.wrong.append(f"{name}: {error}")


@SCREENS
def test_every_page_fits_and_can_be_read_by_everybody(
    phones: Callable[..., Phone],
    axe: Callable[[Page], None],
    district: District,
    line: Line,
    width: int,
    language: str,
) -> None:
    for number in range(13):
        add_place(
            unit=district["QY-X1"], kind="dormitory", name=f"学生宿舍 {number + 1} 号楼",
            name_en=f"Dormitory {number + 1}", by=actor_of("leader_x1"), at=FOUNDED,
        )  # fmt: skip
    phone = phones(language=language, width=width)
    looked = Looked(phone, axe, f"{width}-{language}")
    phone.ready()
    looked.at("home")
    _answer(phone, looked)
    phone.off()
    line.say("sent/", 422, {"code": "x", "message": "读数不可能这么高。 / It can't be.", "where": "minutes"})
    phone.finish()
    phone.open()
    phone.page.locator("[data-begin]").wait_for()
    phone.page.locator("[data-begin]").click()
    phone.page.locator(".walk-step").nth(0).click()
    phone.page.locator(".walk-step").nth(2).click()
    phone.page.locator("button.walk-step").first.click()
    phone.page.locator(".walk-item").first.wait_for()
    looked.at("section-offline")
    phone.open()
    looked.at("home-waiting")
    phone.on()
    phone.open("#/waiting")
    phone.page.locator("[data-mend]").wait_for()
    looked.at("waiting-refused")
    phone.page.locator("button", has=phone.page.locator("use[href$='#refresh']")).first.click()
    phone.page.locator(".walk-hazard").first.wait_for()
    looked.at("waiting-sent")
    assert not looked.wrong, "\n".join(looked.wrong)


def _answer(phone: Phone, looked: Looked) -> None:
    """Go through an inspection, looking at each page."""
    page = phone.page
    page.locator("[data-begin]").click()
    page.locator(".walk-step").first.wait_for()
    looked.at("unit")
    page.locator(".walk-step").first.click()
    page.locator("#walk-search").wait_for()
    looked.at("place")
    page.locator(".walk-step").nth(1).click()
    page.locator("button.walk-step").first.wait_for()
    looked.at("checklist")
    page.locator("button.walk-step").first.click()
    page.locator(".walk-item").first.wait_for()
    looked.at("section")
    exits = phone.item("exits")
    exits.locator("input[value=fail]").check()
    file = phone.folder / "wide.jpg"
    file.write_bytes(pictures.jpeg(1600, 1200))
    exits.locator("input[type=file]").first.set_input_files(str(file))
    page.locator(".walk-keys summary").click()
    page.locator(".walk-canvas").press("ArrowLeft")
    page.locator(".walk-canvas").press("Enter")
    looked.at("blur", whole=False)
    page.locator("[data-keep]").click()
    expect(exits.locator(".walk-photographs li")).to_have_count(1)
    exits.locator("[data-field=on_the_spot]").check()
    phone.photograph(exits, "after")
    phone.item("minutes").locator(".walk-reading").fill("2O")
    phone.item("minutes").locator(".walk-reading").blur()
    looked.at("section-failed")
    page.locator("[data-next]").click()
    page.locator("[data-next]").click()
    page.locator("[data-finish]").wait_for()
    looked.at("review-missing")
    page.locator("#walk-missing a").first.click()
    phone.item("minutes").locator(".walk-reading").fill("20")
    phone.answer_all()
    looked.at("review")


def test_the_whole_of_it_works_with_the_keyboard(phone: Phone) -> None:
    phone.ready()
    press: Any = phone.page.keyboard.press
    phone.page.locator("[data-begin]").focus()
    for heading in ("Which unit?", "Which place?", "With which checklist?"):
        press("Enter")
        phone.page.locator("h1", has_text=heading).wait_for()
        focused = phone.page.evaluate("document.activeElement.id")
        assert focused == "heading", heading
        press("Tab")
    press("Enter")
    phone.page.locator(".walk-item").first.wait_for()
    press("Tab")
    press("Space")
    expect(phone.item("exits").get_by_label("Pass")).to_be_checked()
    press("ArrowRight")
    expect(phone.item("exits").get_by_label("Fail")).to_be_checked()
