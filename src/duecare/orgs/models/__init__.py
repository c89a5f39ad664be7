"""Units, posts, people, who holds which post when, and how they get in."""

from duecare.orgs.models.access import EnrolmentLink, Session, SignInLock
from duecare.orgs.models.drafts import ImportDraft
from duecare.orgs.models.people import Appointment, User
from duecare.orgs.models.units import Post, Unit, UnitNumber

__all__ = [
    "Appointment",
    "EnrolmentLink",
    "ImportDraft",
    "Post",
    "Session",
    "SignInLock",
    "Unit",
    "UnitNumber",
    "User",
]
