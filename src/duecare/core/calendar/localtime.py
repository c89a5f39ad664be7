"""Local times of day and the instants they mean.

A clock that is put forward leaves out an hour, one that is put back repeats it, and Samoa once
left out a day. Deadlines are written in local time and kept in UTC, so these cases are decided
here, once, after RFC 5545 (iCalendar) section 3.3.5.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput

Gap = Literal["raise", "forward"]

_CLOCK_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})", re.ASCII)


class GapTime(BadInput):
    """A local time that never comes: the clock is put forward over it.

    :param zone: IANA name of the zone.
    :param day: the local date.
    :param time: the time of day as ``HH:MM``, or with seconds where it has any.
    """

    def __init__(self, zone: str, day: date, time: str) -> None:
        super().__init__(
            "time.gap",
            _("In the zone %(zone)s there is no %(time)s on %(date)s: the clock is put forward."),
            hint=_("Choose a time before or after the change."),
            zone=zone,
            date=day.isoformat(),
            time=time,
        )
        self.zone = zone
        self.day = day
        self.time = time

    def __reduce__(self) -> tuple[type[GapTime], tuple[str, date, str]]:
        return type(self), (self.zone, self.day, self.time)


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone of that IANA name.

    :raises BadInput: there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput("zone.unknown", _("There is no time zone called “%(zone)s”."), zone=name) from None


def at_local(day: date, clock_time: str | time, zone: str | ZoneInfo, *, gap: Gap = "raise") -> datetime:
    """Return the instant, in UTC, of a local time of day.

    A time that occurs twice, when the clock is put back, means the first occurrence. One that
    does not occur is an error, or with ``gap="forward"`` read with the offset before the change:
    02:30 becomes 03:30 where an hour is left out (both RFC 5545, 3.3.5).

    :param day: the local date.
    :param clock_time: ``H:MM`` or ``HH:MM`` up to ``24:00``, the end of the day, or a naive time.
    :param zone: IANA name, or the zone.
    :raises GapTime: the time does not occur, and `gap` is ``raise``.
    :raises BadInput: the time or the zone cannot be read, or the year is outside 1 to 9999.
    """
    tz = zone if isinstance(zone, ZoneInfo) else zone_named(zone)
    try:
        wall = _wall(day, clock_time)
        at = wall.replace(tzinfo=tz).astimezone(UTC)
        occurs = at.astimezone(tz).replace(tzinfo=None, fold=0) == wall
    except OverflowError:
        raise BadInput("calendar.out-of-range", _("The date lies outside the years 1 to 9999.")) from None
    if gap == "raise" and not occurs:
        raise GapTime(str(tz), wall.date(), wall.time().isoformat("auto").removesuffix(":00"))
    return at


def local_date(at: datetime, zone: str | ZoneInfo) -> date:
    """Return the date on the wall at an instant.

    :raises ValueError: `at` is naive.
    :raises BadInput: there is no such zone.
    """
    if at.utcoffset() is None:
        raise ValueError("an instant needs a zone")
    return at.astimezone(zone if isinstance(zone, ZoneInfo) else zone_named(zone)).date()


def day_bounds(day: date, zone: str | ZoneInfo) -> tuple[datetime, datetime]:
    """Return when a local day starts and when the next one does, half-open, in UTC.

    It lasts 24 hours mostly, 23 to 25 when the clock changes, and none at all where a zone left
    the day out (Pacific/Apia, 30 December 2011).

    :raises BadInput: there is no such zone, or the day is the last that can be written.
    """
    start = at_local(day, time.min, zone, gap="forward")
    return start, at_local(day, "24:00", zone, gap="forward")


def _wall(day: date, clock_time: str | time) -> datetime:
    """Return the naive wall-clock time meant.

    :raises BadInput: the time cannot be read.
    :raises OverflowError: ``24:00`` on the last day that can be written.
    :raises TypeError: `day` is a datetime; its local date depends on a zone.
    :raises ValueError: `clock_time` carries a zone.
    """
    if isinstance(day, datetime):
        raise TypeError("a local date is needed, not a datetime; see local_date")
    if isinstance(clock_time, time):
        if clock_time.tzinfo is not None:
            raise ValueError("a local time of day carries no zone")
        return datetime.combine(day, clock_time.replace(fold=0))
    read = _CLOCK_TIME.fullmatch(clock_time)
    hour, minute = (int(read[1]), int(read[2])) if read else (99, 0)
    if minute > 59 or hour * 60 + minute > 24 * 60:
        raise BadInput(
            "time.unreadable",
            _("“%(time)s” is no time of day."),
            hint=_("Write it as 15:30, from 00:00 to 24:00."),
            time=clock_time,
        )
    days, hour = divmod(hour, 24)
    return datetime.combine(day + timedelta(days=days), time(hour, minute))
