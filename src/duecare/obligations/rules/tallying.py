"""What each transition does to the tallies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: A transition, as a delta names it, and what it adds to which measure. ``owed = open + discharged + waived + lapsed``
#: holds after each; ``missed`` stays with the unit that missed it, also when the duty passes to another.
MEASURES: Mapping[str, Mapping[str, int]] = {
    "opened": {"owed": 1, "open": 1},
    "missed": {"missed": 1, "silent": 1},
    "discharged": {"open": -1, "discharged": 1},
    "discharged-late": {"open": -1, "silent": -1, "discharged": 1, "late": 1},
    "waived": {"open": -1, "waived": 1},
    "waived-silent": {"open": -1, "silent": -1, "waived": 1},
    "lapsed": {"open": -1, "silent": -1, "lapsed": 1},
    "given": {"owed": -1, "open": -1},
    "given-silent": {"owed": -1, "open": -1, "silent": -1},
    "taken": {"owed": 1, "open": 1},
    "taken-silent": {"owed": 1, "open": 1, "silent": 1},
}


@dataclass(frozen=True, slots=True)
class Delta:
    """``amount`` times a transition of :data:`MEASURES`, or plainly to a measure of a module (``figure:<field>``)."""

    lineage: str
    kind: str
    strand: str
    slot: date
    measure: str
    amount: int = 1


def ending(how: str, missed: bool) -> str:
    """The transition's name for an end (discharged, waived) or a hand-over (given, taken)."""
    if not missed:
        return how
    return "discharged-late" if how == "discharged" else f"{how}-silent"
