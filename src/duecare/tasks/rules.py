"""Pure decisions: when a task or a meeting is owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from duecare.core.calendar import WEEKDAYS, at_local, local_date, week_of, weekly

NOTE_LENGTH = 300
DEFAULT_FORM: Mapping[str, str] = {"note": "optional", "headcount": "none"}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an item is owed.

    :param key: stable within the item: empty for a single one, the ISO week for a weekly one; never a clock time.
    :param slot: the local day it is about.
    """

    key: str
    slot: date
    opens_at: datetime
    due_at: datetime
    closes_at: datetime | None = None


def occurrences(terms: Mapping[str, Any]) -> Iterator[Occurrence]:
    """Every occurrence of an item, in time.

    ``terms`` has ``zone`` and either ``opens`` and ``due`` (instants, ISO 8601) or ``weekday``, ``time``, ``first``,
    ``last`` (local dates), ``opens_before`` (seconds) and, for what lapses, ``closes_after`` (seconds).
    """
    zone = terms["zone"]
    if "due" in terms:
        due = datetime.fromisoformat(terms["due"])
        yield Occurrence("", local_date(due, zone), datetime.fromisoformat(terms["opens"]), due)
        return
    first, last = date.fromisoformat(terms["first"]), date.fromisoformat(terms["last"])
    lapse = terms.get("closes_after")
    for day in weekly(WEEKDAYS[terms["weekday"]], first, last):
        due = at_local(day, terms["time"], zone, gap="forward")
        yield Occurrence(
            str(week_of(day)),
            day,
            due - timedelta(seconds=terms["opens_before"]),
            due,
            due + timedelta(seconds=lapse) if lapse else None,
        )


def owed(terms: Mapping[str, Any], since: datetime, until: datetime) -> list[Occurrence]:
    """Those to be made: due after `since`, opening no later than `until`."""
    return [o for o in occurrences(terms) if o.due_at > since and o.opens_at <= until]


def origin(programme: str, section: str, key: str, unit_key: str, occurrence: str) -> str:
    """The stable name of one obligation; the same again is the same obligation."""
    parts = ["tasks", programme, key if section == "tasks" else f"{section}.{key}", unit_key, occurrence]
    return "/".join(part for part in parts if part)
