"""In a real browser: a scanned slip, a passkey, the tree opened level by level, and nothing axe complains about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from duecare.orgs import second_factor
from duecare.orgs.actions import enrolment
from duecare.orgs.models import User
from duecare.orgs.rules import SYSTEM
from duecare.orgs.slowdown import attempts
from tests.conftest import PageAt
from tests.people import FOUNDED, PASSWORD, District, client_for, clock_at, small_district

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene():
    attempts.forget()
    district = small_district()
    with clock_at(FOUNDED):
        yield district


def signed_in(page: Page, live_server: Any, username: str) -> Page:
    cookie = client_for(username).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return page


def test_scanning_a_slip_leads_to_ones_own_password(
    scene: District, page_at: PageAt, live_server: Any
) -> None:
    User.objects.filter(username="reporter_x1").update(password=make_password(None))
    user = User.objects.get(username="reporter_x1")
    [(_user, token, _until)] = enrolment.issue_links(users=[user], by=SYSTEM, at=FOUNDED)
    page = page_at(360)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/enrol/#{token}")
    page.wait_for_url("**/enrol/password/")
    assert not [url for url in asked if token in url.partition("#")[0]]
    page.locator("#id_new").fill("雪落在屋顶上的早晨很安静")
    page.locator("#id_again").fill("雪落在屋顶上的早晨很安静")
    page.get_by_role("button", name="保存并登录").click()
    page.wait_for_url(live_server.url + "/")
    assert User.objects.get(username="reporter_x1").check_password("雪落在屋顶上的早晨很安静")


def test_a_passkey_is_made_and_asked_for(scene: District, page_at: PageAt, live_server: Any) -> None:
    page = page_at(1280)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    options |= {"hasResidentKey": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def enter() -> None:
        page.goto("/sign-in/")
        page.locator("#id_username").fill("administrator")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()

    enter()
    page.wait_for_url("**/account/factors/")
    page.locator("#passkey-name").fill("办公室电脑")
    page.get_by_role("button", name="创建通行密钥").click()
    page.wait_for_url("**/account/")
    expect(page.get_by_text("办公室电脑")).to_be_visible()
    [factor] = second_factor.factors_of(scene.people["administrator"])
    assert factor.type == second_factor.PASSKEY
    page.context.clear_cookies()
    enter()
    page.wait_for_url("**/sign-in/second/")
    page.get_by_role("button", name="使用通行密钥").click()
    page.wait_for_url(live_server.url + "/")
    page.goto("/units/import/")
    expect(page.get_by_role("heading", level=1)).to_have_text("导入单位与人员")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_tree_opens_level_by_level(
    scene: District, page_at: PageAt, live_server: Any, javascript: bool
) -> None:
    page = signed_in(page_at(360, java_script_enabled=javascript), live_server, "coordinator")
    page.goto("/units/")
    expect(page.get_by_text("第一小学", exact=True)).to_be_visible()
    expect(page.get_by_text("第一小学东教学点")).to_have_count(0)
    page.get_by_text("下级单位").first.click()
    if not javascript:
        page.get_by_text("显示下级单位").first.click()
    expect(page.get_by_text("第一小学东教学点")).to_be_visible()


def test_pages_fit_a_phone_and_speak(
    scene: District, page_at: PageAt, live_server: Any, axe: Callable[[Page], None]
) -> None:
    person, unit = scene.people["reporter_x1"].id, scene["QY-X1"].id
    pages = ["/sign-in/", "/enrol/"]
    inside = [
        "/account/", "/account/password/", "/account/factors/", "/units/", "/units/?q=小学", f"/units/{unit}/",
        f"/units/{unit}/details/", f"/units/{unit}/units/", f"/units/{unit}/posts/", f"/units/{unit}/people/",
        f"/units/{unit}/slips/", "/units/import/", f"/people/{person}/", f"/people/{person}/recovery/",
        f"/people/{person}/leaving/", f"/posts/{scene.posts['reporter_x1'].id}/appointments/",
    ]  # fmt: skip
    page = page_at(360)
    for path in pages + inside:
        if path == inside[0]:
            signed_in(page, live_server, "administrator")
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        axe(page)
