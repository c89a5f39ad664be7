"""Rosters and watches: what is asked for, who stands, what was drawn up, promised, swapped and stood."""

from duecare.duty.models.arrangements import Arrangement, ArrangementQuerySet, Watch
from duecare.duty.models.exchanges import Leave, Swap
from duecare.duty.models.feeds import Feed
from duecare.duty.models.rosters import Assignment, AssignmentQuerySet, Draft, Edition, Roster, Search
from duecare.duty.models.watching import CheckIn, Handover, LogLine, Matter
from duecare.duty.models.watchkeepers import Watchkeeper, Wish

__all__ = [
    "Arrangement",
    "ArrangementQuerySet",
    "Assignment",
    "AssignmentQuerySet",
    "CheckIn",
    "Draft",
    "Edition",
    "Feed",
    "Handover",
    "Leave",
    "LogLine",
    "Matter",
    "Roster",
    "Search",
    "Swap",
    "Watch",
    "Watchkeeper",
    "Wish",
]
