"""What is done with plans: the only writers of programmes and plan versions."""

from duecare.plans.actions.applying import apply, apply_file
from duecare.plans.actions.closing import close

__all__ = ["apply", "apply_file", "close"]
