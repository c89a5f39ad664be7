"""What must be settled before a unit closes: floors above register what they know a unit still to owe."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

#: (unit ids): raises a DomainError while one of them still has something to answer for; writes nothing.
Check = Callable[[Sequence[uuid.UUID]], None]
#: (unit ids, at): takes away what was only scheduled for them, in the caller's transaction.
LettingGo = Callable[[Sequence[uuid.UUID], datetime], None]

_checks: dict[str, Check] = {}
_letting_go: dict[str, LettingGo] = {}


def register(name: str, check: Check, let_go: LettingGo) -> None:
    """Declare what a module has to say about units that close."""
    _checks[name], _letting_go[name] = check, let_go


def require_settled(unit_ids: Sequence[uuid.UUID]) -> None:
    """Nothing stands against closing them.

    :raises duecare.core.errors.DomainError: something does; it says what, and what to do about it.
    """
    for check in _checks.values():
        check(unit_ids)


def let_go(unit_ids: Sequence[uuid.UUID], at: datetime) -> None:
    """Take away what was only scheduled for them."""
    for act in _letting_go.values():
        act(unit_ids, at)
