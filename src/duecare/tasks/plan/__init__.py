"""The sections ``tasks`` and ``meetings`` of the plan file."""

from duecare.tasks.plan.section import SECTIONS

__all__ = ["SECTIONS"]
