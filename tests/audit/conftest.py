"""What the record's tests share."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from duecare.audit import actions, keyfiles, triggers
from duecare.audit.models import Entry
from duecare.core import clock

ROOT = uuid.UUID(int=0x5EED)


@pytest.fixture(autouse=True)
def _key() -> None:
    keyfiles.make(settings.HOME)


@pytest.fixture
def now() -> datetime:
    """The machine's time, as entries made in these tests bear it."""
    return clock.now()


def write(
    count: int, at: datetime, root: uuid.UUID = ROOT, step: timedelta = timedelta(seconds=1)
) -> list[Entry]:
    """Entries a second apart."""
    return [
        actions.record(
            root=root,
            verb="reports.filed",
            object_kind="submission",
            object_id=number,
            at=at + number * step,
            actor=uuid.UUID(int=1),
            post=uuid.UUID(int=2),
            details={"unit": "第一中学", "n": number, "share": 1e16, "nil": None},
        )
        for number in range(count)
    ]


@pytest.fixture
def tamper() -> Callable[..., None]:
    """Change the database the way somebody who owns it can: without triggers."""

    def change(sql: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            for statement in triggers.removals(connection.vendor):
                cursor.execute(statement)
            cursor.execute(sql, values)
            for statement in triggers.protections(connection.vendor):
                cursor.execute(statement)

    return change


def in_sql(value: Any) -> Any:
    """An identifier as the database holds it."""
    if isinstance(value, uuid.UUID):
        return value if connection.vendor == "postgresql" else value.hex
    return value
