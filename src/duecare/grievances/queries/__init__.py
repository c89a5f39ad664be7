"""What people see of cases, each cut to what they hold."""

from duecare.grievances.queries.above import Above, Point, above, points, poster_roots, prints_posters
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
    unit_to_choose,
)
from duecare.grievances.queries.joint import case_lead, joint_choices, joint_units, lead_choices, post_title
from duecare.grievances.queries.letter import Letter, letter
from duecare.grievances.queries.page import CasePage, case_of_obligation, case_page, excusable, is_held
from duecare.grievances.queries.papers import Sheet, sheet_for_holder, sheet_for_owner
from duecare.grievances.queries.programs import Stood, all_categories, by_code, category, category_groups
from duecare.grievances.queries.ratings import STARS, Rated, ratings
from duecare.grievances.queries.together import MOST, Together, matters_of, policies, together
from duecare.grievances.queries.wordings import wording_choices, wording_parts, wordings

__all__ = [
    "MOST",
    "SHOWN",
    "STARS",
    "Above",
    "Asked",
    "CasePage",
    "Desk",
    "Letter",
    "Point",
    "Rated",
    "Sheet",
    "Stood",
    "Together",
    "above",
    "all_categories",
    "asked",
    "asked_by_obligation",
    "by_code",
    "case_lead",
    "case_of_obligation",
    "case_page",
    "category",
    "category_choices",
    "category_groups",
    "clerk_post",
    "desk",
    "excusable",
    "holder_choices",
    "is_held",
    "joint_choices",
    "joint_units",
    "lead_choices",
    "letter",
    "matters_of",
    "points",
    "policies",
    "post_title",
    "poster_roots",
    "prints_posters",
    "ratings",
    "root_by_id",
    "root_of",
    "roots",
    "sheet_for_holder",
    "sheet_for_owner",
    "titled_units",
    "together",
    "unit_choices",
    "unit_in",
    "unit_to_choose",
    "wording_choices",
    "wording_parts",
    "wordings",
]
