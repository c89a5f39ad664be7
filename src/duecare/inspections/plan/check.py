"""What the schema of the ``inspections`` section can't say."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from duecare.inspections import versions
from duecare.inspections.plan.check_sample import sample_notices, sample_problems
from duecare.inspections.plan.wanted import days_of, units_of
from duecare.inspections.queries.current import current
from duecare.inspections.rules.windows import Every, most, windows
from duecare.obligations.sections import Notice, Path, PlanContext, Problem
from duecare.obligations.shapes import check_one_unit, check_units, spoken_day
from duecare.orgs.models import Unit


def check(value: Any, context: PlanContext) -> list[Problem]:
    """Everything wrong with the section, in the order of the file, and what may not have been meant."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for i, one in enumerate(value):
        if one["key"] in seen:
            message = _("Two programmes of inspection are called “%(key)s”.") % {"key": one["key"]}
            problems.append(Problem((i, "key"), message, _("Give each item a key of its own.")))
        seen.add(one["key"])
        problems += _programme(one, (i,), context)
    return problems


def _programme(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    yield from _checklists(value, path, context)
    yield from _ladder(value, path, context)
    days = list(_days(value, path, context))
    yield from days
    if not days:
        yield from _counts(value, path, context)
        yield from sample_notices(value, path, context)
    wrong = [*_units(value, path, context)]
    yield from wrong
    pairs: Sequence[tuple[Unit, Unit]] = () if wrong else units_of(value, context)
    yield from sample_problems(value, path, context, pairs)
    if not wrong:
        yield from _debtors(value, path, context, pairs)


def _checklists(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    """Where there is no organisation a checklist may be the deployment's own: that it is unknown is a notice then."""
    somewhere = not context.root._state.adding
    known = [one.checklist.key for one in (current() if somewhere else versions.shipped())]
    for i, key in enumerate(value["checklists"]):
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = _("Did you mean “%(near)s”?") if near else _("One of: %(known)s.")
            words = {"near": near[0] if near else "", "known": ", ".join(known)}
            message = _("There is no checklist called “%(key)s”.") % {"key": key}
            yield (Problem if somewhere else Notice)((*path, "checklists", i), message, hint % words)


def _ladder(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    if value["ladder"] not in context.ladders:
        message = _("There is no ladder called “%(name)s”.") % {"name": value["ladder"]}
        names = ", ".join(sorted(context.ladders)) or "—"
        yield Problem((*path, "ladder"), message, _("The plan has: %(names)s.") % {"names": names})


def _days(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    first, last = days_of(value, context)
    for name, on in (("from", first), ("to", last)):
        if name in value and not context.first <= on <= context.closes_on:
            message = _("%(day)s lies outside the programme (%(first)s to %(last)s).")
            words = {"day": on, "first": context.first, "last": context.closes_on}
            yield Problem((*path, name), message % words)
    if first > last:
        message = _("It begins on %(first)s, after its end on %(last)s.")
        name = "from" if "from" in value else "to"
        yield Problem((*path, name), message % {"first": first, "last": last})


def _counts(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    every, times = value.get("every", Every.ONCE), value.get("times", 1)
    if "apart" not in value:
        return
    if every == Every.WEEK:
        message = _("In one week no two can lie in different weeks.")
        yield Problem((*path, "apart"), message, _("Leave “apart” out, or count by the month."))
        return
    for window in windows(every, *days_of(value, context)):
        weeks = most(window, times, apart=True)
        if weeks < times:
            message = _(
                "From %(first)s to %(last)s there are %(weeks)d weeks: %(weeks)d are asked for there, not %(times)d."
            )
            words = {
                "first": spoken_day(window.first), "last": spoken_day(window.last), "weeks": weeks, "times": times,
            }  # fmt: skip
            yield Notice((*path, "times" if "times" in value else "apart"), message % words)


def _units(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    yield from check_units(value["units"], (*path, "units"), context)
    by = value.get("inspected_by", "self")
    named = {} if isinstance(by, str) else {"inspected_by": by}
    if "owed_to" in value:
        named["owed_to"] = value["owed_to"]
    for name, selector in named.items():
        several = "" if name == "owed_to" else _("One unit inspects; this names several.")
        yield from check_one_unit(selector, (*path, name), context, several)


def _debtors(
    value: Mapping[str, Any], path: Path, context: PlanContext, pairs: Sequence[tuple[Unit, Unit]]
) -> Iterator[Problem]:
    if value.get("inspected_by") == "above" and context.root.pk in {
        unit.pk for unit in context.select(value["units"])
    }:
        message = _("%(unit)s has no unit above it that could inspect it.")
        yield Problem((*path, "units"), message % {"unit": context.root.code})
    if "owed_to" in value:
        creditor = context.select(value["owed_to"])[0]
        if creditor.pk in {by.pk for _unit, by in pairs}:
            message = _("%(unit)s would owe it to itself.") % {"unit": creditor.code}
            yield Problem((*path, "owed_to"), message, _("Name the unit above it, or leave it out."))
