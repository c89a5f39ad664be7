"""The section ``hazards`` of the plan file."""

from duecare.hazards.plan.section import SECTION

__all__ = ["SECTION"]
