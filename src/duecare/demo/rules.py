"""How the demo's units behave: pure, and the same in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


def dice(*words: object) -> float:
    """A number in [0, 1) that depends on the words alone."""
    digest = hashlib.sha256("|".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


@dataclass(frozen=True, slots=True)
class Manner:
    """How a unit files.

    :param early: most minutes before the cut-off.
    :param late_share: share of reports filed after the cut-off.
    :param silent: days on which nothing comes by itself.
    """

    early: int = 150
    late_share: float = 0.02
    silent: frozenset[date] = frozenset()


def _days(first: date, count: int) -> frozenset[date]:
    return frozenset(first + timedelta(days=n) for n in range(count))


#: Units that differ from the punctual rest.
MANNERS = {
    "QY-X7": Manner(
        60, 0.1, _days(date(2027, 1, 7), 2) | _days(date(2027, 1, 21), 1) | _days(date(2027, 3, 3), 2)
    ),
    "QY-X4": Manner(40, 0.35),
    "QY-Z2": Manner(20, 0.12),
    "QY-X9": Manner(90, 0.2, _days(date(2027, 2, 6), 1)),
    "QY-Z1": Manner(240, 0.0),
}


def filing_offset(code: str, day: date, strand: str) -> timedelta | None:
    """When the unit files, from the cut-off; None when it stays silent that day."""
    manner = MANNERS.get(code, Manner())
    if day in manner.silent:
        return None
    if dice("late", code, day, strand) < manner.late_share:
        return timedelta(minutes=8 + int(85 * dice("how late", code, day, strand)))
    return -timedelta(minutes=3 + int(manner.early * dice("early", code, day, strand)))


def answers(fields: Sequence[Mapping[str, Any]], code: str, day: date) -> dict[str, Any]:
    """A plausible answer to each field of a form: a head count, few hazards, not more put right than found."""
    values: dict[str, Any] = {}
    found = 0
    for field in fields:
        luck = dice(field["key"], code, day)
        if field["type"] == "number":
            if "campus" in field["key"]:
                number = 30 + int(60 * dice("size", code)) + int(9 * luck)
            elif "fixed" in field["key"]:
                number = found if luck < 0.7 else found // 2
            else:
                number = found = 0 if luck < 0.45 else 1 + int(3 * luck)
            values[field["key"]] = str(min(number, int(field.get("max", number))))
        elif field["type"] == "yesno":
            values[field["key"]] = "yes" if luck < 0.9 else "no"
        elif field["type"] == "choice":
            values[field["key"]] = field["options"][0 if luck < 0.8 else -1]["key"]
        elif luck > 0.85:
            values[field["key"]] = "已安排专人处理，明日反馈。"
    return values
