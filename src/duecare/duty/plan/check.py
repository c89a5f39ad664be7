"""What the schema of the section can't say about arrangements."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from duecare.core.calendar import GapTime, zone_named
from duecare.duty.plan.schema import DAY_TYPES
from duecare.duty.plan.terms import terms_of
from duecare.duty.rules import owing
from duecare.duty.rules.terms import Planned, Terms, days_of, watches_on
from duecare.obligations import shapes
from duecare.obligations.sections import Path, PlanContext, Problem

_DAY = timedelta(days=1)
#: What an arrangement's obligations are counted under beside its posts.
_TAKEN = (owing.HANDOVER, owing.PRESENCE, owing.ROSTER, owing.REQUEST)


def problems_of(values: Sequence[Mapping[str, Any]], context: PlanContext) -> list[Problem]:
    """What the schema can't say about the items."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for i, value in enumerate(values):
        path: Path = (i,)
        problems += _twice(value["key"], seen, (*path, "key"))
        wrong = [
            *_units(value, path, context),
            *_keys(value, path),
            *_names(value, path, context),
            *_ladders(value, path, context),
            *_period(value, path, context),
            *_rules(value, path),
            *_check_in(value, path),
        ]
        problems += wrong or _watches(value, path, context)
    return problems


def _twice(key: str, seen: set[str], path: Path) -> Iterator[Problem]:
    if key in seen:
        message = _("The key “%(key)s” is used twice.") % {"key": key}
        yield Problem(path, message, _("Give each item a key of its own."))
    seen.add(key)


