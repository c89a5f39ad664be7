"""What an act brings with it beside its clocks: who holds the case then, and who is asked."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput
from duecare.grievances.actions.given import Given
from duecare.grievances.actions.joining import join
from duecare.grievances.actions.owing import hand_over, pass_on
from duecare.grievances.actions.placing import concerned_units, decider, hold, place
from duecare.grievances.holding import Standing, standing_reach
from duecare.grievances.holding import path as place_of
from duecare.grievances.models import Case, Hold, Owed, Step
from duecare.grievances.rules import Act, ActKind, Path, Role, is_within
from duecare.grievances.vocabulary import Aim, HoldRole
from duecare.orgs.models import Unit


def follow(
    case: Case, path: Path, act: Act, step: Step, given: Given, standing: Standing | None, at: datetime
) -> None:
    """Let the case be held by whoever has to hold it after the act."""
    if act.kind is ActKind.ROUTES:
        _send(case, given.unit, at)
    elif act.kind is ActKind.JOINS and standing is not None:
        join(case, path, given.joint, standing_reach(standing), at)
    elif act.kind is ActKind.RECUSES:
        _without_the_recused(case, path, at)
    elif act.kind is ActKind.ASKS_RECUSAL and step.aims_at == Aim.HEAD:
        _past_the_head(case, path, act, at)
    elif act.kind is ActKind.ASKS_REVIEW:
        decider(case, Role.REREVIEW if path.stage == "re-review" else Role.ABOVE, path.excused, at)
    elif act.kind in (ActKind.GOES_HIGHER, ActKind.REPORTS_RETALIATION, ActKind.OBJECTS):
        decider(case, Role.ABOVE, path.excused, at)


def _send(case: Case, unit: Unit | None, at: datetime) -> None:
    """Give the case to another unit, never to one that it is about or below that."""
    if unit is None or unit.root_id != case.root_id or unit.closed_at is not None:
        raise BadInput("case-unit", _("Choose the unit that handles it."), where="unit")
    here = place_of(unit.lineage)
    if any(is_within(here, place_of(one.lineage)) for one in concerned_units(case)):
        raise BadInput(
            "case-unit-concerned", _("A case is never handled by a unit that it is about, or by one below it."),
            where="unit",
        )  # fmt: skip
    before = holder_of(case)
    hold(case, HoldRole.HOLDER, unit, at)
    if before is not None:
        hand_over(case, before, unit, at)


def holder_of(case: Case) -> Unit | None:
    """The unit that handles the case now."""
    found = Hold.objects.filter(case=case, role=HoldRole.HOLDER, until=None).select_related("unit").first()
    return found.unit if found else None


def _without_the_recused(case: Case, path: Path, at: datetime) -> None:
    """Where nobody of the holding unit is left, the case climbs at once."""
    before = holder_of(case)
    if before is None:
        return
    place(case, concerned=concerned_units(case), received=before, recused=path.excused, at=at)
    hand_over(case, before, holder_of(case), at)


def _past_the_head(case: Case, path: Path, act: Act, at: datetime) -> None:
    """Let the level above decide on a recusal that is aimed at the head, and owe that."""
    above = decider(case, Role.ABOVE, path.excused, at).unit
    limits = [limit.key for limit in path.procedure.starting(act.key)]
    for owed in Owed.objects.filter(case=case, limit__in=limits, obligation__closed_at=None):
        pass_on(owed.obligation_id, "case_officer", above, at)
