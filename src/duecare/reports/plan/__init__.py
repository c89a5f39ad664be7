"""The ``reports`` section of the plan file: schema, check, diff, apply, export."""

from duecare.obligations.sections import Section
from duecare.reports.plan.section import ReportsSection

SECTION: Section = ReportsSection()

__all__ = ["SECTION"]
