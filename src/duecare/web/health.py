"""Whether the parts of a deployment answer; other floors add theirs in ``AppConfig.ready()``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection


@dataclass(frozen=True, slots=True)
class Health:
    """One part's answer.

    :param facts: JSON, without anything of a person.
    """

    ok: bool
    facts: dict[str, Any] = field(default_factory=dict)


Check = Callable[[datetime], Health]

_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Declare a part."""
    _checks[name] = check


def all_parts(at: datetime) -> dict[str, Health]:
    """Ask every part; without the database the others are not asked."""
    database = _database()
    if not database.ok:
        return {"database": database}
    return {"database": database, **{name: check(at) for name, check in sorted(_checks.items())}}


def _database() -> Health:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return Health(False)
    return Health(True, {"engine": connection.vendor})
