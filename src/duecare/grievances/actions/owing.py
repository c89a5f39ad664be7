"""Letting a case's time limits be owed: what an act opens, ends and moves, as the rules say."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from duecare.core.calendar import local_date
from duecare.grievances import kinds, ladders
from duecare.grievances.actions.placing import decider
from duecare.grievances.models import NEVER, Case, Hold, Owed
from duecare.grievances.rules import Clock, Consequence, Path, Role, Sort
from duecare.grievances.vocabulary import HoldRole
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Draft
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM, Actor
from duecare.web import rows

#: What several units owe, each for itself: opened where they are asked, or join.
_EACH = (Role.CONCERNED, Role.JOINT)
_POSTS = {Role.HOLDER: "case_officer", Role.LEADER: "leader"}
_LADDERS = {
    kinds.STAGE.key: kernel.frozen(ladders.STAGE), kinds.INQUIRY.key: kernel.frozen(ladders.INQUIRY),
}  # fmt: skip


def begin(case: Case, holder: Unit | None, opened: Iterable[Clock], at: datetime) -> list[Clock]:
    """Let a new case be held, and what its holder owes of it be owed from now on. Nothing is read.

    :param holder: None where nobody in the tree may take it.
    :returns: the clocks of others, for :func:`settle` to open.
    """
    others, first = [], NEVER
    for clock in opened:
        if not _is_owed(clock):
            continue
        if clock.of in (Role.ABOVE, Role.REREVIEW) or clock.stands_still:
            others.append(clock)
        elif holder is not None:
            first = min(first, _owe_stage(case, clock, holder, at).due_at)
    hold = Hold(case=case, role=HoldRole.HOLDER, unit=holder, since=at, due_at=first)
    hold.received_at = case.received_at if holder else None
    rows.insert(hold)
    return others


def settle(case: Case, path: Path, consequence: Consequence, *, by: Actor, at: datetime) -> None:
    """Bring what is owed of a case in line with what an act did, in the caller's transaction.

    :param path: as it stands after the act.
    """
    for clock in consequence.closed:
        end(case, clock, by, at)
    for clock in consequence.changed:
        _move(case, clock, at)
    for clock in consequence.opened:
        if _is_owed(clock):
            _open(case, clock, path, at)


def _is_owed(clock: Clock) -> bool:
    return clock.sort is Sort.DUTY and clock.of not in _EACH


def _open(case: Case, clock: Clock, path: Path, at: datetime) -> None:
    unit = _debtor(case, clock.of, path, at)
    if unit is None:  # the body above the root that the plan names; nothing of it is in this tree
        return
    owed = _owe_stage(case, clock, unit, at)
    if clock.stands_still:
        kernel.pause(obligation_id=owed.id, by=SYSTEM, at=at, why=as_recorded())


def _owe_stage(case: Case, clock: Clock, unit: Unit, at: datetime) -> Obligation:
    return owe(case, clock, unit, kinds.STAGE.key, post=_POSTS.get(clock.of, "case_officer"), at=at)


def owe(
    case: Case,
    clock: Clock,
    unit: Unit,
    kind: str,
    *,
    post: str,
    at: datetime,
    number: str = "",
    creditor: Unit | None = None,
    each: bool = False,
) -> Obligation:
    """Let a unit owe a limit of a case; outsiders see its number alone. Nothing is read.

    :param number: another one than the case's, for a unit that may not tell one case of it from another.
    :param creditor: whom it is owed to; the unit above where nobody is named.
    :param each: several units owe the same under the case's number.
    """
    number = number or case.number
    origin = f"{kind}/{clock.limit}/{case.id}/{clock.started:%Y%m%d%H%M%S}/{number}"
    origin += f"/{unit.key}" if each else ""
    above = creditor.id if creditor else unit.parent_id or unit.id
    draft = Draft(
        kind=kind, origin=origin, root_id=case.root_id, debtor_id=unit.id, lineage=unit.lineage, creditor_id=above,
        title=clock.title.zh, title_en=clock.title.en, basis=clock.articles[0].zh[:120],
        strand=f"cases/{clock.limit}/{kind.partition('.')[2]}", slot=local_date(clock.due, unit.zone),
        opens_at=min(at, clock.due), due_at=clock.due, due_assumed=clock.assumed, number=number, post=post,
        ladder_id=_LADDERS[kind].id,
    )  # fmt: skip
    made = kernel.open_now(draft=draft, ladder=_LADDERS[kind], at=at)
    rows.insert(Owed(obligation=made, case=case, limit=clock.limit, started=clock.started))
    return made


def _debtor(case: Case, role: Role, path: Path, at: datetime) -> Unit | None:
    if role in (Role.ABOVE, Role.REREVIEW):
        return decider(case, role, path.excused, at).unit
    held = Hold.objects.filter(case=case, role=HoldRole.HOLDER, until=None).select_related("unit")
    return next((one.unit for one in held), None)


def as_recorded() -> str:
    """Why, as a duty's page says it: the case's own record, which its holders read, says more."""
    return _("as the case's record says")


def end(case: Case, clock: Clock, by: Actor, at: datetime) -> None:
    """End what was owed: done by an act, or no longer owed when time ended the case."""
    for owed in _standing(case, clock):
        if clock.ended_by == "lapse":
            why = _("The case was withdrawn by its owner.")
            kernel.waive(obligation_id=owed.obligation_id, by=SYSTEM, at=at, why=why)
        elif clock.of is Role.JOINT:
            why = _("The case was answered without it.")
            kernel.waive(obligation_id=owed.obligation_id, by=SYSTEM, at=at, why=why)
        else:
            kernel.discharge(obligation_id=owed.obligation_id, by=by, at=at)


def _standing(case: Case, clock: Clock) -> list[Owed]:
    found = Owed.objects.filter(
        case=case, limit=clock.limit, started=clock.started, obligation__closed_at=None
    )
    return list(found.select_related("obligation"))


def hand_over(case: Case, before: Unit, after: Unit | None, at: datetime) -> None:
    """Let what is open of a case pass from the unit that held it to the one that does; a miss stays where it was."""
    if after is not None and after.id == before.id:
        return
    found = Owed.objects.filter(
        case=case, obligation__closed_at=None, obligation__debtor=before, obligation__kind=kinds.STAGE.key
    )
    for owed in found.select_related("obligation"):
        pass_on(owed.obligation_id, owed.obligation.post, after, at)


def pass_on(obligation_id: uuid.UUID, post: str, after: Unit | None, at: datetime) -> None:
    """Let another unit owe it; nobody here, where the body above the root has it from now on."""
    if after is None:
        why = _("The case has gone to the body above that the plan names.")
        kernel.waive(obligation_id=obligation_id, by=SYSTEM, at=at, why=why)
    else:
        kernel.reassign(
            obligation_id=obligation_id, to_debtor=after, to_post=post, by=SYSTEM, at=at, why=as_recorded()
        )


def _move(case: Case, clock: Clock, at: datetime) -> None:
    """An extension moves the due time and leaves a miss; what stands still waits, and then gets its time back."""
    for owed in _standing(case, clock):
        row = owed.obligation
        if clock.stands_still:
            if not row.stands_still:
                kernel.pause(obligation_id=row.id, by=SYSTEM, at=at, why=as_recorded())
        elif row.stands_still:
            due = max(clock.due, row.due_at)
            kernel.go_on(obligation_id=row.id, new_due_at=due, by=SYSTEM, at=at, why=as_recorded())
        elif clock.due > row.due_at:
            kernel.extend(obligation_id=row.id, new_due_at=clock.due, by=SYSTEM, at=at, why=as_recorded())
