"""The rules of a roster by name: what can be broken and what can clash. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """One hard rule, as narrow as it makes sense to give it up.

    :param name: one of `NAMES`.
    :param person: whom it concerns; "" for everybody.
    :param day: the day it concerns; None for all.
    :param kind: the kind of watch it concerns; "" for all.
    """

    name: str
    person: str = ""
    day: int | None = None
    kind: str = ""


NAMES = (
    "least", "most", "qualified", "offered", "rest", "bars", "days_most", "days_least", "off_least",
    "minutes_most", "minutes_least", "weekends_most", "kind_most", "leave", "before", "elsewhere", "locked",
    "twice",
)  # fmt: skip

MENDING_COST = {
    "least": 10,
    "most": 4,
    "rest": 16,
    "bars": 8,
    "days_most": 6,
    "days_least": 3,
    "off_least": 4,
    "minutes_most": 5,
    "minutes_least": 2,
    "weekends_most": 4,
    "kind_most": 4,
    "leave": 24,
    "before": 16,
    "elsewhere": 16,
    "locked": 12,
}
"""What giving up one step of a rule costs when the smallest mending is looked for: rest and leave most."""
