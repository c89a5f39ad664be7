"""Choosing and seeing photographs in a browser: it fits a phone, speaks to everybody, and needs no JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from duecare.attachments.actions import forget
from duecare.attachments.models import Attachment
from duecare.orgs.rules import SYSTEM
from tests.attachments import pictures
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look
from tests.people import FOUNDED, clock_at
from tests.screens import SCREENS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.attachments.site"),
]


@pytest.fixture
def at_school(district):
    with clock_at(FOUNDED):
        yield f"/tests/{district['QY-X1'].id}/"


def send(page, folder) -> None:
    """Choose three photographs and a paper, say what they show, and send them."""
    files = {
        "a.jpg": pictures.jpeg(1200, 900),
        "b.jpg": pictures.jpeg(600, 900, orientation=3),
        "c.jpg": pictures.jpeg(900, 300),
        "d.pdf": pictures.written(pictures.paper(pages=2)),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    page.locator("#id_photographs").set_input_files([folder / name for name in files])
    page.locator("#id_caption").fill("三楼东侧安全出口被杂物堵塞")
    page.get_by_role("button", name="+").click()
    page.wait_for_selector(".gallery")


@SCREENS
def test_choosing_and_seeing_fit_and_can_be_read_by_everybody(
    at_school, district, page_at, axe, live_server, width, language, tmp_path
):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = page_at(width, java_script_enabled=False)
    enter(page.context, live_server.url, "reporter_x1", language)
    page.goto(at_school)
    send(page, tmp_path)
    last = Attachment.objects.order_by("number")[2]
    forget(attachment_ids=[last.id], by=SYSTEM, at=FOUNDED)
    page = page_at(width)
    enter(page.context, live_server.url, "reporter_x1", language)
    assert not look(page, Seen("attachments", "reporter_x1", at_school), district, axe, width, language)
    images = page.locator(".gallery img")
    expect(images).to_have_count(2)
    assert images.evaluate_all("all => all.every(one => one.complete && one.naturalWidth > 0)")


def test_a_phone_is_offered_its_camera_and_a_desk_is_not(at_school, page_at, live_server):
    for touch, shown in ((True, True), (False, False)):
        page = page_at(360, has_touch=touch, is_mobile=touch)
        enter(page.context, live_server.url, "reporter_x1", "en")
        page.goto(at_school)
        expect(page.locator("#id_photographs_camera")).to_be_visible(visible=shown)
        expect(page.locator("#id_photographs")).to_be_visible()
