"""What the schema of the sections can't say about tasks and meetings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from duecare.core.calendar import WEEKDAYS, GapTime, at_local, weekly
from duecare.obligations import shapes
from duecare.obligations.sections import Path, PlanContext, Problem

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def problems_of(section: str, values: Sequence[Mapping[str, Any]], context: PlanContext) -> list[Problem]:
    """What the schema can't say about the items of a section."""
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for i, value in enumerate(values):
        path: Path = (i,)
        if value["key"] in seen:
            message = _("The key “%(key)s” is used twice.") % {"key": value["key"]}
            problems.append(Problem((*path, "key"), message, _("Give each item a key of its own.")))
        seen[value["key"]] = i
        problems += shapes.check_units(value["owed_by"], (*path, "owed_by"), context)
        if "owed_to" in value:
            problems += shapes.check_one_unit(value["owed_to"], (*path, "owed_to"), context)
        if "ladder" in value:
            problems += shapes.check_ladder(value["ladder"], (*path, "ladder"), context)
        problems += _when(section, value, path, context)
    return problems


def _when(section: str, value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    if section == "meetings":
        yield from _check_weekly(value, path, context)
    elif ("due" in value) == ("every" in value):
        message = _("A task is due once or every week: it needs either “due” or “every”.")
        yield Problem(path, message, _("For instance “due: 2027-01-08 18:00”."))
    elif "every" in value:
        yield from _check_weekly(value["every"], (*path, "every"), context)
        if "opens" in value:
            yield Problem(
                (*path, "opens"), _("What is owed every week opens by “opens_before”, not by “opens”.")
            )
    else:
        yield from _check_once(value, path, context)


def _check_once(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    times: dict[str, datetime] = {}
    for name in ("opens", "due"):
        try:
            if name in value:
                times[name] = shapes.instant(value[name], context.zone)
        except GapTime as error:
            yield Problem((*path, name), error.message, error.hint or "")
    if len(times) == 2 and times["due"] <= times["opens"]:
        message = _("It is due (%(due)s) before it opens (%(opens)s).")
        yield Problem((*path, "due"), message % {"due": value["due"], "opens": value["opens"]})
    on, _clock = shapes.moment(value["due"])
    if not context.first <= on <= context.closes_on:
        message = _("It is due on %(day)s, outside the programme (%(first)s to %(last)s).")
        days = {"day": on, "first": context.first, "last": context.closes_on}
        yield Problem((*path, "due"), message % days)


def _check_weekly(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    first = shapes.day(value["from"]) if "from" in value else context.first
    last = shapes.day(value["to"]) if "to" in value else context.last
    if first > last:
        message = _("It begins on %(first)s, after its end on %(last)s.")
        yield Problem((*path, "from"), message % {"first": first, "last": last})
        return
    for name, on in (("from", first), ("to", last)):
        if name in value and not context.first <= on <= context.closes_on:
            message = _("%(day)s lies outside the programme (%(first)s to %(last)s).")
            yield Problem(
                (*path, name), message % {"day": on, "first": context.first, "last": context.closes_on}
            )
    for day in weekly(WEEKDAYS[value["weekday"]], first, last):
        try:
            at_local(day, value["time"], context.zone)
        except GapTime as error:
            yield Problem((*path, "time"), error.message, error.hint or "")
            return
    if shapes.duration(value.get("opens_before", "24 h")) > _WEEK - _DAY:
        hint = _("At most 6 d.")
        yield Problem((*path, "opens_before"), _("It would open before the last one is over."), hint)
