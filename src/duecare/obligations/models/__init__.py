"""The kernel's nouns."""

from duecare.obligations.models.happenings import Happening, Outage
from duecare.obligations.models.ladders import CalendarData, Ladder
from duecare.obligations.models.obligations import Obligation, Term, Transfer
from duecare.obligations.models.tallies import Tally, TallyDelta

__all__ = ["CalendarData", "Happening", "Ladder", "Obligation", "Outage", "Tally", "TallyDelta", "Term", "Transfer"]
