"""Handling a case jointly: units that give their part to the one that leads; the post that answers for the result."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput
from duecare.grievances import kinds
from duecare.grievances.actions.owing import owe
from duecare.grievances.actions.placing import concerned_units, hold
from duecare.grievances.holding import holders_in, leads_for, path, taking_part
from duecare.grievances.models import Case, Owed
from duecare.grievances.rules import Clock, Path, Role, UnitPath, clocks, is_within
from duecare.grievances.vocabulary import HoldRole
from duecare.obligations import actions as kernel
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.orgs.vocabulary import PostKind

#: How many units a case is handled with at most.
MOST = 10


def join(case: Case, then: Path, units: Collection[Unit], within: UnitPath, at: datetime) -> None:
    """Let units handle the case with the one that has it, which leads: it replies, and each owes its part.

    :param then: the case after the act. :param within: the place of the unit that decides it.
    :raises BadInput: none is named, too many, one that the case is about or that is below it, one that nobody in it
        takes cases for, or one that is not below the decider's own.
    """
    there = {one.unit_id for one in taking_part(case)}
    new = [unit for unit in units if unit.id not in there]
    if not new or len(there) + len(new) > MOST + 1:
        raise BadInput("case-joint", _("Choose the units that handle it too, at most ten."), where="joint")
    about = [path(one.lineage) for one in concerned_units(case)]
    taking = {holder.unit for holder in holders_in(case.root, at)}
    for unit in new:
        here = path(unit.lineage)
        fits = unit.root_id == case.root_id and unit.closed_at is None and here in taking
        below = is_within(here, within) and here != within
        if not fits or not below or any(is_within(here, one) for one in about):
            raise BadInput("case-joint-unit", _("One of these units can't handle this case."), where="joint")
        hold(case, HoldRole.JOINT, unit, at, beside=True)
    clock = _clock(then)
    if clock is not None:
        for unit in new:
            owe(case, clock, unit, kinds.STAGE.key, post=PostKind.CASE_OFFICER, at=at, each=True)


def give_part(case: Case, then: Path, unit_id: uuid.UUID | None, by: Actor, at: datetime) -> bool:
    """Let a unit no longer owe its part. Returns whether all parts are in now."""
    clock = _clock(then)
    if clock is None:
        return False
    owed = Owed.objects.filter(
        case=case, limit=clock.limit, started=clock.started, obligation__closed_at=None
    )
    for one in owed.filter(obligation__debtor=unit_id):
        kernel.discharge(obligation_id=one.obligation_id, by=by, at=at)
    return not owed.exists()


def _clock(then: Path) -> Clock | None:
    return next((one for one in clocks(then).running if one.of is Role.JOINT), None)


def lead(case: Case, post_id: uuid.UUID | None) -> uuid.UUID:
    """The post that answers for the result. :raises BadInput: it heads no unit at or above the one that handles it."""
    if post_id is None or post_id not in {one.id for one in leads_for(case)}:
        raise BadInput("case-lead", _("Choose the post that answers for the result."), where="lead")
    return post_id
