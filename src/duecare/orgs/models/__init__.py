"""Units, posts, people and who holds which post when."""

from duecare.orgs.models.people import Appointment, User
from duecare.orgs.models.units import Post, Unit

__all__ = ["Appointment", "Post", "Unit", "User"]
