"""What people do on inspections: one file for each use case."""

from datetime import datetime

from duecare.inspections.actions.adding import add_checklist
from duecare.inspections.actions.deciding import decide_between
from duecare.inspections.actions.filing import Filed, file_inspection
from duecare.inspections.actions.forgetting import forget_words
from duecare.inspections.actions.handing_out import hand_out
from duecare.inspections.actions.photographs import keep_photograph, matter_of
from duecare.inspections.actions.sent import Said, Sent


def schedule(at: datetime, _until: datetime) -> int:
    """The module's turn of the clock: erase words that have had their time. :returns: how many duties were made."""
    forget_words(at)
    return 0


__all__ = [
    "Filed",
    "Said",
    "Sent",
    "add_checklist",
    "decide_between",
    "file_inspection",
    "forget_words",
    "hand_out",
    "keep_photograph",
    "matter_of",
    "schedule",
]
