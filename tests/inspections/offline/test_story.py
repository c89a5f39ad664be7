"""From a boiler room with no signal to a verified close-out: the whole story, with the program's own checklist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from duecare.attachments.models import Attachment
from duecare.core.errors import NotAllowed
from duecare.hazards import actions as hazards
from duecare.hazards.models import Hazard, Owed, Step
from duecare.inspections import versions
from duecare.inspections.models import Found, Inspection
from duecare.notify.actions import tell
from duecare.notify.models import Notice
from duecare.obligations.actions import tick
from tests.inspections.conftest import AT, HOUR
from tests.inspections.offline.phone import Phone
from tests.people import actor_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHIPPED = versions.shipped
FIRE, SCHOOL, STAIRS = "Fire and electricity", "No. 1 Primary", "Stairs east"


@pytest.fixture
def inspector(phones: Callable[..., Phone], monkeypatch: pytest.MonkeyPatch) -> Phone:
    """Somebody in front of the boiler room, with the lists that come with the program."""
    phone = phones()
    monkeypatch.setattr(versions, "shipped", SHIPPED)
    return phone


def _walk_through(phone: Phone) -> None:
    """Without a network: a blocked exit, cleared and photographed after; a hot socket; the phone restarted between."""
    phone.ready()
    phone.off()
    phone.open()
    phone.begin(FIRE, SCHOOL, STAIRS)
    clear = phone.item("corridors-clear")
    clear.get_by_label("Fail").check()
    phone.photograph(clear)
    clear.get_by_label("Put right on the spot").check()
    phone.photograph(clear, "after")
    while not phone.page.locator("#item-hot-spots").count():
        heading = phone.page.locator("h1").inner_text()
        phone.page.locator("[data-next]").click()
        expect(phone.page.locator("h1")).not_to_have_text(heading)
    hot = phone.item("hot-spots")
    hot.get_by_label("Fail").check()
    phone.photograph(hot)
    phone.page.close()  # the phone is restarted in between
    phone.page = phone.tab()
    phone.open()
    phone.page.get_by_text("Go on", exact=True).click()
    phone.page.locator(".walk-item").first.wait_for()
    phone.answer_all()
    while phone.page.locator("#walk-missing a").count():
        phone.page.locator("#walk-missing a").first.click()
        phone.answer_all()
    phone.finish()


def test_a_blocked_exit_cleared_and_a_hot_socket_come_out_of_the_basement(
    inspector: Phone, phones: Callable[..., Phone]
) -> None:
    phone = inspector
    _walk_through(phone)
    expect(phone.page.locator("[data-inspection]")).to_contain_text("On this phone only")
    assert not Inspection.objects.exists()
    phone.on()
    expect(phone.page.locator("main")).to_contain_text("Received.")
    inspection = Inspection.objects.get()
    found = {one.item: one.hazard for one in Found.objects.filter(inspection=inspection)}
    assert set(found) == {"corridors-clear", "hot-spots"}
    cleared, socket = found["corridors-clear"], found["hot-spots"]
    assert cleared is not None and socket is not None
    assert (cleared.on_the_spot, cleared.state) == (True, "put_right")
    assert (socket.level, socket.state, (socket.due_at - AT).days) == ("general", "accepted", 7)
    after = Step.objects.get(hazard=cleared, kind="put_right")
    assert Attachment.objects.filter(matter_kind="hazards.step", matter_id=after.id).count() == 1
    with pytest.raises(NotAllowed):
        hazards.verify(hazard_id=cleared.id, passed=True, by=actor_of("reporter_d1"), at=AT + HOUR)


def test_a_leaking_gas_pipe_is_known_above_within_minutes_and_closed_out_by_somebody_else(
    inspector: Phone, phones: Callable[..., Phone]
) -> None:
    inspector.ready()
    inspector.page.goto("/hazards/new/")
    if inspector.page.locator(".row-title").count():
        inspector.page.locator(".row-title", has_text=SCHOOL).first.click()
    _fill(inspector, text="Gas pipe leaks behind the kitchen", category="heating", level="major")
    hazard = Hazard.objects.get()
    tick(hazard.found_at + timedelta(minutes=3))
    tell(hazard.found_at + timedelta(minutes=3))
    assert Notice.objects.filter(recipient__username="leader").exists()  # the district knows
    head, above = phones("leader_x1"), phones("leader")
    page = f"/hazards/{hazard.id}/"
    above.page.goto(page)
    expect(above.page.locator("#acceptance")).to_have_count(0)  # nothing to accept without the five
    head.page.goto(page)
    expect(head.page.locator("main")).to_contain_text("Stop using it")
    five = {"measures": "Shut off", "funds": "3000", "day": "2027-01-09", "contingency": "Cold meals"}
    _fill(head, "#commitments", **five)
    above.page.goto(page)
    above.page.locator("#acceptance button[type=submit], #acceptance button").last.click()
    head.page.goto(page)
    _fill(head, "#rectification", text="Pipe replaced and tested")
    head.page.goto(page)
    expect(head.page.locator("#verification")).to_have_count(0)  # not by who put it right
    above.page.goto(page)
    above.page.locator("#verification input[value=yes]").check()
    above.page.locator("#verification button").last.click()
    above.page.locator("[role=status]").first.wait_for()
    hazard.refresh_from_db()
    assert hazard.state == "closed" and not Owed.objects.filter(obligation__closed_at=None).exists()


def _fill(phone: Phone, within: str = "main", **values: str) -> None:
    """Fill the form and send it."""
    form = phone.page.locator(f"{within} form").last
    for name, value in values.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("(one) => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button.btn-primary").last.click()
    phone.page.locator("[role=status]").first.wait_for()
