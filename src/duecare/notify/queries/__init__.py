"""What people see of notices and deliveries."""

from duecare.notify.queries.inbox import Page, notice, notices, preference, unread
from duecare.notify.queries.log import Told, told, troubles

__all__ = ["Page", "Told", "notice", "notices", "preference", "told", "troubles", "unread"]
