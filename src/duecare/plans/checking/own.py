"""What the schema can't say about plans' own part."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.core.errors import BadInput
from duecare.obligations import shapes
from duecare.obligations.sections import Path, PlanContext, Problem
from duecare.orgs import audiences
from duecare.orgs.vocabulary import PostKind
from duecare.plans.context import ACTS, offset_of
from duecare.plans.trees import Tree

Value = Mapping[str, Any]
PLACES = ("debtor", "creditor", "root", "up", "site")
#: What people write for a zone that has another name.
_USUAL = dict.fromkeys(("beijing", "peking", "china", "utc+8", "gmt+8", "北京", "北京时间"), "Asia/Shanghai")
_AUDIENCE = re.compile(r"([a-z-]+)(?::([a-z_]+))?@([a-z]+)")


def zone_problems(value: Value) -> Iterator[Problem]:
    """The time zone is one that exists."""
    zone = value["zone"]
    zones = available_timezones()
    if zone in zones:
        return
    by_city = {name.rpartition("/")[2].lower(): name for name in sorted(zones, key=len, reverse=True)}
    guess = (
        _USUAL.get(zone.lower().removeprefix("asia/"))
        or by_city.get(zone.rpartition("/")[2].lower().replace(" ", "_"))
        or next(iter(difflib.get_close_matches(zone, zones, n=1)), "")
    )
    hint = _("Did you mean “%(near)s”?") % {"near": guess} if guess else _("For instance Asia/Shanghai.")
    yield Problem(("zone",), _("There is no time zone called “%(zone)s”.") % {"zone": zone}, hint)


def period_problems(value: Value) -> Iterator[Problem]:
    """First, last and closing day follow one another."""
    period = value["period"]
    names = [name for name in ("first", "last", "closes") if name in period]
    for before, after in pairwise(names):
        if period[after] < period[before]:
            message = _("“%(after)s” (%(late)s) lies before “%(before)s” (%(early)s).")
            words = {"after": after, "late": period[after], "before": before, "early": period[before]}
            yield Problem(("period", after), message % words, _("Exchange the two, or mend the year."))
    if (shapes.day(period["last"]) - shapes.day(period["first"])).days > 1100:
        yield Problem(("period", "last"), _("A programme lasts three years at most."), _("Mend the year."))


def phase_problems(value: Value) -> Iterator[Problem]:
    """Each phase has its days in order and inside the period."""
    first, last = value["period"]["first"], value["period"]["last"]
    for key, phase in value.get("phases", {}).items():
        if phase["last"] < phase["first"]:
            message = _("The phase ends on %(last)s, before it begins on %(first)s.")
            yield Problem(("phases", key, "last"), message % phase)
        for name in ("first", "last"):
            if not first <= phase[name] <= last:
                message = _("%(day)s lies outside the period (%(first)s to %(last)s).")
                yield Problem(
                    ("phases", key, name), message % {"day": phase[name], "first": first, "last": last}
                )


def ladder_problems(value: Value) -> Iterator[Problem]:
    """Each step says when and does one thing, in order of time, for audiences that exist."""
    for name, steps in value.get("ladders", {}).items():
        before: int | None = None
        for i, step in enumerate(steps):
            path: Path = ("ladders", name, i)
            when = [k for k in ("before", "at", "after") if k in step]
            acts = [k for k in ACTS if k in step]
            if len(when) != 1:
                hint = _("For instance “before: 60 min”, “at: due” or “after: 2 h”.")
                yield Problem(path, _("A step needs one of “before”, “at” and “after”."), hint)
                continue
            if len(acts) != 1:
                hint = _("Write a step for each act.")
                yield Problem(path, _("A step does one thing: “remind”, “tell” or “escalate”."), hint)
            offset = offset_of(step)
            if before is not None and offset < before:
                message = _("This step comes before the one above it; steps stand in order of time.")
                yield Problem((*path, when[0]), message, _("Move it up."))
            before = offset
            for act in acts:
                for j, audience in enumerate(step[act]):
                    yield from _audience(audience, (*path, act, j))


def _audience(audience: str, path: Path) -> Iterator[Problem]:
    match = _AUDIENCE.fullmatch(audience)
    if not match:
        hint = _("For instance “post:reporter@debtor”.")
        yield Problem(path, _("“%(audience)s” is no audience.") % {"audience": audience}, hint)
        return
    name, argument, place = match.groups()
    known = {"post", *audiences.known()}
    if name not in known:
        yield _unknown(audience, name, sorted(known), path)
    elif name == "post" and argument not in PostKind.values:
        yield _unknown(audience, argument or "", list(PostKind.values), path)
    elif place not in PLACES:
        yield _unknown(audience, place, PLACES, path)


def _unknown(audience: str, word: str, known: Any, path: Path) -> Problem:
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    if near:
        hint = _("Did you mean “%(near)s”?") % {"near": audience.replace(word, near[0]) if word else near[0]}
    else:
        hint = _("One of: %(known)s.") % {"known": ", ".join(known)}
    message = _("In “%(audience)s” the word “%(word)s” is not known.")
    return Problem(path, message % {"audience": audience, "word": word}, hint)


def unit_problems(value: Value, tree: Tree, context: PlanContext) -> Iterator[Problem]:
    """Every unit that plans' own part names exists, and the scope has as many as it says."""
    yield from _code(value["office"], ("office",), tree)
    for path, seat in _seats(value.get("leading_group", {})):
        if "unit" in seat:
            yield from _code(seat["unit"], (*path, "unit"), tree)
        if "units" in seat:
            yield from shapes.check_units(seat["units"], (*path, "units"), context)
        if ("unit" in seat) == ("units" in seat):
            yield Problem(path, _("A seat belongs to a unit: it needs either “unit” or “units”."))
    group = value.get("leading_group", {})
    if "office" in group:
        yield from _code(group["office"], ("leading_group", "office"), tree)
    yield from _scope(value, tree, context)


