"""Bringing a case, by the form and by Open311, against a bare Django form with two inserts; and codes that are guessed.

Each request comes from an address of its own, as a whole city's would: what one address may do is slowed on purpose.
"""

from __future__ import annotations

import http.client
import itertools
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import django

from bench.databases import NAMES, measure
from bench.filing import CONNECTIONS, Sending, Work, bare_environment, bare_sendings, served, side_by_side
from bench.line import Line
from duecare.audit import keyfiles

TEXT = "食堂的肉有异味，孩子吃了肚子疼。" * 4
KEYS = 400


def run() -> Iterator[Line]:
    """Cases and guesses a second at 1 and 8 connections, with the bare form as floor, and their statements."""
    for database in NAMES:
        yield from measure("bench.bringing", database)


def main() -> None:
    """Found a district in the database that the environment names, serve it, bring cases; print lines."""
    os.environ["DUECARE_PROXIES"] = "1"
    keyfiles.make(Path(os.environ["DUECARE_HOME"]))
    django.setup()
    from django.db import connection  # noqa: PLC0415

    root, school, keys = found()
    sorts: dict[str, tuple[Iterator[Sending], Callable[[http.client.HTTPResponse, bytes], bool]]] = {
        "form": (forms(root, school), lambda answer, _content: answer.status == 200),
        "open311": (posts(school, keys), lambda answer, _content: answer.status == 201),
        "guessing": (guesses(), lambda answer, _content: answer.status == 404),
    }
    for name, (sendings, _accepted) in sorts.items():
        print(
            Line(f"bringing.{connection.vendor}.{name}.statements", statements(next(sendings)), "statements")
        )
    vendor = connection.vendor
    connection.close()
    subprocess.run([sys.executable, "-m", "bench.bare"], check=True, env=bare_environment())
    with (
        served("bench.bare:application", bare_environment()) as bare,
        served("duecare.config.wsgi:application", dict(os.environ)) as site,
    ):
        for name, (sendings, accepted) in sorts.items():
            for connections in CONNECTIONS:
                work = Work(site, sendings, accepted, addresses())
                floor, value = side_by_side((bare, bare_sendings()), work, connections=connections)
                print(Line(f"bringing.{vendor}.{name}.{connections}", value, "answers/s", floor), flush=True)


def found() -> tuple[str, str, list[str]]:
    """A district with an officer, a school and keys. Returns the keys of the units, and those of programs."""
    from django.core.management import call_command  # noqa: PLC0415

    from duecare.api.keys import make_key  # noqa: PLC0415
    from duecare.core import clock  # noqa: PLC0415
    from duecare.orgs import actions as orgs  # noqa: PLC0415
    from duecare.orgs.rules import SYSTEM  # noqa: PLC0415
    from duecare.vault import actions as vault  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    at = clock.now()
    vault.prepare(at=at)
    root = orgs.create_root(code="QY", name="青原学区", kind="district", by=SYSTEM, at=at)
    school = orgs.add_unit(parent=root, code="QY-1", name="第一小学", kind="primary_school", by=SYSTEM, at=at)
    post = orgs.add_post(unit=root, kind="case_officer", by=SYSTEM, at=at)
    user = orgs.add_person(username="officer", name="诉求承办人", home=root, by=SYSTEM, at=at)
    orgs.appoint(user=user, post=post, by=SYSTEM, at=at)
    keys = [make_key(root=root, program=f"{n}", by=SYSTEM, at=at)[1] for n in range(KEYS)]
    return root.key, school.key, keys


def forms(root: str, school: str) -> Iterator[Sending]:
    """What a parent sends by the form."""
    while True:
        values = {
            "text": TEXT, "category": "school-meals", "unit": school, "name": "", "telephone": "13800001234",
            "address": "", "website": "", "batch": str(uuid.uuid4()),
        }  # fmt: skip
        yield f"/c/{root}/", values, "language=zh-hans"


def posts(school: str, keys: list[str]) -> Iterator[Sending]:
    """The same through a program."""
    for key in itertools.cycle(keys):
        values = {
            "api_key": key, "service_code": "school-meals", "description": TEXT, "address_id": school,
            "phone": "13800001234",
        }  # fmt: skip
        yield "/open311/v2/requests.json", values, ""


def guesses() -> Iterator[Sending]:
    """Whole codes that open nothing."""
    from duecare.core.ids import random_token  # noqa: PLC0415
    from duecare.receipts.rules import BITS, with_check  # noqa: PLC0415

    while True:
        yield "/c/receipt/", {"code": with_check(random_token(BITS))}, "language=zh-hans"


def addresses() -> Callable[[], dict[str, str]]:
    """Headers as the proxy sets them, from an address that was not there before."""
    numbers = itertools.count()

    def headers() -> dict[str, str]:
        n = next(numbers)
        return {"X-Forwarded-For": f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"}

    return headers


def statements(sending: Sending) -> int:
    """Statements of one request through the whole of the site, transaction control not counted."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    path, fields, cookies = sending
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.cookies.load(cookies)
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(path, fields)
    assert answer.status_code in (200, 201, 404), answer.content[:2000]
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not q["sql"].startswith(control) for q in captured.captured_queries)


if __name__ == "__main__":
    main()
