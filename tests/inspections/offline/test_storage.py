"""What a phone keeps: when it is full, when the browser clears it, when it changes hands, and as a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from duecare.inspections.models import Inspection
from tests.inspections.offline.line import Line
from tests.inspections.offline.phone import Phone, noise
from tests.inspections.offline.scene import ROUND, SCHOOL, STAIRS, failing, is_sent, passing, says
from tests.people import District

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILLER = """async () => {
  const opening = indexedDB.open("something-else", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("bytes", { autoIncrement: true });
  const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
  const put = (size) => new Promise((done) => {
    const transaction = database.transaction("bytes", "readwrite");
    transaction.objectStore("bytes").put(crypto.getRandomValues(new Uint8Array(size)));
    transaction.oncomplete = () => done(true);
    transaction.onabort = () => done(false);
  });
  for (const size of [65536, 8192, 1024]) while (await put(size));
  database.close();
}"""


def cramp(phone: Phone) -> None:
    """Let the phone have two megabytes, from before it is used: what there was room for is let through for a while."""
    phone.page.goto("/sign-in/")
    _quota(phone, {"quotaSize": 2_000_000})


def fill_up(phone: Phone) -> None:
    """Let something else take all the room that is left."""
    phone.page.evaluate(FILLER)


def free(phone: Phone) -> None:
    """Let it have as much as there is."""
    _quota(phone, {})


def _quota(phone: Phone, given: dict[str, int]) -> None:
    session = phone.context.new_cdp_session(phone.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": phone.url, **given})


def type_until_it_fails(phone: Phone) -> str:
    """Type until something is not kept; returns the last words."""
    area = phone.item("exits").locator("textarea")
    for number in range(40):
        words = f"{number} ".ljust(500, "满")
        area.fill(words)
        phone.page.wait_for_timeout(50)
        if phone.page.locator("#walk-kept").inner_text() == "Not kept":
            return words
    raise AssertionError("it never was full")


def saved(phone: Phone, by: str = "[data-save]") -> Path:
    """Everything that waits, as a file."""
    with phone.page.expect_download() as download:
        phone.page.locator(by).click()
    return Path(download.value.path())


def test_a_full_phone_says_so_and_what_is_typed_is_not_lost(phone: Phone) -> None:
    cramp(phone)
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    phone.item("exits").locator("summary").click()
    fill_up(phone)
    words = type_until_it_fails(phone)
    says(phone, "The phone has no room left")
    closing = "() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert phone.page.evaluate(closing) is True
    content = json.loads(saved(phone, "#walk-notes button:has-text('Save as a file')").read_text())
    assert content["inspections"][0]["answers"]["exits"]["note"] == words
    free(phone)
    expect(phone.page.locator("#walk-kept")).to_have_text("Not kept")
    phone.page.locator("#walk-notes button", has_text="Try again").click()
    expect(phone.page.locator("#walk-notes")).not_to_contain_text("no room left")
    assert phone.page.evaluate(closing) is False
    phone.open()
    phone.page.locator("a", has_text="Go on").click()
    expect(phone.item("exits").locator("textarea")).to_have_value(words)


def test_a_photograph_for_which_there_is_no_room_says_so(phone: Phone) -> None:
    cramp(phone)
    phone.ready()
    phone.begin(ROUND, SCHOOL, STAIRS)
    exits = phone.item("exits")
    exits.get_by_label("Fail").check()
    fill_up(phone)
    path = phone.folder / "big.jpg"
    path.write_bytes(noise(1600, 1200))
    exits.locator("input[type=file]").first.set_input_files(str(path))
    phone.page.locator("[data-keep]").click()
    says(phone, "The phone has no room left")
    expect(exits.locator(".walk-photographs li")).to_have_count(0)
    free(phone)
    phone.photograph(exits, file=noise(1600, 1200))
    expect(phone.page.locator("#walk-notes")).not_to_contain_text("no room left")


def test_what_the_browser_cleared_is_said_and_comes_back_from_a_file(phone: Phone) -> None:
    phone.ready()
    phone.off()
    failing(phone)
    phone.finish()
    file = saved(phone)
    phone.page.goto("about:blank")
    phone.on()
    phone.context.new_cdp_session(phone.page).send(
        "Storage.clearDataForOrigin",
        {"origin": phone.url, "storageTypes": "indexeddb,cache_storage,service_workers,local_storage"},
    )
    phone.open()
    says(phone, "The browser has cleared what was kept here and not sent")
    says(phone, "inspections 1, photographs 1")
    phone.open("#/waiting")
    phone.page.locator("#walk-file").set_input_files(file)
    is_sent(phone)
    assert Inspection.objects.count() == 1
    phone.open()
    expect(phone.page.locator("#walk-notes")).not_to_contain_text("cleared")


def test_a_file_is_taken_in_once_by_its_author_alone(phones: Callable[..., Phone], line: Line) -> None:
    phone = phones()
    phone.ready()
    phone.off()
    failing(phone)
    phone.finish()
    file = saved(phone)
    phone.page.locator("#walk-file").set_input_files(file)
    says(phone, "Taken in: 0; there already: 1.")
    phone.on()
    is_sent(phone)
    phone.page.locator("#walk-file").set_input_files(file)
    says(phone, "Taken in: 0; there already: 1.")
    elsewhere = phones()
    elsewhere.ready()
    elsewhere.open("#/waiting")
    elsewhere.page.locator("#walk-file").set_input_files(file)
    is_sent(elsewhere)  # the server says that it has it
    assert line.took("sent/") == [201, 200] and Inspection.objects.count() == 1
    other = phones("leader_x1")
    other.ready()
    other.open("#/waiting")
    other.page.locator("#walk-file").set_input_files(file)
    says(other, "This file belongs to somebody else")
    broken = file.with_name("broken.json")
    broken.write_bytes(file.read_bytes()[:-40])
    for wrong in (broken, Path(__file__)):
        elsewhere.page.locator("#walk-file").set_input_files(wrong)
        says(elsewhere, "This is not a file that was saved here")
    assert not other.kept()["inspections"]


def test_two_people_on_one_phone_neither_see_nor_send_each_other_s(
    phone: Phone, line: Line, district: District
) -> None:
    phone.ready()
    phone.off()
    failing(phone)
    phone.finish()
    phone.page.goto("about:blank")
    phone.sign_in("leader_x1")
    phone.on()
    phone.open("#/waiting")
    says(phone, "Nothing waits on this phone.")
    expect(phone.page.locator("#walk-count")).to_be_hidden()
    phone.open()
    passing(phone)
    phone.finish()
    is_sent(phone)
    assert str(Inspection.objects.get().by_user) == str(district.people["leader_x1"].id)
    phone.sign_in("reporter_d1")
    phone.open("#/waiting")
    says(phone, "Received.")
    authors = {str(one) for one in Inspection.objects.values_list("by_user", flat=True)}
    assert authors == {str(district.people[who].id) for who in ("leader_x1", "reporter_d1")}
    assert line.took("sent/") == [201, 201]


def test_somebody_who_signs_in_meanwhile_sends_nothing_of_the_other_s(phone: Phone, line: Line) -> None:
    phone.ready()
    failing(phone)
    phone.sign_in("leader_x1")
    phone.finish()
    says(phone, "Somebody else is signed in on this phone now.")
    assert not line.took("photographs/") and not line.took("sent/")
    phone.page.locator("a", has_text="Open the page of who is signed in").click()
    expect(phone.page.locator("#walk-count")).to_be_hidden()
    expect(phone.page.locator("main")).not_to_contain_text("not sent yet")


def test_nothing_on_the_phone_names_anybody(phone: Phone, district: District) -> None:
    phone.ready()
    phone.off()
    failing(phone)
    phone.finish()
    written = saved(phone).read_text() + json.dumps(phone.kept()) + phone.page.evaluate("document.cookie")
    for user in district.people.values():
        assert user.name not in written and user.username not in written and str(user.id) not in written
