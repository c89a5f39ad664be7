"""The kernel's nouns."""

from duecare.obligations.models.clocks import Heartbeat, Outage, Suspension
from duecare.obligations.models.happenings import Happening
from duecare.obligations.models.ladders import CalendarData, Ladder
from duecare.obligations.models.obligations import Obligation, Term, Transfer
from duecare.obligations.models.tallies import Tally, TallyDelta

__all__ = [
    "CalendarData",
    "Happening",
    "Heartbeat",
    "Ladder",
    "Obligation",
    "Outage",
    "Suspension",
    "Tally",
    "TallyDelta",
    "Term",
    "Transfer",
]
