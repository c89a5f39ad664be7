"""The subject line that an officer writes: the only words about a case that lie in clear (domain.md §4, rule 3)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Text
from duecare.grievances.rules.folding import is_invisible, without_invisible

#: Characters of a subject line, at most.
LONGEST_SUBJECT = 40


class Unfit(StrEnum):
    """Why a subject line can't be used: codes, with their sentences in `UNFIT`."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    LINES = "lines"
    DIRECTION = "direction"


UNFIT: dict[Unfit, Text] = {
    Unfit.EMPTY: _("Write in a few words what the case is about."),
    Unfit.TOO_LONG: _("A subject line has at most 40 characters."),
    Unfit.LINES: _("A subject line is one line."),
    Unfit.DIRECTION: _(
        "The text has signs that turn the direction of writing. Type it again instead of pasting it."
    ),
}
#: What turns the direction of writing, so that a reader sees other words than are there.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject line as it may be kept, or why not.

    :param text: composed (NFC), without what can't be seen, spaces single.
    """

    text: str
    unfit: tuple[Unfit, ...]


def turns_direction(text: str) -> bool:
    """Whether a text has signs that turn the direction of writing."""
    return not _TURNING.isdisjoint(text)


def subject(text: str) -> Subject:
    """A subject line made ready: zero-width characters are taken out, those that turn the direction are refused.

    Length is counted in characters (Unicode code points) of what is left.
    """
    unfit = []
    stripped = text.strip()
    if any(char in "\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029" for char in stripped):
        unfit.append(Unfit.LINES)
    if turns_direction(text):
        unfit.append(Unfit.DIRECTION)
    clean = " ".join(unicodedata.normalize("NFC", without_invisible(stripped)).split())
    if not clean:
        unfit.append(Unfit.EMPTY)
    if len(clean) > LONGEST_SUBJECT:
        unfit.append(Unfit.TOO_LONG)
    return Subject(clean, tuple(unfit))


__all__ = ["LONGEST_SUBJECT", "UNFIT", "Subject", "Unfit", "is_invisible", "subject", "turns_direction"]
