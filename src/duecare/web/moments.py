"""Times and dates in words, in the language active now."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy

_WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
_MONTHS = (
    pgettext_lazy("month", "Jan"),
    pgettext_lazy("month", "Feb"),
    pgettext_lazy("month", "Mar"),
    pgettext_lazy("month", "Apr"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "Jun"),
    pgettext_lazy("month", "Jul"),
    pgettext_lazy("month", "Aug"),
    pgettext_lazy("month", "Sep"),
    pgettext_lazy("month", "Oct"),
    pgettext_lazy("month", "Nov"),
    pgettext_lazy("month", "Dec"),
)


def weekday(on: date) -> str:
    """周五, Fri."""
    return str(_WEEKDAYS[on.weekday()])


def month(on: date) -> str:
    """2027年3月, Mar 2027."""
    return pgettext("month and year", "%(month)s %(year)s") % _parts(on)


def day(on: date) -> str:
    """3月5日 周五, Fri 5 Mar."""
    return _day(on, get_language() or "")


@lru_cache(maxsize=1024)
def _day(on: date, _language: str) -> str:
    return pgettext("date", "%(weekday)s %(day)s %(month)s") % _parts(on)


def long_day(on: date) -> str:
    """2027年3月5日 周五, Fri 5 Mar 2027."""
    return pgettext("long date", "%(weekday)s %(day)s %(month)s %(year)s") % _parts(on)


def clock_time(at: datetime) -> str:
    """15:30, of a time already in its zone."""
    return f"{at:%H:%M}"


def moment(at: datetime) -> str:
    """3月5日 周五 15:30, of a time already in its zone."""
    return f"{day(at.date())} {at:%H:%M}"


def full(at: datetime) -> str:
    """2027年3月5日 周五 15:30:07, of a time already in its zone."""
    return f"{long_day(at.date())} {at:%H:%M:%S}"


def lasting(span: timedelta) -> str:
    """A span in its largest unit, rounded down: 35 分钟, 2 hours."""
    minutes = int(abs(span.total_seconds()) // 60)
    if minutes < 1:
        return gettext("less than a minute")
    if minutes < 100:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def since(at: datetime, now: datetime) -> str:
    """35 分钟前, in 2 hours."""
    words = {"span": lasting(now - at)}
    return (gettext("%(span)s ago") if at <= now else gettext("in %(span)s")) % words


def late_by(due_at: datetime, now: datetime) -> str:
    """已逾期 35 分钟, 2 hours late."""
    return gettext("%(span)s late") % {"span": lasting(now - due_at)}


def _parts(on: date) -> dict[str, object]:
    return {"weekday": weekday(on), "day": on.day, "month": str(_MONTHS[on.month - 1]), "year": on.year}