def _seats(group: Value) -> Iterator[tuple[Path, Value]]:
    if "head" in group:
        yield ("leading_group", "head"), group["head"]
    for name in ("deputies", "members"):
        for i, seat in enumerate(group.get(name, ())):
            yield ("leading_group", name, i), seat


def _scope(value: Value, tree: Tree, context: PlanContext) -> Iterator[Problem]:
    scope = value.get("scope")
    if not scope:
        return
    wrong = shapes.check_units(scope["units"], ("scope", "units"), context)
    yield from wrong
    if wrong or not tree.known or "count" not in scope:
        return
    counted = len(tree.select(scope["units"]))
    if counted != scope["count"]:
        message = ngettext(
            "The plan says %(said)s units; there is %(counted)s.",
            "The plan says %(said)s units; there are %(counted)s.",
            counted,
        )
        hint = _("Mend the number, the kinds, or the units themselves.")
        yield Problem(("scope", "count"), message % {"said": scope["count"], "counted": counted}, hint)


def _code(code: str, path: Path, tree: Tree) -> Iterator[Problem]:
    try:
        tree.select({"codes": [code]})
    except BadInput as error:
        yield Problem(path, error.message, error.hint or "")


def closing_problems(value: Value) -> Iterator[Problem]:
    """The summary is one of the tasks."""
    summary = value.get("closing", {}).get("summary")
    keys = [task["key"] for task in value.get("tasks", ()) if isinstance(task, dict) and "key" in task]
    if summary is not None and summary not in keys:
        near = difflib.get_close_matches(summary, keys, n=1) or keys[:1]
        hint = _("Did you mean “%(near)s”?") % {"near": near[0]} if near else _("Add the task.")
        yield Problem(("closing", "summary"), _("No task has the key “%(key)s”.") % {"key": summary}, hint)


def assumed_warnings(value: Value, confirmed: Callable[[date], bool]) -> Iterator[Problem]:
    """The calendar is confirmed through the programme's end."""
    closes = value["period"].get("closes", value["period"]["last"])
    if "calendar" in value and not confirmed(shapes.day(closes)):
        message = _(
            "The calendar is not confirmed through %(day)s; deadlines that rest on its days off are assumed."
        )
        yield Problem(("calendar",), message % {"day": closes})
