"""Calendar arithmetic: working days, deadlines, local time, recurrence. Pure; the time is given.

Days are local dates and instants are aware UTC datetimes; the two meet in `at_local` and
`local_date` alone. Import from here, not from the files.
"""

from duecare.core.calendar.days import Calendar, Names, Roll, Status, in_language
from duecare.core.calendar.deadlines import Counting, Deadline, Pause, deadline_after
from duecare.core.calendar.loader import calendar_from, shipped
from duecare.core.calendar.localtime import (
    GapTime,
    at_local,
    day_bounds,
    local_date,
    zone_named,
)
from duecare.core.calendar.recurrence import (
    Window,
    every_day,
    every_day_off,
    every_working_day,
    month_windows,
    monthly_day,
    monthly_nth_weekday,
    week_windows,
    weekly,
)
from duecare.core.calendar.weekdays import WEEKDAYS, IsoWeek, Month, Weekday, month_of, week_of

__all__ = [
    "WEEKDAYS",
    "Calendar",
    "Counting",
    "Deadline",
    "GapTime",
    "IsoWeek",
    "Month",
    "Names",
    "Pause",
    "Roll",
    "Status",
    "Weekday",
    "Window",
    "at_local",
    "calendar_from",
    "day_bounds",
    "deadline_after",
    "every_day",
    "every_day_off",
    "every_working_day",
    "in_language",
    "local_date",
    "month_of",
    "month_windows",
    "monthly_day",
    "monthly_nth_weekday",
    "shipped",
    "week_of",
    "week_windows",
    "weekly",
    "zone_named",
]
