"""Offline inspections that come in at once: 50 phones, each with ten of 40 items and three photographs in each.

A tenth of everything is sent twice, as a phone does that got no answer. Counted is what is there afterwards: nothing
lost, nothing double. The floor of photographs a second is bare Pillow on one core, measured before; memory is the most
that the server and the processes below it hold together, looked at every 50 ms, and its floor what they hold idle.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

from bench.databases import NAMES, measure
from bench.filing import TOKEN, served, together
from bench.line import Line, scaled
from bench.photographs import SIZES, bare, photograph, seconds
from duecare.audit import keyfiles

PHONES, EACH, ITEMS, PHOTOGRAPHS, FAILED = 50, 10, 40, 3, 2
#: One in so many is sent a second time.
AGAIN = 10
BOUNDARY = "duecare-bench-boundary"


def run() -> Iterator[Line]:
    """On both databases."""
    for database in NAMES:
        yield from measure("bench.syncing", database)


def main() -> None:
    """Fill the database that the environment names, serve it, send from all phones at once; print lines."""
    keyfiles.make(Path(os.environ["DUECARE_HOME"]))
    django.setup()
    from django.db import connection  # noqa: PLC0415

    from bench.syncing_scene import scene, there  # noqa: PLC0415

    phones = scaled(PHONES, 4)
    checklist, people = scene(phones, ITEMS, FAILED)
    pictures = [photograph(SIZES["3mp"]) for _picture in range(PHOTOGRAPHS)]
    floor = len(pictures) / sum(seconds(lambda data=data: bare(data)) for data in pictures)  # type: ignore[misc]
    vendor = connection.vendor
    connection.close()
    with served("duecare.config.wsgi:application", dict(os.environ)) as port:
        work = Work(port, checklist, pictures)
        with Memory() as memory:
            idle = memory.settled()
            queue = iter(people)
            began = time.monotonic()
            together(phones, lambda: work.phone(*next(queue)))
            took = time.monotonic() - began
    sent = phones * EACH
    found = there()
    wanted = {"inspections": sent, "photographs": sent * PHOTOGRAPHS, "hazards": sent * FAILED, "others": 0}
    assert found == wanted, (found, wanted)
    assert not work.failed, work.failed[:3]
    print(Line(f"syncing.{vendor}.inspections", sent / took, "inspections/s"), flush=True)
    print(
        Line(f"syncing.{vendor}.photographs", sent * PHOTOGRAPHS / took, "photographs/s", floor), flush=True
    )
    print(Line(f"syncing.{vendor}.memory", memory.most, "MB", idle), flush=True)
    print(Line(f"syncing.{vendor}.lost_or_double", 0, "inspections"), flush=True)


class Memory:
    """Megabytes that the processes below this one hold together, watched while it is entered."""

    def __init__(self) -> None:
        self.most, self._done = 0.0, threading.Event()
        self._watch = threading.Thread(target=self._look)

    def __enter__(self) -> Memory:
        self._watch.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._watch.join()

    def settled(self) -> float:
        """What they hold before anything is sent."""
        time.sleep(1)
        idle, self.most = held(), 0.0
        return idle

    def _look(self) -> None:
        while not self._done.wait(0.05):
            self.most = max(self.most, held())


def held() -> float:
    """Megabytes that all descendants of this process hold, what they share counted once each (PSS)."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    ours: set[int] = set()
    new = {os.getpid()}
    while new:
        new = {pid for pid, parent in parents.items() if parent in new} - ours
        ours |= new
    return sum(_pss(pid) for pid in ours) / 1024


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


class Work:
    """What the phones share.

    :ivar failed: answers that are none of those a phone may count on.
    """

    def __init__(self, port: int, checklist: dict[str, Any], pictures: list[bytes]) -> None:
        self.port, self.checklist, self.pictures = port, checklist, pictures
        self.failed: list[Any] = []

    def phone(self, unit: str, cookies: str) -> None:
        """Send ten inspections, one after the other, each after its photographs."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        cookie = {"Cookie": f"csrftoken={TOKEN}; {cookies}", "X-CSRFToken": TOKEN}
        for _number in range(EACH):
            number = str(uuid.uuid4())
            shots = [str(uuid.uuid4()) for _picture in self.pictures]
            for shot, data in zip(shots, self.pictures, strict=True):
                body = form({"client_id": shot, "inspection": number}, data)
                kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
                self._post(connection, "/inspections/photographs/", body, cookie | kind)
            text = json.dumps(self._inspection(number, unit, shots)).encode()
            self._post(connection, "/inspections/sent/", text, cookie | {"Content-Type": "application/json"})
        connection.close()

    def _inspection(self, number: str, unit: str, shots: list[str]) -> dict[str, Any]:
        answers: dict[str, Any] = {key: {"value": "pass"} for key in self.checklist["passing"]}
        for key, pictures in zip(self.checklist["failing"], (shots[:2], shots[2:]), strict=True):
            answers[key] = {"value": "fail", "note": "插座发黑", "photographs": pictures}
        return {"client_id": number, "checklist": self.checklist["id"], "unit": unit, "answers": answers}

    def _post(
        self, connection: http.client.HTTPConnection, path: str, body: bytes, headers: dict[str, str]
    ) -> None:
        for _time in range(2 if random.randrange(AGAIN) == 0 else 1):
            while True:
                connection.request("POST", path, body, headers)
                answer = connection.getresponse()
                content = answer.read()
                if answer.status != 503:
                    break
                time.sleep(random.uniform(0.5, 1.5))
            if answer.status not in (200, 201):
                self.failed.append((path, answer.status, content[:300]))


def form(fields: dict[str, str], photograph: bytes) -> bytes:
    """A form with one file, as a browser sends it."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
    parts.append(f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + photograph + b"\r\n")
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


if __name__ == "__main__":
    main()
