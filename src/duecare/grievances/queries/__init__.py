"""What people see of cases, each cut to what they hold."""

from duecare.grievances.queries.asked import Asked, asked, asked_by_obligation
from duecare.grievances.queries.desk import SHOWN, Desk, desk
from duecare.grievances.queries.entry import (
    category_choices,
    clerk_post,
    holder_choices,
    root_by_id,
    root_of,
    roots,
    titled_units,
    unit_choices,
    unit_in,
)
from duecare.grievances.queries.page import CasePage, case_of_obligation, case_page, is_held

__all__ = [
    "SHOWN",
    "Asked",
    "CasePage",
    "Desk",
    "asked",
    "asked_by_obligation",
    "case_of_obligation",
    "case_page",
    "category_choices",
    "clerk_post",
    "desk",
    "holder_choices",
    "is_held",
    "root_by_id",
    "root_of",
    "roots",
    "titled_units",
    "unit_choices",
    "unit_in",
]
