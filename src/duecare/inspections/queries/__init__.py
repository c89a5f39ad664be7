"""What people see of checklists and of inspections, each cut to what the reader may see."""

from duecare.inspections.queries.checklists import checklists, page, source_of
from duecare.inspections.queries.current import current, latest
from duecare.inspections.queries.inspections import (
    Filters,
    Listed,
    at_place,
    found_hazard,
    inspections,
    unit_within,
)
from duecare.inspections.queries.packet import Packet, packet
from duecare.inspections.queries.report import Report, report, visible_matters
from duecare.inspections.queries.walking import inspecting_unit, inspecting_units

__all__ = [
    "Filters",
    "Listed",
    "Packet",
    "Report",
    "at_place",
    "checklists",
    "current",
    "found_hazard",
    "inspecting_unit",
    "inspecting_units",
    "inspections",
    "latest",
    "packet",
    "page",
    "report",
    "source_of",
    "unit_within",
    "visible_matters",
]
