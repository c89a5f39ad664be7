"""The section ``reception_days`` of the plan file."""

from duecare.receptions.plan.section import SECTION

__all__ = ["SECTION"]
