"""The page that inspects without a network: how large it is, how long it takes to come and to open, how fast it keeps.

In Chromium with its processor four times slower and a line of 400 kbit/s with 150 ms to the server. The floor of the
first load is what the line needs for the bytes alone, that of keeping an answer one bare write of the same size to
IndexedDB with the same durability, in turns with the taps. Bytes are those of every file that the worker keeps, each
compressed with gzip.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import django
from playwright.sync_api import Page, sync_playwright

from bench.databases import measure
from bench.filing import served
from bench.line import Line, scaled
from duecare.audit import keyfiles

CHROMIUM = os.environ.get("DUECARE_CHROMIUM", "/usr/bin/chromium")
SLOWER, KBIT, LATENCY_MS = 4, 400, 150
#: Taps that are timed.
TAPS = 60
WALK = "/inspections/walk/"
CONTROLLED = """() => new Promise((done) => {
  const look = () => (navigator.serviceWorker.controller ? done() : setTimeout(look, 20));
  look();
})"""
TAP = """(key) => {
  const choices = document.querySelectorAll(".walk-choices-check input");
  choices[key % choices.length].click();
}"""
#: One write and nothing else; resolves with milliseconds.
BARE = """async () => {
  const opening = indexedDB.open("bare", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("rows", { autoIncrement: true });
  const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
  const began = performance.now();
  const transaction = database.transaction("rows", "readwrite", { durability: "strict" });
  transaction.objectStore("rows").put({ inspection: crypto.randomUUID(), item: "exits", answer: { value: "pass" } });
  await new Promise((done) => (transaction.oncomplete = done));
  const took = performance.now() - began;
  database.close();
  return took;
}"""


def run() -> Iterator[Line]:
    """In a process with a home folder of its own."""
    yield from measure("bench.offline", "sqlite")


def main() -> None:
    """Serve a school as it is served in use, and walk through it; print lines."""
    keyfiles.make(Path(os.environ["DUECARE_HOME"]))
    django.setup()
    cookies = scene()
    with served("duecare.config.wsgi:application", dict(os.environ)) as port:
        url = f"http://localhost:{port}"
        size = sum(compressed(url, cookies))
        print(Line("offline_bytes", size / 1000, "kB"), flush=True)
        for line in walk(url, cookies, size):
            print(line, flush=True)


def scene() -> dict[str, str]:
    """A small district; the cookies of somebody who inspects a school."""
    from django.core.management import call_command  # noqa: PLC0415 - after setup

    from tests.people import client_for, small_district  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    small_district(datetime.now(UTC) - timedelta(days=1))
    return {"sessionid": client_for("leader_x1").cookies["sessionid"].value, "language": "zh-hans"}


def compressed(url: str, cookies: dict[str, str]) -> Iterator[int]:
    """Compressed bytes of every file that the worker keeps, and of the worker."""
    script = got(url, f"{WALK}worker.js", cookies)
    yield len(gzip.compress(script))
    found = re.search(rb"const FILES = (.*);", script)
    assert found is not None
    for address, _digest in json.loads(found[1]):
        yield len(gzip.compress(got(url, address, cookies)))


def got(url: str, address: str, cookies: dict[str, str]) -> bytes:
    """A file as it is served."""
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    with urlopen(Request(url + address, headers=headers)) as answer:
        content: bytes = answer.read()
    return content


def walk(url: str, cookies: dict[str, str], size: int) -> Iterator[Line]:
    """Load, open without a network, tap."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(base_url=url, viewport={"width": 360, "height": 740})
        context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        page = context.new_page()
        slow_down(page)
        began = time.perf_counter()
        page.goto(WALK)
        page.locator("[data-begin]").wait_for()
        yield Line("offline_first_load", time.perf_counter() - began, "s", size * 8 / (KBIT * 1000))
        page.evaluate(CONTROLLED)
        yield Line("offline_ready", time.perf_counter() - began, "s", size * 8 / (KBIT * 1000))
        context.set_offline(True)
        began = time.perf_counter()
        page.reload()
        page.locator("[data-begin]").wait_for()
        yield Line("offline_opening", time.perf_counter() - began, "s")
        taps, bare = tapped(page)
        yield Line("offline_tap_to_disk", statistics.median(taps), "ms", statistics.median(bare))
        yield Line("offline_tap_to_disk_p95", taps[int(len(taps) * 0.95)], "ms", bare[int(len(bare) * 0.95)])
        browser.close()


def slow_down(page: Page) -> None:
    """A cheap phone at the edge of a network."""
    session: Any = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send("Network.enable")
    speed = KBIT * 1000 / 8
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY_MS, "downloadThroughput": speed, "uploadThroughput": speed},
    )


def tapped(page: Page) -> tuple[list[float], list[float]]:
    """Milliseconds from each tap until its answer is on disk, and of bare writes in turns with them; both sorted."""
    page.locator("[data-begin]").click()
    while not page.locator(".walk-item").count():
        page.locator(".walk-step").first.click()
        page.wait_for_timeout(200)
    bare = []
    for number in range(scaled(TAPS, 5)):
        page.evaluate(TAP, number * 2 + 1)
        page.wait_for_timeout(100)
        bare.append(float(page.evaluate(BARE)))
    found: list[float] = page.evaluate("performance.getEntriesByName('kept').map((one) => one.duration)")
    assert found, "nothing was kept"
    return sorted(found), sorted(bare)


if __name__ == "__main__":
    main()
