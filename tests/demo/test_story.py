"""``make demo``: a school falls silent, the ladder climbs, the board says so, the record verifies."""

from __future__ import annotations

import http.cookiejar
import re
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.deployment import Deployment

SILENT = "青原第七小学"


class Visitor:
    """A browser without JavaScript, at the demo's address."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def see(self, path: str) -> str:
        """The page at a path."""
        with self.opener.open(self.url + path, timeout=20) as answer:
            text: str = answer.read().decode()
        return text

    def send(self, path: str, **fields: str) -> str:
        """The page that a form leads to; the token is taken from the demo's page."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.see("/demo/"))
        assert found
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": found[1], **fields}).encode()
        with self.opener.open(self.url + path, data, timeout=20) as answer:
            text: str = answer.read().decode()
        return text

    def wait_for(self, moment: str) -> None:
        """Wait until the simulated time has come. :raises AssertionError: when it does not within a minute."""
        end = time.monotonic() + 60
        while moment not in self.see("/demo/clock/"):
            assert time.monotonic() < end, self.see("/demo/clock/")
            time.sleep(0.2)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visitor, Deployment]]:
    """The demo, paused on the afternoon of 7 January, as `make demo` starts it."""
    deployment = Deployment(tmp_path_factory.mktemp("demo"), extra={"DUECARE_LANGUAGE": "zh-hans"})
    with deployment.running("demo") as (url, _process):
        visitor = Visitor(url)
        visitor.send("/demo/pace/", pace="pause")
        yield visitor, deployment


def test_a_school_falls_silent_and_the_ladder_climbs(demo: tuple[Visitor, Deployment]) -> None:
    visitor, deployment = demo
    visitor.send("/demo/session/", username="aq-dd")
    while "1月7日 周四 16:" not in visitor.see("/demo/clock/"):
        before = visitor.see("/demo/clock/")
        visitor.send("/demo/step/", step="hour")
        end = time.monotonic() + 60
        while visitor.see("/demo/clock/") == before or 'data-running="yes"' in visitor.see("/demo/clock/"):
            assert time.monotonic() < end, before
            time.sleep(0.2)
    board = visitor.see("/board/")
    assert SILENT in board and "15:30" in board and "14:30" in board
    visitor.send("/demo/step/", step="hour")
    visitor.wait_for("1月7日 周四 17:")
    visitor.send("/demo/step/", step="hour")
    visitor.wait_for("1月7日 周四 18:")
    assert "17:30" in visitor.see("/board/"), "the head of the district was told two hours after the cut-off"
    visitor.send("/demo/step/", step="hour")
    visitor.wait_for("1月7日 周四 19:")
    day = visitor.see("/reports/series/qy-winter-2027/daily/2027-01-07/")
    assert "18:30" in day, "the office took the report by telephone; late it stays"
    visitor.send("/demo/session/", username="xq-zr")
    assert SILENT in visitor.see("/notices/")
    inside = Deployment(deployment.home / "demo", extra={"DUECARE_DEMO": "1", "DUECARE_LANGUAGE": "en"})
    assert "elf-consistent" in inside.run("audit", "verify")


def test_serve_and_demo_leave_each_other_s_database_alone(
    demo: tuple[Visitor, Deployment], made_once: Path
) -> None:
    _visitor, deployment = demo
    theirs = Deployment(deployment.home / "demo")
    assert "demo" in theirs.run("serve", code=1)
    real = Deployment(made_once, extra={"DUECARE_DEMO": "1"})
    assert "not the demo" in real.run("demo", code=1)
    assert "not the demo" in real.run("demo", "--reset", code=1)
