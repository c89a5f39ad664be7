"""What people do with hazards: the only writers of the ledger, one file for each use case."""

from datetime import datetime

from duecare.hazards.actions.accepting import accept
from duecare.hazards.actions.committing import commit
from duecare.hazards.actions.extending import ask_for_more_time, decide_on_more_time
from duecare.hazards.actions.finding import make_findable
from duecare.hazards.actions.forgetting import forget_words
from duecare.hazards.actions.levelling import lower_level, raise_level
from duecare.hazards.actions.linking import link_duplicate
from duecare.hazards.actions.rectifying import put_right
from duecare.hazards.actions.reporting import report_hazard
from duecare.hazards.actions.saving_views import delete_view, rename_view, save_view
from duecare.hazards.actions.sending_back import send_back
from duecare.hazards.actions.taking_in import take_in
from duecare.hazards.actions.taking_in.drafts import forget_drafts, keep_draft, take_in_draft
from duecare.hazards.actions.verifying import verify


def schedule(at: datetime, _until: datetime) -> int:
    """The module's turn of the clock: erase words and files that have had their time. It makes no obligations."""
    forget_words(at)
    forget_drafts(at)
    return 0


__all__ = [
    "accept",
    "ask_for_more_time",
    "commit",
    "decide_on_more_time",
    "delete_view",
    "forget_words",
    "keep_draft",
    "link_duplicate",
    "lower_level",
    "make_findable",
    "put_right",
    "raise_level",
    "rename_view",
    "report_hazard",
    "save_view",
    "schedule",
    "send_back",
    "take_in",
    "take_in_draft",
    "verify",
]
