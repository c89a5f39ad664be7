"""The calendar file: read as YAML by the caller, checked and made into a `Calendar` here.

::

    calendar: cn-2027-example      # its name
    extends: cn                    # optional: start from a shipped calendar, add to it
    zone: Asia/Shanghai            # IANA
    weekend: [saturday, sunday]    # the default
    confirmed_from: 2024-01-01     # optional
    confirmed_through: 2026-12-31
    source: where the days come from
    assumed: {zh: ..., en: ...}    # optional: what the days past confirmed_through rest on
    holidays:
      - {date: 2027-01-01, name: {zh: 元旦, en: New Year's Day}}
      - {from: 2027-02-05, to: 2027-02-11, name: {zh: 春节, en: Spring Festival}}
    makeup_workdays: [2027-01-30, 2027-02-20]

What extends a calendar inherits what it does not say; a date it names is as it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import TypeVar

import yaml
from django.utils.translation import gettext_lazy as _

from duecare.core.calendar.days import Calendar, Names
from duecare.core.calendar.localtime import zone_named
from duecare.core.calendar.recurrence import every_day
from duecare.core.calendar.weekdays import Weekday
from duecare.core.errors import BadInput, Text

D = TypeVar("D", date, date | None)

LONGEST_HOLIDAY = 31
"""Days in one entry; a longer one is taken for a slip of the year."""

_KEYS = frozenset(
    {
        "calendar",
        "extends",
        "zone",
        "weekend",
        "confirmed_from",
        "confirmed_through",
        "source",
        "assumed",
        "holidays",
        "makeup_workdays",
    }
)


@cache
def shipped(name: str) -> Calendar:
    """Return the calendar of that name that comes with the program. Reads its file once.

    :raises BadInput: there is none.
    """
    file = resources.files(__package__) / "data" / f"{name}.yaml"
    if not name.isalnum() or not file.is_file():
        raise _bad("extends", _("There is no calendar called “%(value)s”."), name)
    return calendar_from(yaml.safe_load(file.read_text("utf-8")))


def calendar_from(data: Mapping[str, object], base: Callable[[str], Calendar] = shipped) -> Calendar:
    """Return the calendar that a parsed calendar file describes.

    :param data: the file's mapping; dates as YAML's dates or ISO 8601 strings.
    :param base: finds the calendar that `data` extends, if it does.
    :raises BadInput: with `where`, such as ``holidays[3].to``.
    """
    data = _mapping(data, "", _KEYS)
    start = base(_text(data, "extends")) if "extends" in data else _plain(data)
    weekend = _weekend(data["weekend"]) if "weekend" in data else start.weekend
    holidays = _holidays(data)
    makeup = _makeup_workdays(data, weekend, holidays)
    kept = {day: name for day, name in start.holidays.items() if day not in makeup}
    return replace(
        start,
        name=_text(data, "calendar"),
        zone=_zone(data) if "zone" in data else start.zone,
        weekend=weekend,
        confirmed_from=_day_of(data, "confirmed_from", start.confirmed_from),
        confirmed_through=_day_of(data, "confirmed_through", start.confirmed_through),
        holidays=kept | holidays,
        makeup_workdays=makeup | (start.makeup_workdays - holidays.keys()),
        assumed_note=_names(data["assumed"], "assumed") if "assumed" in data else {},
        source=_text(data, "source") if "source" in data else start.source,
    )


def _plain(data: Mapping[str, object]) -> Calendar:
    """Return a calendar with what every file that extends nothing has to say, and no days yet."""
    through = _date(_required(data, "confirmed_through", ""), "confirmed_through")
    return Calendar(name="", zone=_zone(data), confirmed_through=through, source=_text(data, "source"))


def _zone(data: Mapping[str, object]) -> str:
    name = _text(data, "zone")
    try:
        zone_named(name)
    except BadInput as error:
        error.where = "zone"
        raise
    return name


def _weekend(value: object) -> frozenset[Weekday]:
    names = {weekday.name.lower(): weekday for weekday in Weekday}
    days = set()
    for i, name in enumerate(_list(value, "weekend")):
        if not isinstance(name, str) or name not in names:
            raise _bad(f"weekend[{i}]", _("“%(value)s” is no weekday."), name)
        days.add(names[name])
    if len(days) == len(Weekday):
        raise _bad("weekend", _("At least one weekday has to be a working day."))
    return frozenset(days)


def _holidays(data: Mapping[str, object]) -> dict[date, Names]:
    holidays: dict[date, Names] = {}
    for i, value in enumerate(_list(data.get("holidays", []), "holidays")):
        where = f"holidays[{i}]"
        entry = _mapping(value, where, frozenset({"date", "from", "to", "name"}))
        name = _names(_required(entry, "name", where), f"{where}.name")
        for day in _span(entry, where):
            if day in holidays:
                raise _bad(where, _("%(value)s is named twice."), day)
            holidays[day] = name
    return holidays


def _span(entry: Mapping[str, object], where: str) -> Iterator[date]:
    """Yield the days of an entry with either ``date`` or ``from`` and ``to``."""
    if "date" in entry:
        if "from" in entry or "to" in entry:
            raise _bad(where, _("Give either “date”, or “from” and “to”."))
        yield _date(entry["date"], f"{where}.date")
        return
    first = _date(_required(entry, "from", where), f"{where}.from")
    last = _date(_required(entry, "to", where), f"{where}.to")
    if not 0 <= (last - first).days < LONGEST_HOLIDAY:
        raise _bad(f"{where}.to", _("A holiday lasts from 1 to %(value)s days."), LONGEST_HOLIDAY)
    yield from every_day(first, last)


def _makeup_workdays(
    data: Mapping[str, object], weekend: frozenset[Weekday], holidays: Mapping[date, Names]
) -> frozenset[date]:
    days: set[date] = set()
    for i, value in enumerate(_list(data.get("makeup_workdays", []), "makeup_workdays")):
        where = f"makeup_workdays[{i}]"
        day = _date(value, where)
        if day in days or day in holidays:
            raise _bad(where, _("%(value)s is named twice."), day)
        if Weekday.of(day) not in weekend:
            raise _bad(where, _("%(value)s is a working day anyway."), day)
        days.add(day)
    return frozenset(days)


def _names(value: object, where: str) -> Names:
    """Return a text by language; a bare text stands for every language."""
    if isinstance(value, str) and value.strip():
        return {"und": value.strip()}
    names = _mapping(value, where, frozenset({"zh", "en"}))
    return {language: _text(names, language, where) for language in names}


def _mapping(value: object, where: str, keys: frozenset[str]) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or not value:
        raise _bad(where, _("Here a mapping is needed."))
    for key in value:
        if key not in keys:
            raise _bad(_at(where, str(key)), _("The name “%(value)s” is not known here."), key)
    return value


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise _bad(where, _("Here a list is needed."))
    return value


def _required(data: Mapping[str, object], key: str, where: str) -> object:
    if data.get(key) is None:
        raise _bad(where, _("“%(value)s” is missing."), key)
    return data[key]


def _text(data: Mapping[str, object], key: str, where: str = "") -> str:
    value = _required(data, key, where)
    if not isinstance(value, str) or not value.strip():
        raise _bad(_at(where, key), _("Here a text is needed."))
    return value.strip()


def _day_of(data: Mapping[str, object], key: str, default: D) -> date | D:
    return _date(data[key], key) if key in data else default


def _date(value: object, where: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise _bad(where, _("“%(value)s” is no date; write it as 2027-02-06."), value) from None


def _at(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _bad(where: str, message: Text, value: object = "") -> BadInput:
    return BadInput("calendar.file", message, where=where or None, value=value)
