"""What the tests of the app stand on: a phone, its line to the server, a short checklist, and a clock from ten on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponseBase
from playwright.sync_api import Browser

from duecare.core import clock
from duecare.inspections import versions
from duecare.inspections.checking import check_bytes
from duecare.web.middleware import ReceivedAt
from tests.inspections.conftest import AT
from tests.inspections.offline.line import Line
from tests.inspections.offline.phone import Phone
from tests.people import District

ROUND = """
checklist: round
version: {version}
title: {{zh: 每日巡查, en: Daily round}}
field: fire-and-electricity
source: practice, unverified
sections:
  - key: ways
    title: {{zh: 疏散通道, en: Ways out}}
    items:
      - {{key: exits, ask: {{zh: 出口畅通, en: Exits are clear}}, photograph: on-fail, days: 7}}
      - {{key: minutes, ask: {{zh: 应急照明时间, en: Emergency light}}, answer: reading, unit: min, low: 30}}
  - key: heating
    title: {{zh: 取暖, en: Heating}}
    items:
      - key: how
        ask: {{zh: 取暖方式, en: How it is heated}}
        answer: choice
        options:
          - {{key: radiator, title: {{zh: 暖气, en: Radiators}}}}
          - {{key: stove, title: {{zh: 明火炉, en: An open stove}}, fails: true}}
      - key: where
        ask: {{zh: 炉子在哪里, en: Where the stove is}}
        answer: text
        when: {{item: how, is: [stove]}}
      - {{key: remark, ask: {{zh: 备注, en: Anything else}}, answer: text, optional: true}}
"""


def version_of(number: int) -> versions.Version:
    """A version of the short checklist."""
    checked = check_bytes(ROUND.format(version=number).encode(), file="round.yaml")
    return versions.Version(versions.version_id(checked.body), checked.body, checked.checklist())


@pytest.fixture
def ship(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the program come with that version of the short checklist, and no other."""

    def change(number: int) -> None:
        one = version_of(number)
        monkeypatch.setattr(versions, "shipped", lambda: (one,))

    return change


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """What comes between phone and server."""
    line = Line()
    through: Callable[[ReceivedAt, HttpRequest], HttpResponseBase] = ReceivedAt.__call__
    monkeypatch.setattr(
        ReceivedAt, "__call__", lambda self, request: line.pass_on(request, lambda one: through(self, one))
    )
    yield line
    line.mend()


@pytest.fixture
def ticking() -> Iterator[None]:
    """The server's clock: ten in the morning of the first day, and going."""
    began = datetime.now(UTC)
    clock.install(lambda: AT + (datetime.now(UTC) - began))
    yield
    clock.uninstall()


@pytest.fixture
def phones(
    browser: Browser,
    live_server: Any,
    line: Line,
    ship: Callable[[int], None],
    district: District,
    stairs: Any,
    ticking: None,
    tmp_path: Path,
) -> Iterator[Callable[..., Phone]]:
    """Phones, each with storage of its own; what goes wrong in one fails the test."""
    ship(1)
    made: list[Phone] = []

    def give(who: str = "reporter_d1", language: str = "en", **options: Any) -> Phone:
        phone = Phone(browser, live_server.url, tmp_path, **options)
        made.append(phone)
        if who:
            phone.sign_in(who, language)
        return phone

    yield give
    for phone in made:
        phone.context.close()
    assert not [problem for phone in made for problem in phone.problems]


@pytest.fixture
def phone(phones: Callable[..., Phone]) -> Phone:
    """The phone of somebody who inspects a school with a stairwell."""
    return phones()
