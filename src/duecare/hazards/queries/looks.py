"""How a hazard's state looks, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import pgettext_lazy

from duecare.hazards.models import Hazard

_LOOKS: dict[str, tuple[str, Any]] = {
    "found": ("pending", pgettext_lazy("state of a hazard", "Not accepted yet")),
    "accepted": ("open", pgettext_lazy("state of a hazard", "To put right")),
    "reopened": ("open", pgettext_lazy("state of a hazard", "Open again")),
    "put_right": ("pending", pgettext_lazy("state of a hazard", "To verify")),
    "closed": ("discharged", pgettext_lazy("state of a hazard", "Closed out")),
    "linked": ("waived", pgettext_lazy("state of a hazard", "Linked to another")),
}
_OVERDUE = pgettext_lazy("state of a hazard", "Overdue")


@dataclass(frozen=True, slots=True)
class Look:
    """A state's badge: key of :data:`duecare.web.states.LOOKS`, and the word."""

    key: str
    word: str


def is_overdue(hazard: Hazard, at: datetime) -> bool:
    """Whether it should be put right by now and is not."""
    return hazard.state in ("found", "accepted", "reopened") and hazard.due_at < at


def look(hazard: Hazard, at: datetime) -> Look:
    """The badge of a hazard now."""
    if is_overdue(hazard, at):
        return Look("silent", str(_OVERDUE))
    key, word = _LOOKS[hazard.state]
    return Look(key, str(word))
