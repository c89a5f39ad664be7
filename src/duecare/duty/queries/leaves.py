"""Leave: from when to when, and which watches it touches."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from duecare.core.calendar import at_local
from duecare.duty.models import Assignment, Leave, Roster
from duecare.web import moments


def starts(leave: Leave, roster: Roster) -> datetime:
    """When its first local day begins."""
    return at_local(leave.first, time(), roster.arrangement.terms["zone"], gap="forward")


def ends(leave: Leave, roster: Roster) -> datetime:
    """When its last local day is over."""
    return at_local(leave.last + timedelta(1), time(), roster.arrangement.terms["zone"], gap="forward")


def touched(leave: Leave, roster: Roster) -> list[Assignment]:
    """The watches of the person that reach into it, also those that end on its first day. One statement."""
    mine = roster.assignments.filter(watchkeeper=leave.watchkeeper, ended_at=None)
    reaching = mine.filter(starts_at__lt=ends(leave, roster), ends_at__gt=starts(leave, roster))
    return list(reaching.select_related("watchkeeper").order_by("starts_at"))


def days_in_words(leave: Leave) -> str:
    """Its days, in the language active now."""
    first, last = moments.day(leave.first), moments.day(leave.last)
    return first if leave.first == leave.last else f"{first} – {last}"
