"""What people see of hazards."""

from duecare.hazards.queries.at_place import says
from duecare.hazards.queries.export import rows_for_export
from duecare.hazards.queries.figures import Figures, figures
from duecare.hazards.queries.filters import Filters
from duecare.hazards.queries.ledger import Ledger, around, ledger, top
from duecare.hazards.queries.page import HazardPage, page
from duecare.hazards.queries.saved import View, views
from duecare.hazards.queries.seen import of_obligation, one, reporting_unit, reporting_units, visible_steps

__all__ = [
    "Figures",
    "Filters",
    "HazardPage",
    "Ledger",
    "View",
    "around",
    "figures",
    "ledger",
    "of_obligation",
    "one",
    "page",
    "reporting_unit",
    "reporting_units",
    "rows_for_export",
    "says",
    "top",
    "views",
    "visible_steps",
]
