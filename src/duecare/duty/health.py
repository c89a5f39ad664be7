"""Whether anybody looks for the rosters that are asked for."""

from __future__ import annotations

from datetime import datetime

from duecare.duty.queries.searches import unattended
from duecare.web.health import Health


def work(at: datetime) -> Health:
    """Not well while a search has been waiting, with nobody at it, for longer than a process ``work`` would let it."""
    searches, alone = unattended(at)
    return Health(alone == 0, {"searches": searches, "unattended": alone})
