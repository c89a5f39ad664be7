"""One turn of the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from duecare.obligations import schedules
from duecare.obligations.actions.advancing import advance_all
from duecare.obligations.actions.folding import fold
from duecare.obligations.actions.outages import OUTAGE_AFTER, beat


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a turn did: obligations materialised, obligations moved on, deltas folded."""

    materialised: int
    advanced: int
    folded: int


def tick(at: datetime, *, outage_after: timedelta = OUTAGE_AFTER) -> Ticked:
    """Materialise what is coming, work through everything due, fold; any number of clocks may do so at once.

    A schedule that fails does not keep what is due waiting: its error is raised at the end.

    :param outage_after: how long the clock may have been silent before that is noted as an outage; a simulated
        clock that leaps gives more than its leap.
    """
    beat(at, outage_after)
    try:
        materialised = schedules.materialise(at)
    finally:
        advanced = advance_all(at)
        folded = fold(at)
    return Ticked(materialised, advanced, folded)
