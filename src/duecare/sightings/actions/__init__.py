"""What people do with sightings: the only writers, one file for each use case."""

from datetime import datetime

from duecare.sightings.actions.adding import add
from duecare.sightings.actions.choosing import draw_anew
from duecare.sightings.actions.deciding import close, link, put_on_ledger, send_elsewhere
from duecare.sightings.actions.disputing import dispute
from duecare.sightings.actions.forgetting import forget_words, withdraw
from duecare.sightings.actions.sending import Sent, send


def schedule(at: datetime, _until: datetime) -> int:
    """The module's turn of the clock: erase words that have had their time. It makes no obligations."""
    forget_words(at)
    return 0


__all__ = [
    "Sent",
    "add",
    "close",
    "dispute",
    "draw_anew",
    "forget_words",
    "link",
    "put_on_ledger",
    "schedule",
    "send",
    "send_elsewhere",
    "withdraw",
]
