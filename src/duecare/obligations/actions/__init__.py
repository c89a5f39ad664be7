"""The only writers of obligations, one file for each use case."""

from duecare.obligations.actions.discharge import discharge
from duecare.obligations.actions.extending import extend
from duecare.obligations.actions.folding import fold
from duecare.obligations.actions.in_time import still_in_time
from duecare.obligations.actions.ladders import Frozen, freeze_ladder, frozen
from duecare.obligations.actions.opening import open_many
from duecare.obligations.actions.opening_now import open_now
from duecare.obligations.actions.outages import OUTAGE_AFTER, declare_outage
from duecare.obligations.actions.pausing import go_on, pause
from duecare.obligations.actions.reassigning import reassign
from duecare.obligations.actions.rescheduling import replace_scheduled, reschedule
from duecare.obligations.actions.suspending import suspend_day
from duecare.obligations.actions.ticking import Ticked, tick
from duecare.obligations.actions.traces import add_deltas
from duecare.obligations.actions.waiving import waive

__all__ = [
    "OUTAGE_AFTER",
    "Frozen",
    "Ticked",
    "add_deltas",
    "declare_outage",
    "discharge",
    "extend",
    "fold",
    "freeze_ladder",
    "frozen",
    "go_on",
    "open_many",
    "open_now",
    "pause",
    "reassign",
    "replace_scheduled",
    "reschedule",
    "still_in_time",
    "suspend_day",
    "tick",
    "waive",
]
