"""Why an inspection can't be taken as it is; each says at which item."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Text
from duecare.inspections.actions.sent import Sent
from duecare.inspections.rules import LONGEST, PHOTOGRAPHS_MOST, Checklist, Fault, failed, progress

_SAYS: dict[Fault, Text] = {
    Fault.EMPTY: _("It has no answer."),
    Fault.UNKNOWN: _("This is none of the answers that can be chosen."),
    Fault.NO_NUMBER: _("Write the reading as a number."),
    Fault.TOO_LONG: _("At most 500 characters."),
    Fault.NO_PHOTOGRAPH: _("It needs a photograph."),
}


def sentence(fault: Fault) -> Text:
    """What is wrong with an answer, for people."""
    return _SAYS[fault]


def require_answered(checklist: Checklist, sent: Sent) -> None:
    """:raises BadInput: an answer that is asked for is missing, or one can't be as it is."""
    known = {item.key: item for item in checklist.items}
    for key, said in sent.answers.items():
        if key not in known:
            raise BadInput("item-unknown", _("This checklist has no such item."), where=key)
        if len(said.note) > LONGEST:
            raise BadInput("note-too-long", _("At most 500 characters."), where=key)
        if max(len(said.photographs), len(said.after)) > PHOTOGRAPHS_MOST:
            raise BadInput("too-many-photographs", _("At most three photographs to an answer."), where=key)
    how_far = progress(checklist, sent.plain())
    for key in how_far.missing:
        raise BadInput("answer-missing", _SAYS[Fault.EMPTY], where=key)
    for key, fault in how_far.faults.items():
        raise BadInput(f"answer-{fault.value}", _SAYS[fault], where=key)
    for key, said in sent.answers.items():
        if said.on_the_spot and failed(known[key], said.answer) and not said.after:
            raise BadInput("no-photograph-after", _("Add a photograph that shows it put right."), where=key)


def require_photographs(sent: Sent, there: Collection[uuid.UUID]) -> None:
    """:raises BadInput: a photograph that an answer names has not arrived."""
    for key, said in sent.answers.items():
        if any(number not in there for number in (*said.photographs, *said.after)):
            raise BadInput(
                "photograph-missing",
                _("A photograph of this answer has not arrived."),
                hint=_("Send it again, then the inspection."),
                where=key,
            )
