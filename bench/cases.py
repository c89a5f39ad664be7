"""A docket of 100,000 and of 1,000,000 cases: an officer's list, search of subject lines, and one case.

The officer at the root holds nineteen of two hundred, one in ten of them not ended; one at a school holds what a school
does. The floor is what the database alone takes for fifty rows of a list by its index, as plain SQL.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.db import connection

from bench.line import Line
from bench.pages import TIMES, grown, times

FLOOR = (
    "SELECT h.id, c.number, c.subject, c.stage, h.due_at FROM grievances_hold h JOIN grievances_case c "
    'ON c.id = h.case_id WHERE h.unit_id = %s AND h."until" IS NULL AND NOT h.rests '
    "ORDER BY h.rests, h.due_at, h.received_at DESC, h.case_id LIMIT 50"
)
#: Cases that are opened; each page but the first reads one that was read before.
OPENED = 2 * TIMES


def run() -> Iterator[Line]:
    """On both databases and at both sizes, and how much each page grows from the one to the other."""
    yield from grown("cases")


def main(count: int) -> None:
    """Fill the database that the environment names, and ask for pages."""
    django.setup()
    from bench import docket, filling  # noqa: PLC0415 - after setup
    from duecare.audit import keyfiles  # noqa: PLC0415
    from duecare.core import clock  # noqa: PLC0415
    from duecare.grievances.actions.providing import procedure_now  # noqa: PLC0415
    from duecare.orgs.models import Unit  # noqa: PLC0415
    from duecare.vault import actions as vault  # noqa: PLC0415

    keyfiles.make(Path(os.environ["DUECARE_HOME"]))
    began = time.perf_counter()
    filling.units(docket.UNITS)
    clock.install(lambda: docket.NOW)
    vault.prepare(at=filling.START)
    vault.prepare(at=docket.yesterday())
    root, school = Unit.objects.get(kind="county"), Unit.objects.filter(kind="village").order_by("key")[3]
    officers = [officer(unit) for unit in (root, school)]
    docket.fill(count, officers[0].id, procedure_now(root.id).id)
    name = f"cases.{connection.vendor}.{count}"
    print(Line(f"{name}.filled", time.perf_counter() - began, "s"), flush=True)
    opened = brought(root, school, officers[0])
    _measure(name, root.id, [signed_in(one) for one in officers], opened)


def officer(unit: Any) -> Any:
    """Somebody who handles a unit's cases."""
    from bench import filling  # noqa: PLC0415 - after setup
    from duecare.orgs import actions as orgs  # noqa: PLC0415
    from duecare.orgs.rules import SYSTEM  # noqa: PLC0415

    at = filling.START
    post = orgs.add_post(unit=unit, kind="case_officer", by=SYSTEM, at=at)
    user = orgs.add_person(username=f"officer{unit.key}", name="诉求承办人", home=unit, by=SYSTEM, at=at)
    orgs.appoint(user=user, post=post, by=SYSTEM, at=at)
    return user


def signed_in(user: Any) -> Any:
    """In a session, second factor shown, in a process that settled as a web worker does."""
    from bench import past  # noqa: PLC0415 - after setup
    from duecare.orgs import sessions  # noqa: PLC0415

    client = past.signed_in()
    client.force_login(user, "duecare.orgs.backends.Accounts")
    session = client.session
    session[sessions.VERIFIED] = True
    session.save()
    client.cookies["language"] = "zh-hans"
    return client


def brought(root: Any, school: Any, user: Any) -> list[uuid.UUID]:
    """Cases with words and a line, brought and taken on through the program."""
    from bench import docket  # noqa: PLC0415 - after setup
    from duecare.grievances import actions  # noqa: PLC0415
    from duecare.grievances.rules import Identity  # noqa: PLC0415
    from duecare.orgs.queries import actor_of  # noqa: PLC0415

    at, found = docket.yesterday(), []
    by = actor_of(user, at)
    for n in range(OPENED):
        text = actions.Brought(
            way="web", category="school-meals", text="食堂的肉有异味，孩子吃了肚子疼。" * 4, received=root,
            concerned=[school], identity=Identity(telephone="13800001234"),
        )  # fmt: skip
        case = actions.register_case(brought=text, at=at, client_id=uuid.uuid4()).case
        given = actions.Given(words={"notice": "您反映的事项已受理。"})
        actions.act_on_case(case_id=case.id, act="accept", given=given, by=by, at=at, client_id=uuid.uuid4())
        actions.name_case(case_id=case.id, line=f"样本{n}食堂肉品", by=by, at=at)
        found.append(case.id)
    return found


def _measure(name: str, root: uuid.UUID, clients: list[Any], opened: list[uuid.UUID]) -> None:
    floor = partial(_floor, root.hex if connection.vendor == "sqlite" else root)
    first = itertools.cycle(opened)
    officer_of_many, officer_of_few = clients
    for page, address in _addresses(opened[0]):
        times(f"{name}.many.{page}", partial(officer_of_many.get, address), floor)
    for page, address in (("list.open", "/cases/"), ("search.rare", "/cases/?shown=ended&q=蚁蛀")):
        times(f"{name}.few.{page}", partial(officer_of_few.get, address), floor)
    times(f"{name}.case.first", _next(officer_of_many, first), floor)
    times(f"{name}.case.again", partial(officer_of_many.get, f"/cases/{opened[0]}/"), floor)


def _next(client: Any, cases: Iterator[uuid.UUID]) -> Callable[[], Any]:
    return lambda: client.get(f"/cases/{next(cases)}/")


def _addresses(one: uuid.UUID) -> Iterator[tuple[str, str]]:
    """Lists by tab, and searches: rare is one line in 100,000, common one in twenty, elsewhere is in others' alone."""
    from duecare.grievances.models import Case  # noqa: PLC0415 - after setup

    for shown in ("open", "today", "new", "waiting", "due", "ended"):
        yield f"list.{shown}", f"/cases/?shown={shown}"
    yield "list.deep", "/cases/?shown=ended&page=20"
    for shown in ("open", "ended"):
        for which, words in (
            ("rare", "蚁蛀"), ("common", "食堂"), ("half", "级"), ("two", "食堂 漏水"), ("phrase", "蚁蛀横梁"),
            ("character", "蛀"), ("nothing", "没有这个词"), ("elsewhere", "锣鼓"),
            ("number", Case.objects.get(id=one).number),
        ):  # fmt: skip
            yield f"search.{which}.{shown}", f"/cases/?shown={shown}&q={words}"


def _floor(unit: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [unit])
        assert len(cursor.fetchall()) == 50


if __name__ == "__main__":
    main(int(sys.argv[1]))
