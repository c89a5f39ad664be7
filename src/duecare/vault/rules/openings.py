"""Openings: nothing that is sealed is read without one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from duecare.vault.rules.refusals import refusal


class Purpose(StrEnum):
    """What something is opened for.

    ``READING``: a post reads it. It takes a person, a post and a reason, and the record gets an entry.
    ``OWNER``: whoever shows the matter's code reads their own. Nobody records when they do.
    ``COMPARING``: the program compares it with something and shows nothing of it.
    """

    READING = "reading"
    OWNER = "owner"
    COMPARING = "comparing"


@dataclass(frozen=True, slots=True)
class Opening:
    """Leave to open one matter until a time. Whoever makes it has asked for the right to the matter.

    :param id: of this opening; used again, as over several requests, it is the same opening and one entry.
    :param until: aware; it holds before that.
    :param reason: why; sealed before it goes into the record, and never shown by ``repr``.
    """

    id: uuid.UUID
    matter_kind: str
    matter_id: uuid.UUID
    purpose: Purpose
    until: datetime
    user_id: uuid.UUID | None = None
    post_id: uuid.UUID | None = None
    reason: str = field(default="", repr=False)


def require(opening: Opening, at: datetime) -> None:
    """:raises NotAllowed: it is over, or a post would read without saying who and why."""
    if at >= opening.until:
        raise refusal("opening-over")
    named = opening.user_id is not None and opening.post_id is not None and opening.reason.strip()
    if opening.purpose is Purpose.READING and not named:
        raise refusal("opening-without-reason")
