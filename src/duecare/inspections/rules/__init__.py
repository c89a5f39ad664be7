"""Pure decisions of inspecting: what a checklist asks, what answers it, what follows from the answers."""

from duecare.inspections.rules.answering import (
    Answer,
    Fault,
    Finding,
    Progress,
    asked,
    fault,
    findings,
    outcome,
    progress,
)
from duecare.inspections.rules.conditions import cycles
from duecare.inspections.rules.model import (
    PRACTICE,
    Checklist,
    Condition,
    Field,
    Item,
    Kind,
    Level,
    Option,
    Photograph,
    Section,
    Words,
)
from duecare.inspections.rules.reading import checklist_from

__all__ = [
    "PRACTICE",
    "Answer",
    "Checklist",
    "Condition",
    "Fault",
    "Field",
    "Finding",
    "Item",
    "Kind",
    "Level",
    "Option",
    "Photograph",
    "Progress",
    "Section",
    "Words",
    "asked",
    "checklist_from",
    "cycles",
    "fault",
    "findings",
    "outcome",
    "progress",
]
