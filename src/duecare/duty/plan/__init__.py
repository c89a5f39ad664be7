"""The section ``duty`` of the plan file."""

from duecare.duty.plan.section import SECTION

__all__ = ["SECTION"]
