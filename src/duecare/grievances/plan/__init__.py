"""The section ``cases`` of the plan file."""

from duecare.grievances.plan.section import SECTION

__all__ = ["SECTION"]
