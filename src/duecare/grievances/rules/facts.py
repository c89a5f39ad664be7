"""What happened to a case, and in what words a rule says no. Times are aware; nothing here holds a text or a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Text
from duecare.grievances.rules.procedure import Role


@dataclass(frozen=True, slots=True)
class Event:
    """One act that was done.

    :param act: its key in the procedure.
    :param at: when it was received, aware.
    :param actor: an opaque key of the member of staff who did it; always empty for the owner, whom nothing identifies.
    :param level: of the post's unit: 1 for the root, 2 below it; 0 for a body named above the root, -1 above that one.
    :param days: for an extension, by how many; for an agreement, until when.
    :param excuses: for a recusal that somebody else decided, the actor it excuses; else who acts.
    """

    act: str
    at: datetime
    role: Role
    actor: str = ""
    level: int = 0
    days: int = 0
    excuses: str = ""


#: Everything that happened to one case, in the order in which it was received.
Facts = tuple[Event, ...]


class Refused(StrEnum):
    """Why an act is not open: codes, with their sentences in `REFUSALS`."""

    BEGUN = "begun"
    STAGE = "stage"
    ROLE = "role"
    OVER = "over"
    PENDING = "pending"
    TOOK_PART = "took-part"
    EXCUSED = "excused"
    NOT_ABOVE = "not-above"
    NO_CLOCK = "no-clock"
    EXTENDED = "extended"
    DAYS = "days"
    STANDING = "standing"
    UNNAMED = "unnamed"


REFUSALS: dict[Refused, Text] = {
    Refused.BEGUN: _("The case is registered already."),
    Refused.STAGE: _("This is not open at the stage that the case has reached."),
    Refused.ROLE: _("Somebody else has to do this."),
    Refused.OVER: _("The time for this has passed, or has not begun."),
    Refused.PENDING: _("A withdrawal is waiting already; it can be taken back."),
    Refused.TOOK_PART: _("Who took part before does not decide on it; somebody else above has to."),
    Refused.EXCUSED: _("Who is recused does nothing more in this case."),
    Refused.NOT_ABOVE: _("A level above everybody who decided before has to decide this."),
    Refused.NO_CLOCK: _("The time limit that this concerns is not running."),
    Refused.EXTENDED: _("This time limit has been extended as often as the procedure allows."),
    Refused.DAYS: _("The number of days is not one that the procedure allows."),
    Refused.STANDING: _("The clock already stands still on this ground, or does not stand still."),
    Refused.UNNAMED: _("It has to be on record which member of staff does this."),
}


class ImpossibleFacts(ValueError):  # noqa: N818 - it reads as what it says
    """Facts that no path of the procedure leads to: the record or its rule version is not the case's.

    :param refused: why the act was not open; None when it is the order of times that is wrong.
    """

    def __init__(self, event: Event, refused: Refused | None) -> None:
        super().__init__(f"{event.act} at {event.at.isoformat()}: {refused.value if refused else 'order'}")
        self.event = event
        self.refused = refused
