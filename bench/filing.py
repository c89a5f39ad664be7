"""Filing a report over HTTP against a bare Django form with CSRF and two inserts on the same server."""

from __future__ import annotations

import http.client
import itertools
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

from bench.databases import NAMES, measure
from bench.line import Line, scaled
from duecare.audit import keyfiles

SCHOOLS = 100
#: Turns of a second for each server, and how many before them do not count.
TURNS = 6
WARM_UP = 1
CONNECTIONS = (1, 8)
THREADS = 8
TOKEN = "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz012345") for _i in range(32))
VALUES = {"v-present": "612", "v-water": "3.5", "v-heating": "ok", "v-note": "校门口有积雪"}
#: Path, form fields and cookies of one filing.
Sending = tuple[str, dict[str, str], str]
#: Port, and what is sent there.
Server = tuple[int, Iterator[Sending]]


def run() -> Iterator[Line]:
    """Filings a second at 1 and 8 connections, with the bare form as floor, and statements of one filing."""
    for database in NAMES:
        yield from measure("bench.filing", database)


def main() -> None:
    """Fill the database that the environment names, serve it, file; print lines."""
    keyfiles.make(Path(os.environ["DUECARE_HOME"]))
    django.setup()
    from django.db import connection  # noqa: PLC0415

    vendor = connection.vendor
    sendings = fill()
    print(Line(f"filing.{vendor}.statements", statements(next(sendings)), "statements"), flush=True)
    connection.close()
    subprocess.run([sys.executable, "-m", "bench.bare"], check=True, env=bare_environment())
    with (
        served("bench.bare:application", bare_environment()) as bare,
        served("duecare.config.wsgi:application", dict(os.environ)) as site,
    ):
        for connections in CONNECTIONS:
            floor, value = side_by_side((bare, bare_sendings()), (site, sendings), connections=connections)
            print(Line(f"filing.{vendor}.{connections}", value, "filings/s", floor), flush=True)


def fill() -> Iterator[Sending]:
    """Schools with a reporter each, and reports due that are open now; every one to be filed once."""
    from django.core.management import call_command  # noqa: PLC0415

    from bench.filing_scene import scene  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    found = scene(scaled(SCHOOLS, 10))
    return (
        (
            f"/reports/{due}/submission/",
            {"client_id": str(uuid.uuid4()), "seen": "0", "phone_at": "", "zone": "Asia/Shanghai", **VALUES},
            f"sessionid={session}; language=zh-hans",
        )
        for due, session in found
    )


def bare_sendings() -> Iterator[Sending]:
    """The same values for the bare form."""
    values = {name.removeprefix("v-"): value for name, value in VALUES.items()}
    return itertools.repeat(("/file/", values, ""))


def bare_environment() -> dict[str, str]:
    """The environment without Django's settings module: the bare application has its own."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def statements(sending: Sending) -> int:
    """Statements of one filing through the whole of the site, transaction control not counted."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    path, fields, cookies = sending
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0], "cookie": cookies})
    client.cookies.load(cookies)
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(path, fields)
    assert answer.status_code == 302, answer.content[:2000]
    assert "sign-in" not in answer["Location"], answer["Location"]
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not q["sql"].startswith(control) for q in captured.captured_queries)


@contextmanager
def served(application: str, environment: dict[str, str]) -> Iterator[int]:
    """The application behind granian, as ``serve`` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += [
        "--workers",
        "1",
        "--blocking-threads",
        str(THREADS),
        "--no-ws",
        "--log-level",
        "error",
        application,
    ]
    process = subprocess.Popen(command, env=environment)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def side_by_side(*servers: Server | Work, connections: int) -> list[float]:
    """Answers a second of each server, in turns of a second, so that a noisy machine disturbs all alike."""
    works = [one if isinstance(one, Work) else Work(*one) for one in servers]
    took = [0.0 for _work in works]
    for turn in range(WARM_UP + TURNS):
        for i, work in enumerate(works):
            if turn == WARM_UP:
                work.done = 0
            began = time.monotonic()
            work.until = began + 1
            together(connections, work.run)
            took[i] += time.monotonic() - began if turn >= WARM_UP else 0
    assert all(work.done for work in works), "nothing was filed"
    return [work.done / seconds for work, seconds in zip(works, took, strict=True)]


def together(count: int, act: Callable[[], None]) -> None:
    """Run an act in that many threads."""
    threads = [threading.Thread(target=act) for _i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def filed(answer: http.client.HTTPResponse, content: bytes) -> bool:
    """Whether the answer leads on, and not to signing in."""
    del content
    return answer.status == 302 and "sign-in" not in answer.headers["Location"]


class Work:
    """What the connections share: what is to be sent next, until when, and how much was taken.

    :param accepted: whether an answer says that it was taken.
    :param headers: what each request has beside the usual ones.
    """

    def __init__(
        self,
        port: int,
        sendings: Iterator[Sending],
        accepted: Callable[[http.client.HTTPResponse, bytes], bool] = filed,
        headers: Callable[[], dict[str, str]] = dict,
    ) -> None:
        self.port, self.sendings, self.lock = port, sendings, threading.Lock()
        self.accepted, self.headers = accepted, headers
        self.until, self.done = 0.0, 0

    def run(self) -> None:
        """Send over one connection until the time is up."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while time.monotonic() < self.until:
            with self.lock:
                path, fields, cookies = next(self.sendings)
            body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": TOKEN})
            headers: dict[str, Any] = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"csrftoken={TOKEN}; {cookies}".rstrip("; "),
                **self.headers(),
            }
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
            assert self.accepted(answer, content), (answer.status, answer.headers["Location"], content[:2000])
            with self.lock:
                self.done += 1
        connection.close()


if __name__ == "__main__":
    main()
