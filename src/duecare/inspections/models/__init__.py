"""The nouns of inspecting."""

from duecare.inspections.models.inspections import (
    ChecklistVersion,
    Found,
    Inspection,
    SecondVersion,
    answered,
)

__all__ = ["ChecklistVersion", "Found", "Inspection", "SecondVersion", "answered"]
