"""Retention months. One is written as the first day of it; it has ended when the next begins in the zone given."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

#: Months for which keys are made ahead: 24 of retention, 6 for handling and both appeals (domain §3: 60 + 30 days, then
#: four times 30), and 6 during which a vault may stay locked and still take in.
AHEAD = 36


def month_of(day: date) -> date:
    """The month that a day lies in."""
    return date(day.year, day.month, 1)


def after(month: date, count: int = 1) -> date:
    """The month that comes ``count`` months later."""
    years, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, index + 1, 1)


def current(at: datetime, zone: str) -> date:
    """The month that it is in that zone (IANA name). ``at`` is aware."""
    return month_of(at.astimezone(ZoneInfo(zone)).date())


def has_ended(month: date, at: datetime, zone: str) -> bool:
    """Whether the month is over in that zone, and what is kept until then is to be forgotten."""
    return month_of(month) < current(at, zone)


def wanted(at: datetime, zone: str) -> list[date]:
    """The months for which there are to be keys: this one and :data:`AHEAD` more."""
    first = current(at, zone)
    return [after(first, count) for count in range(AHEAD + 1)]


def written(month: date) -> str:
    """``2027-03``."""
    return f"{month:%Y-%m}"


def read(text: str) -> date:
    """The month written as ``2027-03``. :raises ValueError: for anything else."""
    if len(text) != len("2027-03"):
        raise ValueError(text)
    return date.fromisoformat(f"{text}-01")
