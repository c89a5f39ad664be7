"""What can't be drawn, and what a draw would give away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from duecare.inspections.plan.wanted import creditor_of, days_of
from duecare.inspections.rules.windows import in_cycles, windows
from duecare.obligations.sections import Notice, Path, PlanContext, Problem
from duecare.obligations.shapes import spoken_day
from duecare.orgs.models import Unit
from duecare.orgs.rules import reach_of


def sample_problems(
    value: Mapping[str, Any], path: Path, context: PlanContext, pairs: Sequence[tuple[Unit, Unit]]
) -> Iterator[Problem]:
    """What is wrong with a sample."""
    if "sample" not in value:
        return
    if "every" not in value:
        yield Problem((*path, "sample"), _("A sample is drawn every month or every week."), _("Add “every”."))
    for name in ("times", "apart"):
        if name in value and value[name] != 1:
            yield Problem(
                (*path, name),
                _("A unit that is drawn is inspected once."),
                _("Leave it out, or draw more units."),
            )
    share = value["sample"]["share"]
    if Fraction(share) > 1:
        message = _("%(share)s is more than all units.") % {"share": share}
        yield Problem((*path, "sample", "share"), message)
    if value.get("inspected_by", "self") == "self":
        message = _("Whoever inspects itself would know of the draw.")
        yield Problem((*path, "sample"), message, _("Say “inspected_by: {codes: [CODE]}”."))
    else:
        yield from _seen(value, path, context, pairs)


def sample_notices(value: Mapping[str, Any], path: Path, context: PlanContext) -> Iterator[Problem]:
    """A last cycle that the plan's end cuts short still takes everybody, and so more at a time."""
    if "sample" not in value or "every" not in value:
        return
    share, within = Fraction(value["sample"]["share"]), value["sample"]["cover_within"]
    last = in_cycles(windows(value["every"], *days_of(value, context)), within)[-1]
    if len(last) < within and Fraction(1, len(last)) > share:
        message = _(
            "The last round begins on %(first)s and has only %(count)d of %(within)d draws: "
            "every unit still has its turn in it."
        )
        words = {"first": spoken_day(last[0].first), "count": len(last), "within": within}
        yield Notice((*path, "sample", "cover_within"), message % words)


def _seen(
    value: Mapping[str, Any], path: Path, context: PlanContext, pairs: Sequence[tuple[Unit, Unit]]
) -> Iterator[Problem]:
    """Units that could see the duty to inspect them: they reach the unit that inspects, or it is owed to them."""
    for unit, by in pairs:
        reach = reach_of(unit.kind, unit.lineage)
        # Units of a plan that is checked without an organisation all stand in the same place.
        if unit.pk == by.pk or (by.lineage.startswith(reach) and by.lineage != unit.lineage):
            message = _("%(unit)s would see that it has been drawn: its posts see what %(by)s owes.")
            words = {"unit": unit.code, "by": by.code}
            yield Problem((*path, "units"), message % words, _("Leave it out, or let another unit inspect."))
    creditor = creditor_of(value, context, pairs) if pairs else None
    if creditor is not None and creditor.pk in {unit.pk for unit, _by in pairs}:
        message = _("%(unit)s would see that it has been drawn: it is owed to it.")
        yield Problem((*path, "units"), message % {"unit": creditor.code}, _("Leave it out."))
