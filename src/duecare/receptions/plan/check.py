"""What the schema of the section can't say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from duecare.obligations import shapes
from duecare.obligations.sections import Path, PlanContext, Problem
from duecare.receptions.plan.terms import each_of, terms_of
from duecare.receptions.rules import occasions

_SHORTEST, _LONGEST = timedelta(minutes=5), timedelta(hours=4)


def problems_of(values: Sequence[Mapping[str, Any]], context: PlanContext) -> list[Problem]:
    """Everything wrong with a value that fits the schema."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for i, value in enumerate(values):
        path: Path = (i,)
        if value["key"] in seen:
            message = _("The key “%(key)s” is used twice.") % {"key": value["key"]}
            problems.append(Problem((*path, "key"), message, _("Give each item a key of its own.")))
        seen.add(value["key"])
        found = [
            *shapes.check_units(value["units"], (*path, "units"), context),
            *(
                shapes.check_one_unit(value["owed_to"], (*path, "owed_to"), context)
                if "owed_to" in value
                else ()
            ),
            *(shapes.check_ladder(value["ladder"], (*path, "ladder"), context) if "ladder" in value else ()),
            *_hours(value, path),
            *_days(value, path, context),
        ]
        problems += found or _never(value, path, context)
    return problems


def _hours(value: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    begins, ends = (_since_midnight(value[name]) for name in ("from", "to"))
    each = each_of(value)
    if begins >= ends:
        message = _("It ends (%(to)s) before it begins (%(from)s).")
        yield Problem((*path, "to"), message % {"from": value["from"], "to": value["to"]})
    elif not _SHORTEST <= each <= _LONGEST:
        yield Problem((*path, "each"), _("Each number has between 5 minutes and 4 hours."))
    elif begins + each > ends:
        message = _("Between %(from)s and %(to)s there is no time for a single number.")
        said = {"from": value["from"], "to": value["to"]}
        yield Problem((*path, "to"), message % said, _("Let it last longer, or give each number less time."))


def _since_midnight(clock: str) -> timedelta:
    time = shapes.clock_time(clock)
    return timedelta(hours=time.hour, minutes=time.minute)


def _days(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    first = shapes.day(value["starting"]) if "starting" in value else context.first
    last = shapes.day(value["ending"]) if "ending" in value else context.last
    if first > last:
        message = _("It begins on %(first)s, after its end on %(last)s.")
        yield Problem((*path, "starting"), message % {"first": first, "last": last})
        return
    for name, on in (("starting", first), ("ending", last)):
        if name in value and not context.first <= on <= context.closes_on:
            message = _("%(day)s lies outside the programme (%(first)s to %(last)s).")
            said = {"day": on, "first": context.first, "last": context.closes_on}
            yield Problem((*path, name), message % said)


def _never(value: Mapping[str, Any], path: Path, context: PlanContext) -> list[Problem]:
    terms = terms_of(value, context)
    if any(occasions(terms, context.first, context.closes_on, context.calendar.holidays)):
        return []
    message = _("There is no such day in that time, public holidays not counted.")
    return [
        Problem((*path, "weekday"), message, _("Choose another weekday, or other days to begin and end."))
    ]
