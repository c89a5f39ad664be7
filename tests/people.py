"""The cast: a small school district, its posts, and who signs in. Posts, not names.

| sign-in name | post | unit |
|---|---|---|
| leader | leader | QY, the district |
| coordinator, administrator, auditor | the post of that name | QY-AQ, the safety office |
| reporter_z1, leader_z1 … reporter_x3, leader_x3 | reporter, leader | two middle and three primary schools |
| reporter_d1 | reporter | QY-X1-D1, a teaching point below QY-X1 |
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils.translation import override

from duecare.core import clock
from duecare.orgs import actions, queries, sessions
from duecare.orgs.models import Post, Unit, User
from duecare.orgs.rules import SYSTEM, Actor

#: Everything was founded then: midnight in Shanghai, the first day of the winter plan.
FOUNDED = datetime(2027, 1, 3, 16, 0, tzinfo=UTC)
PASSWORD = "snow-on-the-roof-27"

UNITS = (
    ("QY-AQ", "学区办公室·安全科", "Safety office", "office", "QY"),
    ("QY-Z1", "第一中学", "No. 1 Middle School", "middle_school", "QY"),
    ("QY-Z2", "第二中学", "No. 2 Middle School", "middle_school", "QY"),
    ("QY-X1", "第一小学", "No. 1 Primary School", "primary_school", "QY"),
    ("QY-X2", "第二小学", "No. 2 Primary School", "primary_school", "QY"),
    ("QY-X3", "第三小学", "No. 3 Primary School", "primary_school", "QY"),
    ("QY-X1-D1", "第一小学东教学点", "East teaching point", "teaching_point", "QY-X1"),
)
POSTS = (
    ("leader", "QY", "leader"),
    ("coordinator", "QY-AQ", "coordinator"),
    ("administrator", "QY-AQ", "administrator"),
    ("auditor", "QY-AQ", "auditor"),
    *((f"{kind}_{code[3:].lower()}", code, kind) for code in ("QY-Z1", "QY-Z2", "QY-X1", "QY-X2", "QY-X3")
      for kind in ("leader", "reporter")),
    ("reporter_d1", "QY-X1-D1", "reporter"),
)  # fmt: skip


@dataclass
class District:
    """What :func:`small_district` built."""

    root: Unit
    units: dict[str, Unit] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    @property
    def office(self) -> Unit:
        """The safety office, to which reports are owed."""
        return self.units["QY-AQ"]

    def __getitem__(self, code: str) -> Unit:
        return self.units[code]


def small_district(at: datetime = FOUNDED, code: str = "QY", prefix: str = "") -> District:
    """Build the district through the actions; a second has another ``code`` and a ``prefix``."""
    with override("zh-hans"):
        root = actions.create_root(
            code=code, name="青原学区", name_en="Qingyuan school district", kind="district", by=SYSTEM, at=at
        )
        district = District(root, {code: root})
        for unit, name, name_en, kind, parent in UNITS:
            district.units[unit.replace("QY", code)] = actions.add_unit(
                parent=district.units[parent.replace("QY", code)], code=unit.replace("QY", code), name=name,
                name_en=name_en, kind=kind, phone="010-0000", by=SYSTEM, at=at,
            )  # fmt: skip
        hashed = make_password(PASSWORD)
        for username, unit, kind in POSTS:
            home = district.units[unit.replace("QY", code)]
            post = actions.add_post(unit=home, kind=kind, by=SYSTEM, at=at)
            name = f"{home.name}{post.title}"
            user = actions.add_person(username=prefix + username, name=name, home=home, by=SYSTEM, at=at)
            User.objects.filter(id=user.id).update(password=hashed)
            user.refresh_from_db()
            actions.appoint(user=user, post=post, by=SYSTEM, at=at)
            district.posts[username], district.people[username] = post, user
    return district


@pytest.fixture
def district(db: None) -> District:
    """The small district, founded at :data:`FOUNDED`."""
    return small_district()


def actor_of(username: str, at: datetime = FOUNDED) -> Actor:
    """The person as an actor, with every post held at ``at``."""
    return queries.actor_of(User.objects.get(username=username), at)


def client_for(username: str, language: str = "zh-hans") -> Client:
    """A signed-in browser, its second factor shown."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    session = client.session
    session[sessions.VERIFIED] = True
    session.save()
    client.cookies["language"] = language
    return client


@contextmanager
def clock_at(at: datetime) -> Iterator[None]:
    """Let requests enter at ``at``."""
    clock.install(lambda: at)
    try:
        yield
    finally:
        clock.uninstall()
