"""The worker: keeps every file of a version or none, and is replaced whole when nothing is being answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from duecare.inspections.views import walk
from tests.inspections.offline.line import Line
from tests.inspections.offline.phone import Phone
from tests.inspections.offline.scene import ROUND, SCHOOL, STAIRS, says
from tests.people import District, client_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CACHES = "caches.keys().then((names) => names.filter((name) => name.startsWith('walk-')))"
WAITING = """() => new Promise((done) => {
  const look = async () => ((await navigator.serviceWorker.getRegistration()).waiting ? done() : setTimeout(look, 50));
  look();
})"""

REPLACED = """(first) => new Promise((done) => {
  const look = async () => ((await caches.keys()).includes(first) ? setTimeout(look, 50) : done());
  look();
})"""


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Let the server have another version, whose page says so."""
    before = walk._shell

    def another(word: str) -> None:
        monkeypatch.setattr(
            walk,
            "_shell",
            lambda language: before(language).replace("<noscript>", f"<i>{word}</i><noscript>"),
        )
        walk._worker.cache_clear()

    yield another
    walk._worker.cache_clear()


def files_of(client: Client) -> dict[str, str]:
    """Addresses and SHA-256 that the worker's script names."""
    script = client.get("/inspections/walk/worker.js").content.decode()
    return dict(json.loads(re.search(r"const FILES = (.*);", script)[1]))  # type: ignore[index]


def test_it_names_every_file_that_the_page_asks_for(phone: Phone, line: Line) -> None:
    asked: list[str] = []
    phone.page.on("request", lambda request: asked.append(request.url.removeprefix(phone.url)))
    phone.ready()
    data = {"/inspections/session/", "/inspections/packet/", "/inspections/walk/worker.js", "about:blank"}
    assert set(asked) - data <= set(files_of(client_for("reporter_d1")))
    assert len(asked) > 25


def test_the_page_holds_nothing_of_who_opens_it(district: District) -> None:
    pages = [client_for(who).get("/inspections/walk/") for who in ("reporter_d1", "leader")]
    assert pages[0].content == pages[1].content
    assert "no-store" in pages[0]["Cache-Control"]
    assert Client().get("/inspections/walk/").status_code == 302
    answer = Client().get("/inspections/walk/worker.js")
    assert answer["Service-Worker-Allowed"] == "/inspections/walk/"
    assert answer["Content-Type"].startswith("text/javascript")
    english, chinese = (
        client_for("leader", language).get("/inspections/walk/worker.js").content
        for language in ("en", "zh-hans")
    )
    assert english != chinese


def test_a_new_version_replaces_the_old_one_whole_when_nothing_is_being_answered(
    phone: Phone, release: Callable[[str], None]
) -> None:
    phone.ready()
    (first,) = phone.page.evaluate(CACHES)
    phone.begin(ROUND, SCHOOL, STAIRS)
    release("second")
    other = phone.tab()
    phone.open("", other)
    other.evaluate(WAITING)
    assert set(other.evaluate(CACHES)) > {first}
    phone.open("", other)  # an inspection is open in the first tab: the old version stays
    expect(other.locator("i", has_text="second")).to_have_count(0)
    phone.item("exits").get_by_label("Pass").check()
    phone.open()
    says(phone, "Being answered")
    other.evaluate(REPLACED, first)
    says(phone, "Being answered")
    phone.off()
    phone.page.reload()
    says(phone, "Being answered")
    assert phone.page.evaluate("fetch('/inspections/walk/').then((one) => one.text())").count("second") == 1
    assert len(phone.page.evaluate(CACHES)) == 1


def test_a_release_whose_files_are_not_yet_all_there_is_not_taken(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, release: Callable[[str], None]
) -> None:
    phone.ready()
    before = phone.page.evaluate(CACHES)
    wrong: Any = walk._digest
    monkeypatch.setattr(walk, "_digest", lambda content: wrong(content)[::-1])
    release("second")
    phone.open()
    phone.page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    phone.page.wait_for_timeout(1000)
    assert phone.page.evaluate(CACHES) == before
    phone.off()
    phone.open()
    says(phone, "To be inspected")
