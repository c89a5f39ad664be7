"""Schools that owe reports now; imported once Django is set up."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from duecare.core import clock
from duecare.obligations.models import Obligation
from duecare.orgs import actions as orgs
from duecare.orgs.models import Unit, User
from duecare.orgs.rules import SYSTEM
from duecare.orgs.sessions import SessionStore
from duecare.reports import actions as reports
from duecare.reports.actions.series import Wanted
from duecare.reports.rules import Span

FIELDS = (
    {"key": "present", "type": "number", "title": "到校人数", "min": 0, "max": 5000, "required": True},
    {"key": "water", "type": "number", "title": "用水", "min": 0, "decimals": 1},
    {
        "key": "heating",
        "type": "choice",
        "title": "供暖",
        "options": [{"key": "ok", "title": "正常"}, {"key": "off", "title": "停暖"}],
    },
    {"key": "note", "type": "text", "title": "说明", "max": 200},
)
STEPS = (
    {"offset": -3600, "act": "remind", "to": ["post:reporter@debtor"]},
    {"offset": 1800, "act": "tell", "to": ["post:coordinator@creditor"]},
)
CUTOFFS = tuple((f"h{hour:02}", f"{hour:02}:30") for hour in range(0, 24, 2))


def scene(schools: int) -> Iterator[tuple[str, str]]:
    """(id of a report due, session of the reporter who owes it), each report once, the schools by turns."""
    at = clock.now()
    root = orgs.create_root(code="QY", name="青原学区", kind="district", by=SYSTEM, at=at)
    office = orgs.add_unit(parent=root, code="QY-AQ", name="安全科", kind="office", by=SYSTEM, at=at)
    units, sessions = [], {}
    for number in range(schools):
        unit = orgs.add_unit(
            parent=root, code=f"QY-{number}", name=f"第{number}小学", kind="primary_school", by=SYSTEM, at=at
        )
        units.append(unit)
        sessions[unit.pk] = signed_in(unit, "reporter")
    _series(root, office, tuple(units), at.date())
    reports.materialise(at, at + timedelta(hours=48))
    by_unit: dict[uuid.UUID, list[str]] = {}
    for pk, debtor in Obligation.objects.filter(opens_at__lte=at).values_list("pk", "debtor_id"):
        by_unit.setdefault(debtor, []).append(str(pk))
    columns = [[(due, sessions[unit]) for due in dues] for unit, dues in by_unit.items()]
    turns = itertools.zip_longest(*columns)
    return (pair for pair in chain.from_iterable(turns) if pair is not None)


def signed_in(unit: Unit, kind: str) -> str:
    """Somebody with a post of that kind in the unit. :returns: the key of their session."""
    at = clock.now()
    post = orgs.add_post(unit=unit, kind=kind, by=SYSTEM, at=at)
    user: User = orgs.add_person(username=f"r{unit.code}", name="报告人", home=unit, by=SYSTEM, at=at)
    orgs.appoint(user=user, post=post, by=SYSTEM, at=at)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "duecare.orgs.backends.Accounts"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _series(root: Unit, office: Unit, units: tuple[Unit, ...], today: date) -> None:
    reports.begin_series(
        wanted=Wanted(
            key="daily",
            position=0,
            title="每日报告",
            title_en="Daily report",
            basis="三.1",
            creditor=office,
            units=units,
            post="reporter",
            fields=FIELDS,
            spans=(Span(today, today + timedelta(days=5), CUTOFFS),),
            opens_before=7 * 24 * 60,
            steps=STEPS,
            source={},
        ),
        root=root,
        programme="bench",
        version=1,
        zone="Asia/Shanghai",
        by=SYSTEM,
        at=clock.now(),
    )
