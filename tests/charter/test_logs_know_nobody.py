"""Logs say what happened, never to whom: no name, address, browser, secret or content, whatever goes wrong."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import signal
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from duecare.cli import logs
from duecare.desk.views import home
from duecare.sightings.views import sending
from tests.cli.deployment import Deployment, free_port
from tests.people import PASSWORD, client_for

ADDRESS = "203.0.113.77"
AGENT = "Telling-Phone/9 (Linux; Android 13)"
NAME = "reporter_z1"
WRONG = "not-my-password-7"
SECRET = "Kq7v0Wm3sXzT5bYhN2dR8g"
SENT: Any = {
    "HTTP_USER_AGENT": AGENT,
    "REMOTE_ADDR": ADDRESS,
    "HTTP_X_FORWARDED_FOR": ADDRESS,
    "HTTP_REFERER": "/who/",
}
NOBODY = (ADDRESS, AGENT, "Android", NAME, WRONG, PASSWORD, SECRET, "/who/", "sessionid")


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the logging that `serve` sets up writes to standard error, at its most talkative."""
    root, written = logging.getLogger(), io.StringIO()
    before = (root.handlers[:], root.level)
    root.handlers.clear()  # not to be closed by whoever takes over
    monkeypatch.setattr(sys, "stderr", written)
    logs.configure("debug")
    yield written
    root.handlers, root.level = before[0], before[1]


def lines(logged: io.StringIO) -> list[str]:
    """What was logged; each line is JSON."""
    found = [line for line in logged.getvalue().splitlines() if line]
    assert all(isinstance(json.loads(line), dict) for line in found)
    return found


def assert_nobody(found: list[str]) -> None:
    text = "\n".join(found)
    assert not [word for word in NOBODY if word in text], text


@pytest.mark.both
def test_signing_in_rightly_or_wrongly(district, logged):
    browser = Client(headers={"user-agent": AGENT}, REMOTE_ADDR=ADDRESS)
    for password in (WRONG, WRONG, PASSWORD):
        browser.post("/sign-in/", {"username": NAME, "password": password}, **SENT)
    client_for(NAME).get("/", **SENT)
    assert_nobody(lines(logged))


@pytest.mark.both
def test_pages_that_are_not_there_and_secrets_in_their_addresses(district, logged):
    for path in (f"/enrol/{SECRET}/", f"/feeds/{SECRET}.ics", f"/nowhere/{SECRET}/"):
        Client().get(path, **SENT)
        Client(enforce_csrf_checks=True).post(path, {"name": NAME}, **SENT)
    assert_nobody(lines(logged))


@pytest.mark.both
def test_an_error_keeps_where_it_was_and_nothing_of_what_it_was_about(district, logged, monkeypatch):
    def broken(*_args: object, **_words: object) -> None:
        raise ValueError(f"{NAME} at {ADDRESS} wrote {SECRET}")

    monkeypatch.setattr(home, "render", broken)
    browser = client_for(NAME)
    browser.raise_request_exception = False
    assert browser.get("/", **SENT).status_code == 500
    found = lines(logged)
    assert [line for line in found if json.loads(line).get("error") == "ValueError"]
    assert_nobody(found)


@pytest.mark.both
def test_of_pages_for_everybody_nothing_is_logged_but_errors_and_these_without_a_time(
    district, logged, monkeypatch
):
    """Whoever knows when somebody stood before a label must not find them in a log; staff's pages keep the moment."""
    day, typed = f"{datetime.now(UTC):%Y-%m-%d}", "-".join(["7K3"] * 7)
    browser = Client(raise_request_exception=False)

    def broken(*_args: object, **_words: object) -> None:
        raise ValueError(f"{ADDRESS} sent {SECRET}")

    monkeypatch.setattr(sending, "render", broken)
    assert browser.post("/receipt/", {"code": typed}, **SENT).status_code == 400
    assert browser.get(f"/p/{SECRET}/", **SENT).status_code == 404
    assert browser.get(f"/s/{district.root.key}/{district['QY-X1'].key}/", **SENT).status_code == 500
    assert client_for(NAME).get(f"/hazards/{uuid.uuid4()}/", **SENT).status_code == 404
    found = lines(logged)
    about = {line["message"]: line["at"] for line in map(json.loads, found) if " /" in line["message"]}
    assert about.pop("500 GET /s/<str:root_key>/<str:key>/") == day
    assert [(message, "T" in at) for message, at in about.items()] == [
        ("404 GET /hazards/<uuid:hazard_id>/", True)
    ]
    assert_nobody(found)
    assert typed not in "".join(found)


def test_the_running_server(tmp_path: Path):
    deployment = Deployment(tmp_path / "home", extra={"DUECARE_LOG": "debug"})
    deployment.init()
    port = free_port()
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "duecare.cli", "serve", "--port", str(port)],
            env=deployment.environment, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            next(line for line in process.stdout if line.startswith("ready "))
            for path in ("/", f"/sign-in/?name={NAME}", f"/enrol/{SECRET}/", f"/feeds/{SECRET}.ics"):
                asked = urllib.request.Request(
                    f"http://127.0.0.1:{port}{path}",
                    headers={"User-Agent": AGENT, "X-Forwarded-For": ADDRESS, "Referer": "http://x/who/"},
                )
                with contextlib.suppress(urllib.error.HTTPError):
                    urllib.request.urlopen(asked, timeout=10).close()
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
    text = (tmp_path / "log").read_text()
    assert "404 GET no such page" in text
    assert not [
        word for word in (*NOBODY, "127.0.0.1") if word in text.replace(f"http://127.0.0.1:{port}", "")
    ], text
