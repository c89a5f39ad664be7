"""How states look: each has a colour, a shape and a word, so that none depends on the colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Look:
    """A state's appearance.

    :param tone: colour of the style sheet: quiet, calm, good, warn, bad, gone.
    :param icon: the shape.
    """

    tone: str
    icon: str
    word: Any


LOOKS: dict[str, Look] = {
    "scheduled": Look("quiet", "circle-dashed", pgettext_lazy("state", "Not open yet")),
    "open": Look("calm", "circle-dot", pgettext_lazy("state", "To do")),
    "silent": Look("bad", "alert-triangle-filled", pgettext_lazy("state", "Overdue")),
    "discharged": Look("good", "circle-check-filled", pgettext_lazy("state", "Done")),
    "late": Look("warn", "clock-exclamation", pgettext_lazy("state", "Done late")),
    "waived": Look("quiet", "circle-minus", pgettext_lazy("state", "Waived")),
    "lapsed": Look("gone", "circle-x-filled", pgettext_lazy("state", "Lapsed")),
    "pending": Look("calm", "hourglass", _("Waiting")),
    "good": Look("good", "circle-check-filled", _("In order")),
    "bad": Look("bad", "circle-x-filled", _("Not in order")),
}


def key_of(thing: Any) -> str:
    """The state's key for a key itself, or for anything with ``state`` and ``late``."""
    if isinstance(thing, str):
        return thing
    state = str(thing.state)
    if thing.late and state in {"open", "discharged"}:
        return {"open": "silent", "discharged": "late"}[state]
    return state
