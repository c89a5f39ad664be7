"""What people do with the organisation: the only writers of its tables."""

from duecare.orgs.actions import people
from duecare.orgs.actions.enrolment import issue_links
from duecare.orgs.actions.founding import found
from duecare.orgs.actions.importing import import_workbook
from duecare.orgs.actions.people import add_person, change_person, leave
from duecare.orgs.actions.posts import add_post, appoint, close_post, end_appointment
from duecare.orgs.actions.units import add_unit, change_unit, close_unit, create_root, move_unit

__all__ = [
    "add_person",
    "add_post",
    "add_unit",
    "appoint",
    "change_person",
    "change_unit",
    "close_post",
    "close_unit",
    "create_root",
    "end_appointment",
    "found",
    "import_workbook",
    "issue_links",
    "leave",
    "move_unit",
    "people",
]
