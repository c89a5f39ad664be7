"""What people do with tasks and meetings, and what a plan does to them."""

from duecare.tasks.actions.asking import ask, end_all, stop_asking
from duecare.tasks.actions.completing import complete
from duecare.tasks.actions.opening import drafts, open_due, open_item

__all__ = ["ask", "complete", "drafts", "end_all", "open_due", "open_item", "stop_asking"]
