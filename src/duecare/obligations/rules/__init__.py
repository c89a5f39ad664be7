"""Pure decisions about what is owed: no database, no clock."""

from duecare.obligations.rules.advance import (
    ACCEPT_WITHIN,
    RECORD_AFTER,
    Advance,
    Facts,
    Step,
    advance,
    climb,
    wake_time,
)
from duecare.obligations.rules.drafts import Draft
from duecare.obligations.rules.ladders import LAST_RUNGS, PLACES, Rung, canonical, rungs_of
from duecare.obligations.rules.secrecy import suppressed
from duecare.obligations.rules.tallying import MEASURES, Delta, ending

__all__ = [
    "ACCEPT_WITHIN",
    "LAST_RUNGS",
    "MEASURES",
    "PLACES",
    "RECORD_AFTER",
    "Advance",
    "Delta",
    "Draft",
    "Facts",
    "Rung",
    "Step",
    "advance",
    "canonical",
    "climb",
    "ending",
    "rungs_of",
    "suppressed",
    "wake_time",
]
