"""What people do with tasks and meetings, and what a plan does to them."""

from datetime import datetime

from duecare.tasks.actions.asking import ask, end_all, stop_asking
from duecare.tasks.actions.completing import complete
from duecare.tasks.actions.forgetting import forget_notes
from duecare.tasks.actions.opening import drafts, open_due, open_item


def schedule(at: datetime, until: datetime) -> int:
    """The module's turn of the clock: open what is due to open, erase notes that have had their time."""
    forget_notes(at)
    return open_due(at, until)


__all__ = ["ask", "complete", "drafts", "end_all", "forget_notes", "open_due", "open_item", "stop_asking"]
