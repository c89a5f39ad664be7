"""What the schema of the section can't say about arrangements."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from duecare.core.calendar import GapTime, at_local
from duecare.duty.plan.schema import DAY_TYPES
from duecare.obligations import shapes
from duecare.obligations.sections import Path, PlanContext, Problem

_DAY = timedelta(days=1)


def problems_of(values: Sequence[Mapping[str, Any]], context: PlanContext) -> list[Problem]:
    """What the schema can't say about the items."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for i, value in enumerate(values):
        path: Path = (i,)
        problems += _twice(value["key"], seen, (*path, "key"))
        problems += _units(value, path, context)
        problems += _parts(value, path, context)
        problems += _ladders(value, path, context)
        period = list(_period(value, path, context))
        problems += period
        if not period:
            problems += _roster_due(value, path, context)
        problems += _rest(value, path)
    return problems


def _twice(key: str, seen: set[str], path: Path) -> Iterator[Problem]:
    if key in seen:
        message = _("The key “%(key)s” is used twice.") % {"key": key}
        yield Problem(path, message, _("Give each item a key of its own."))
    seen.add(key)


def _units(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    yield from shapes.check_units(value["sites"], (*path, "sites"), context)
    for name, message in (
        ("kept_by", _("One unit keeps the roster; this names several.")),
        ("owed_to", _("It is owed to one unit; this names several.")),
    ):
        if name not in value:
            continue
        wrong = shapes.check_units(value[name], (*path, name), context)
        yield from wrong
        if not wrong and len(context.select(value[name])) != 1:
            yield Problem((*path, name), message, _("Name it by its code: {codes: [CODE]}."))


def _parts(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    keys: dict[str, list[str]] = {}
    for name in ("posts", "shifts"):
        seen: set[str] = set()
        for j, part in enumerate(value[name]):
            yield from _twice(part["key"], seen, (*path, name, j, "key"))
        keys[name] = [part["key"] for part in value[name]]
    named: set[str] = set()
    for j, need in enumerate(value["needs"]):
        at: Path = (*path, "needs", j)
        named |= {need["post"], *need["shifts"]}
        yield from _known(need["post"], keys["posts"], (*at, "post"), _("No post is called “%(name)s”."))
        for k, shift in enumerate(need["shifts"]):
            yield from _known(shift, keys["shifts"], (*at, "shifts", k), _("No shift is called “%(name)s”."))
        for k, day in enumerate(need.get("on", ())):
            known = [*DAY_TYPES, *context.phases]
            yield from _known(day, known, (*at, "on", k), _("“%(name)s” is no sort of day and no phase."))
    for k, shift in enumerate(value.get("presence", {}).get("shifts", ())):
        place = (*path, "presence", "shifts", k)
        yield from _known(shift, keys["shifts"], place, _("No shift is called “%(name)s”."))
    for name in ("posts", "shifts"):
        for j, key in enumerate(keys[name]):
            if key not in named:
                message = _("“%(name)s” is not needed on any watch.") % {"name": key}
                yield Problem((*path, name, j, "key"), message, _("Name it under “needs”, or leave it out."))


def _known(name: str, known: Collection[str], path: Path, message: str) -> Iterator[Problem]:
    if name not in known:
        near = difflib.get_close_matches(name, list(known), n=1)
        hint = _("Did you mean “%(near)s”?") % {"near": near[0]} if near else _("One of: %(known)s.")
        yield Problem(path, message % {"name": name}, hint if near else hint % {"known": ", ".join(known)})


def _ladders(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    for what, name in value.get("ladders", {}).items():
        if name not in context.ladders:
            near = difflib.get_close_matches(name, list(context.ladders), n=1)
            hint = (
                _("Did you mean “%(near)s”?") % {"near": near[0]}
                if near
                else _("Describe it under “ladders”.")
            )
            message = _("No ladder is called “%(name)s”.") % {"name": name}
            yield Problem((*path, "ladders", what), message, hint)


def _period(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    first, last = shapes.day(value["from"]), shapes.day(value["to"])
    if first > last:
        message = _("It begins on %(first)s, after its end on %(last)s.")
        yield Problem((*path, "from"), message % {"first": first, "last": last})
        return
    for name, on in (("from", first), ("to", last)):
        if not context.first <= on <= context.closes_on:
            message = _("%(day)s lies outside the programme (%(first)s to %(last)s).")
            yield Problem(
                (*path, name), message % {"day": on, "first": context.first, "last": context.closes_on}
            )


def _roster_due(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    place: Path = (*path, "roster_due")
    try:
        due = shapes.instant(value["roster_due"], context.zone)
    except GapTime as error:
        yield Problem(place, error.message, error.hint or "")
        return
    begins = _first_watch(value, context)
    if due >= begins:
        message = _("The roster is due at %(due)s, when the first watch has already begun (%(first)s).")
        values = {"due": value["roster_due"], "first": begins.strftime("%Y-%m-%d %H:%M")}
        yield Problem(place, message % values, _("Give people some days to see their watches."))


def _first_watch(value: Mapping[str, Any], context: PlanContext) -> datetime:
    day = shapes.day(value["from"])
    starts = min(shapes.clock_time(shift["starts"]) for shift in value["shifts"])
    return at_local(day, starts, context.zone, gap="forward")


def _rest(value: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """A rest that lets nobody stand again on the next day can still be kept; one past two days is a mistake."""
    rest = value.get("rules", {}).get("rest")
    if rest is not None and shapes.duration(rest) > 2 * _DAY:
        message = _("Nobody could stand two days running: a rest of %(rest)s is too long.")
        yield Problem((*path, "rules", "rest"), message % {"rest": rest}, _("At most 48 h."))
    for shift in value["shifts"]:
        length = _length(shapes.clock_time(shift["starts"]), shapes.clock_time(shift["ends"]))
        within = value.get("check_in", {}).get("within")
        if within is not None and shapes.duration(within) >= length:
            message = _("One could check in until the watch “%(key)s” is over.") % {"key": shift["key"]}
            yield Problem((*path, "check_in", "within"), message, _("At most an hour is usual."))


def _length(starts: time, ends: time) -> timedelta:
    minutes = (ends.hour * 60 + ends.minute) - (starts.hour * 60 + starts.minute)
    return timedelta(minutes=minutes if minutes > 0 else minutes + 24 * 60)
