"""The nouns of inspecting."""

from duecare.inspections.models.inspections import (
    ChecklistVersion,
    Found,
    Inspection,
    SecondVersion,
    answered,
)
from duecare.inspections.models.programmes import Cycle, Draw, Inspected, Owed, Programme

__all__ = [
    "ChecklistVersion",
    "Cycle",
    "Draw",
    "Found",
    "Inspected",
    "Inspection",
    "Owed",
    "Programme",
    "SecondVersion",
    "answered",
]
