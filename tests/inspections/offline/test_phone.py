"""Phones as they are: inside another app, without what is needed, with a clock that is wrong, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from duecare.inspections.models import Inspection
from tests.inspections.conftest import AT
from tests.inspections.offline.phone import WALK, Phone
from tests.inspections.offline.scene import ROUND, SCHOOL, STAIRS, is_sent, passing, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
INSIDE = (
    "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/109.0 Mobile Safari/537.36 MicroMessenger/8.0"
)


def test_a_browser_inside_another_app_is_told_apart(phones: Callable[..., Phone]) -> None:
    phone = phones(user_agent=INSIDE)
    phone.open()
    says(phone, "This browser belongs to another app")
    says(phone, f"{phone.url}{WALK}")
    own = phones()
    own.open()
    expect(own.page.locator("main")).not_to_contain_text("belongs to another app")


@pytest.mark.parametrize("gone", ["Navigator.prototype, 'locks'", "Navigator.prototype, 'serviceWorker'"])
def test_a_browser_that_can_not_keep_anything_is_shown_the_plain_form(
    phones: Callable[..., Phone], gone: str
) -> None:
    phone = phones()
    phone.context.add_init_script(
        f"delete Object.getOwnPropertyDescriptor({gone}); Reflect.deleteProperty({gone})"
    )
    phone.open()
    says(phone, "With a connection, the plain form does the same.")
    expect(phone.page.locator("#walk-page a")).to_have_attribute("href", "/inspections/new/")


def test_without_javascript_there_is_the_plain_form(phones: Callable[..., Phone]) -> None:
    phone = phones(java_script_enabled=False)
    phone.open()
    expect(phone.page.locator("noscript a")).to_have_attribute("href", "/inspections/new/")


@pytest.mark.parametrize("off_by", [timedelta(days=365), timedelta(days=-365)])
def test_a_clock_that_is_wrong_by_a_year_decides_nothing(phone: Phone, off_by: timedelta) -> None:
    now = AT + off_by
    phone.context.clock.set_fixed_time(now)
    phone.ready()
    phone.off()
    passing(phone)
    phone.finish()
    phone.on()
    is_sent(phone)
    inspection = Inspection.objects.get()
    assert inspection.began_at == now
    assert timedelta(0) <= inspection.received_at - AT < timedelta(minutes=10)


def test_after_one_shift_nothing_new_is_begun_but_what_was_begun_is_finished(phone: Phone) -> None:
    phone.context.clock.set_fixed_time(AT)
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    phone.off()
    phone.context.clock.set_fixed_time(AT + timedelta(hours=12, minutes=1))
    phone.open()
    says(phone, "older than one shift")
    phone.page.locator("[data-begin]").click()
    expect(phone.page.locator("h1")).to_have_text("Begin an inspection")
    says(phone, "what was begun can always be finished and sent")
    phone.open()
    phone.page.locator("a", has_text="Go on").click()
    phone.page.locator(".walk-item").first.wait_for()
    phone.answer_all()
    phone.finish()
    phone.on()
    is_sent(phone)
    phone.open()  # and with a network there is a new list
    expect(phone.page.locator("main")).not_to_contain_text("older than one shift")


def test_the_first_time_needs_a_network_and_somebody_signed_in(phones: Callable[..., Phone]) -> None:
    phone = phones()
    phone.open()
    phone.page.locator("[data-begin]").wait_for()
    new = phones()
    new.open()
    new.page.evaluate("navigator.serviceWorker.ready")
    new.page.goto("about:blank")
    new.context.new_cdp_session(new.page).send(
        "Storage.clearDataForOrigin", {"origin": new.url, "storageTypes": "indexeddb"}
    )
    new.off()
    new.open()
    says(new, "nobody has inspected with this phone yet")
