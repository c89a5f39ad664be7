"""What people see of reception days."""

from duecare.receptions.queries.falling import falling_due
from duecare.receptions.queries.keeping import KeptDay, kept, kept_by, of_obligation
from duecare.receptions.queries.published import (
    DayPage,
    Listed,
    Slot,
    body_of,
    day_page,
    listed,
    unit_choices,
    unit_of,
)

__all__ = [
    "DayPage",
    "KeptDay",
    "Listed",
    "Slot",
    "body_of",
    "day_page",
    "falling_due",
    "kept",
    "kept_by",
    "listed",
    "of_obligation",
    "unit_choices",
    "unit_of",
]
