"""What people do with reception days, and what a plan and the clock do to them."""

from datetime import datetime

from duecare.receptions.actions.booking import Taken, give_back, take
from duecare.receptions.actions.forgetting import forget
from duecare.receptions.actions.holding import call_off, say_held
from duecare.receptions.actions.opening import open_due


def schedule(at: datetime, until: datetime) -> int:
    """The module's turn of the clock: forget yesterday's numbers, publish days ahead, let what is near be owed."""
    forget(at)
    return open_due(at, until)


__all__ = ["Taken", "call_off", "forget", "give_back", "open_due", "say_held", "schedule", "take"]
