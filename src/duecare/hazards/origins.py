"""The registry of where hazards come from: floors above say on which inspection, or by what else, one was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from duecare.hazards.models import Hazard
from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class Origin:
    """Something that a hazard was found by.

    :param label: in the reader's language.
    :param at: when it came in, UTC.
    """

    label: str
    at: datetime
    href: str


#: (who looks, hazard) -> what it was found by, cut to what the reader may see. A fixed number of statements.
Says = Callable[[Actor, Hazard], Sequence[Origin]]

_says: dict[str, Says] = {}


def register(name: str, says: Says) -> None:
    """Declare what a module says."""
    _says[name] = says


def of(by: Actor, hazard: Hazard) -> list[Origin]:
    """What every module says, oldest first."""
    return sorted((origin for says in _says.values() for origin in says(by, hazard)), key=lambda one: one.at)
