"""What applying a plan changes for hazards, in people's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.hazards.models import Hazard, Provision
from duecare.hazards.plan.working_out import days_of, span_of, terms_of
from duecare.hazards.rules import GENERAL, MAJOR
from duecare.hazards.terms import LEVEL_ABOVE
from duecare.obligations.sections import Change, PlanContext
from duecare.obligations.selection import units_meant
from duecare.obligations.shapes import spoken_day

Value = Mapping[str, Any]


def changes(value: Value, standing: Provision | None, context: PlanContext) -> Iterator[Change]:
    """Every difference between what stands and what the plan says; nothing where there is none."""
    if not value:
        if standing is not None:
            message = _("Hazards found from now on have the usual times again.")
            yield Change("end", (), message)
            yield from _kept(standing.terms["units"], context)
        return
    after = terms_of(value, context)
    if standing is None:
        said = [_bound(value, after, context), *(_level(value, level) for level in _levels(value))]
        yield Change("add", (), " ".join(said))
    else:
        said = list(_changed(value, after, standing, context))
        if not said:
            return
        yield Change("change", (), " ".join(said))
    yield from _kept(after["units"], context)


def _changed(value: Value, after: Value, standing: Provision, context: PlanContext) -> Iterator[str]:
    before = standing.terms
    if before["units"] != after["units"] or (standing.starts_at, standing.ends_at) != span_of(value, context):
        yield _bound(value, after, context)
    for level in (GENERAL, MAJOR):
        if before.get(level) != after.get(level):
            yield _level(value, level) if level in value else _dropped(level)
    if before["ladders"] != after["ladders"]:
        yield _("Who is reminded and told of hazards changes.")
    if before["basis"] != after["basis"]:
        yield _("The clause on hazards is now “%(clause)s”.") % {"clause": after["basis"]}
    if standing.body != value and before == after and standing.root_id == context.root.id:
        yield _("The section on hazards is written otherwise and means the same.")


def _levels(value: Value) -> list[str]:
    return [level for level in (GENERAL, MAJOR) if level in value]


def _bound(value: Value, after: Value, context: PlanContext) -> str:
    units = units_meant(context.root.id, after["units"]).count()
    first, last = days_of(value, context)
    message = ngettext(
        "The plan binds hazards found at %(n)s unit from %(first)s to %(last)s.",
        "The plan binds hazards found at %(n)s units from %(first)s to %(last)s.",
        units,
    )
    return message % {"n": units, "first": spoken_day(first), "last": spoken_day(last)}


def _level(value: Value, level: str) -> str:
    days = value[level]["days"]
    if level == GENERAL:
        message = ngettext(
            "A general hazard is put right within %(n)s day.",
            "A general hazard is put right within %(n)s days.",
            days,
        )
        said = [message % {"n": days}]
    else:
        message = ngettext(
            "A major hazard has its five commitments within %(within)s and is put right within %(n)s day.",
            "A major hazard has its five commitments within %(within)s and is put right within %(n)s days.",
            days,
        )
        said = [message % {"n": days, "within": value[level].get("commit_within", "24 h")}]
    by_default = level == MAJOR
    if value[level].get("verified_by", LEVEL_ABOVE if by_default else "") == LEVEL_ABOVE:
        said.append(_("The level above verifies it."))
    else:
        said.append(_("Another person verifies it."))
    return " ".join(said)


def _dropped(level: str) -> str:
    if level == GENERAL:
        return _("The plan says nothing of general hazards any more: the usual times hold.")
    return _("The plan says nothing of major hazards any more: the usual times hold.")


def _kept(units: Value, context: PlanContext) -> Iterator[Change]:
    count = Hazard.objects.open().filter(unit__in=units_meant(context.root.id, units).order_by()).count()
    if count:
        message = ngettext(
            "%(n)s hazard is open already and keeps its time and its rules.",
            "%(n)s hazards are open already and keep their times and their rules.",
            count,
        )
        yield Change("keep", (), message % {"n": count})