def _units(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    yield from shapes.check_units(value["sites"], (*path, "sites"), context)
    for name, several in (("kept_by", _("One unit keeps the roster; this names several.")), ("owed_to", "")):
        if name in value:
            yield from shapes.check_one_unit(value[name], (*path, name), context, several)


def _keys(value: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    needed = {name for need in value["needs"] for name in (need["post"], *need["shifts"])}
    for name in ("posts", "shifts"):
        seen: set[str] = set()
        for j, part in enumerate(value[name]):
            key, place = part["key"], (*path, name, j, "key")
            yield from _twice(key, seen, place)
            if name == "posts" and key.partition("-")[0] in _TAKEN:
                message = _("No post can be called “%(name)s”: the program counts something else under it.")
                yield Problem(place, message % {"name": key}, _("Choose another key."))
            if key not in needed:
                message = _("“%(name)s” is not needed on any watch.") % {"name": key}
                yield Problem(place, message, _("Name it under “needs”, or leave it out."))


def _names(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    posts, shifts = ([part["key"] for part in value[name]] for name in ("posts", "shifts"))
    days = [*DAY_TYPES, *context.phases]
    for j, need in enumerate(value["needs"]):
        at: Path = (*path, "needs", j)
        yield from _known(need["post"], posts, (*at, "post"), _("No post is called “%(name)s”."))
        for k, shift in enumerate(need["shifts"]):
            yield from _known(shift, shifts, (*at, "shifts", k), _("No shift is called “%(name)s”."))
        for k, day in enumerate(need.get("on", ())):
            yield from _known(day, days, (*at, "on", k), _("“%(name)s” is no sort of day and no phase."))
    for k, shift in enumerate(value.get("presence", {}).get("shifts", ())):
        place = (*path, "presence", "shifts", k)
        yield from _known(shift, shifts, place, _("No shift is called “%(name)s”."))


def _known(name: str, known: Collection[str], path: Path, message: str) -> Iterator[Problem]:
    if name not in known:
        near = difflib.get_close_matches(name, list(known), n=1)
        hint = _("Did you mean “%(near)s”?") % {"near": near[0]} if near else _("One of: %(known)s.")
        yield Problem(path, message % {"name": name}, hint if near else hint % {"known": ", ".join(known)})


def _ladders(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    for what, name in value.get("ladders", {}).items():
        yield from shapes.check_ladder(name, (*path, "ladders", what), context)


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


def _rules(value: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """Only rules that nobody at all could keep: long rests are usual where there are people enough."""
    rules = value.get("rules", {})
    least, most = rules.get("days_least", 1), rules.get("days_most", 31)
    place: Path = (*path, "rules", "days_least")
    if least > most:
        message = _("At least %(least)s days in a row are asked for, and at most %(most)s.")
        yield Problem(place, message % {"least": least, "most": most}, _("Leave one of them out."))
    elif least > 1 and "rest" in rules and shapes.duration(rules["rest"]) > _longest_rest(value["shifts"]):
        message = _(
            "Nobody can stand watches on %(least)s days in a row with a rest of %(rest)s between them."
        )
        hint = _("Shorten the rest, or leave “days_least” out.")
        yield Problem(place, message % {"least": least, "rest": rules["rest"]}, hint)


def _longest_rest(shifts: Sequence[Mapping[str, Any]]) -> timedelta:
    """The longest time from the end of a day's watch to the start of one of the next day's."""
    starts = [_since_midnight(shapes.clock_time(shift["starts"])) for shift in shifts]
    ends = [_since_midnight(shapes.clock_time(shift["starts"])) + _length(shift) for shift in shifts]
    return _DAY + max(starts) - min(ends)


def _check_in(value: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    within = value.get("check_in", {}).get("within")
    for shift in value["shifts"]:
        if within is not None and shapes.duration(within) >= _length(shift):
            message = _("One could check in until the watch “%(key)s” is over.") % {"key": shift["key"]}
            yield Problem((*path, "check_in", "within"), message, _("At most an hour is usual."))


def _length(shift: Mapping[str, Any]) -> timedelta:
    starts, ends = (_since_midnight(shapes.clock_time(shift[name])) for name in ("starts", "ends"))
    return ends - starts if ends > starts else ends - starts + _DAY


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)


def _watches(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    """What only shows once the watches are worked out; all else is in order."""
    try:
        terms = terms_of(value, context)
    except GapTime as error:
        yield Problem((*path, "roster_due"), error.message, error.hint or "")
        return
    planned = [watch for day in days_of(terms) for watch in watches_on(terms, day)]
    if not planned:
        message = _("No watch needs anybody on any of these days.")
        yield Problem((*path, "needs"), message, _("Look at “people” and “on”."))
        return
    keys = [shift["key"] for shift in value["shifts"]]
    for shift, day in sorted({w.shift: w.day for w in planned if w.ends_at <= w.starts_at}.items()):
        message = _("On %(day)s the clock is put forward: the watch “%(key)s” would end before it begins.")
        hint = _("Let it begin earlier or end later.")
        place: Path = (*path, "shifts", keys.index(shift))
        yield Problem(place, message % {"day": day, "key": shift}, hint)
    yield from _roster_due(value, terms, planned[0], path)
    if terms["handover"]:
        yield from _handover(terms, planned, (*path, "handover"))


def _roster_due(value: Mapping[str, Any], terms: Terms, first: Planned, path: Path) -> Iterator[Problem]:
    if datetime.fromisoformat(terms["roster_due"]) >= first.starts_at:
        begins = first.starts_at.astimezone(zone_named(terms["zone"]))
        message = _("The roster is due at %(due)s, when the first watch has already begun (%(first)s).")
        said = {"due": value["roster_due"], "first": begins.strftime("%Y-%m-%d %H:%M")}
        yield Problem((*path, "roster_due"), message % said, _("Give people some days to see their watches."))


def _handover(terms: Terms, planned: Sequence[Planned], path: Path) -> Iterator[Problem]:
    begins: dict[datetime, Planned] = {}
    for watch in planned:
        begins.setdefault(watch.starts_at, watch)
    following = [begins[watch.ends_at] for watch in planned if watch.ends_at in begins]
    if not following:
        message = _("No watch begins when another ends, so that none is handed over.")
        yield Problem(path, message, _("Leave “handover” out."))
        return
    shortest = min(following, key=lambda watch: watch.ends_at - watch.starts_at)
    if timedelta(seconds=terms["handover"]["within"]) > shortest.ends_at - shortest.starts_at:
        message = _("It could be signed for after the watch that takes over, “%(key)s”, has ended.")
        yield Problem((*path, "within"), message % {"key": shortest.shift}, _("Half an hour is usual."))
