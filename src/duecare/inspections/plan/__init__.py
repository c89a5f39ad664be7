"""The ``inspections`` section of the plan file: schema, check, diff, apply, export."""

from duecare.inspections.plan.section import InspectionsSection
from duecare.obligations.sections import Section

SECTION: Section = InspectionsSection()

__all__ = ["SECTION"]
