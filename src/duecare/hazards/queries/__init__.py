"""What people see of hazards."""

from duecare.hazards.queries.at_place import says
from duecare.hazards.queries.ledger import Filters, Ledger, ledger, rows_for_export, top
from duecare.hazards.queries.page import HazardPage, page
from duecare.hazards.queries.seen import of_obligation, one, reporting_unit, reporting_units, visible_steps

__all__ = [
    "Filters",
    "HazardPage",
    "Ledger",
    "ledger",
    "of_obligation",
    "one",
    "page",
    "reporting_unit",
    "reporting_units",
    "rows_for_export",
    "says",
    "top",
    "visible_steps",
]
