"""The calendar page: a month as weeks and as an agenda."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language

from duecare.core.calendar import Calendar, local_date
from duecare.desk.queries.upcoming import Falling, calendar_of, falling, month_of_days, suspended
from duecare.desk.rules import month_grid
from duecare.obligations.models import Suspension
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, roots_of


@dataclass(frozen=True, slots=True)
class Square:
    """A day of the month.

    :param off: whether it is a day off; ``made_up`` whether it is worked in exchange for one.
    """

    day: date
    today: bool
    off: bool
    made_up: bool
    holiday: str
    assumed: bool
    dues: Sequence[Falling]
    suspensions: Sequence[Suspension]


@dataclass(frozen=True, slots=True)
class Month:
    """The calendar page."""

    first: date
    today: date
    weeks: Sequence[Sequence[Square | None]]
    agenda: Sequence[Square]
    everyone: bool
    assumed: bool

    @property
    def earlier(self) -> date:
        """The month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def later(self) -> date:
        """The month after."""
        return (self.first + timedelta(days=32)).replace(day=1)


def month(by: Actor, on: date | None, at: datetime, *, everyone: bool, zone: str) -> Month:
    """A month of what falls due: the reader's own, or everyone's."""
    today = local_date(at, zone)
    first, last = month_of_days(on or today)
    by_day: dict[date, list[Falling]] = defaultdict(list)
    for one in falling(by, first, last):
        if everyone or one.mine:
            by_day[one.due_at.date()].append(one)
    closed: dict[date, list[Suspension]] = defaultdict(list)
    for row in suspended(Unit.objects.filter(id__in={p.unit_id for p in by.posts}), first, last):
        closed[row.day].append(row)
    calendar = calendar_of(roots_of(by.posts))
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    squares = {day: _square(day, today, calendar, by_day[day], closed[day]) for day in days}
    weeks = [[squares[day] if day else None for day in week] for week in month_grid(first, days)]
    agenda = [s for s in squares.values() if s.dues or s.suspensions or s.holiday]
    return Month(first, today, weeks, agenda, everyone, any(s.assumed and s.dues for s in squares.values()))


def _square(
    day: date, today: date, calendar: Calendar | None, dues: list[Falling], closed: list[Suspension]
) -> Square:
    weekend = day.isoweekday() > 5
    works = calendar.is_working_day(day) if calendar else not weekend
    name = (calendar.holiday_name(day, get_language() or "zh-hans") if calendar else None) or ""
    assumed = bool(calendar and calendar.status(day) == "assumed")
    return Square(day, day == today, not works, works and weekend, name, assumed, dues, closed)
