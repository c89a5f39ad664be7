"""What the schema of the section can't say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from duecare.hazards.plan.working_out import days_of, within_of
from duecare.hazards.rules import GENERAL, MAJOR
from duecare.obligations import shapes
from duecare.obligations.sections import PlanContext, Problem


def problems_of(value: Mapping[str, Any], context: PlanContext) -> list[Problem]:
    """Everything wrong with a value that fits the schema."""
    problems = [*_levels(value), *_ladders(value, context), *_period(value, context)]
    if "units" in value:
        problems += shapes.check_units(value["units"], ("units",), context)
    return problems


def _levels(value: Mapping[str, Any]) -> Iterator[Problem]:
    if GENERAL not in value and MAJOR not in value:
        message = _("It says nothing of general hazards and nothing of major ones.")
        yield Problem((), message, _("For instance “general: {days: 7}”."))
    major = value.get(MAJOR)
    if major and within_of(major) > timedelta(days=major["days"]):
        message = _("The commitments would be due after the hazard is to be put right.")
        yield Problem((MAJOR, "commit_within"), message, _("24 h is usual."))


def _ladders(value: Mapping[str, Any], context: PlanContext) -> Iterator[Problem]:
    for step, name in value.get("ladders", {}).items():
        yield from shapes.check_ladder(name, ("ladders", step), context)


def _period(value: Mapping[str, Any], context: PlanContext) -> Iterator[Problem]:
    first, last = days_of(value, context)
    if first > last:
        message = _("It begins on %(first)s, after its end on %(last)s.")
        yield Problem(("from" if "from" in value else "to",), message % {"first": first, "last": last})
        return
    for name, on in (("from", first), ("to", last)):
        if name in value and not context.first <= on <= context.closes_on:
            message = _("%(day)s lies outside the programme (%(first)s to %(last)s).")
            said = {"day": on, "first": context.first, "last": context.closes_on}
            yield Problem((name,), message % said)
