"""The registry of schedules: what turns a programme's recurrence into obligations over a short horizon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

#: How far ahead obligations are materialised; calendar pages compute further without writing.
HORIZON = timedelta(hours=48)

#: (at, until) -> how many obligations were newly opened or scheduled; idempotent by origin.
Schedule = Callable[[datetime, datetime], int]

_schedules: dict[str, Schedule] = {}


def register(name: str, schedule: Schedule) -> None:
    """Declare a module's schedule."""
    _schedules[name] = schedule


def materialise(at: datetime) -> int:
    """Run every schedule up to the horizon; running it again adds nothing."""
    return sum(schedule(at, at + HORIZON) for schedule in _schedules.values())
