"""What an inspection counts for: at most one that is owed in each programme, however many are filed at once."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from duecare.inspections.models import Inspected, Owed, Programme
from duecare.inspections.rules.counting import Asked, Reason, choose
from duecare.inspections.rules.windows import week_key
from duecare.obligations import actions as kernel
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

#: The right to inspect; here it counts only at the unit that owes the inspection.
RIGHT = "inspections.inspect"


@dataclass(frozen=True, slots=True)
class Counted:
    """What an inspection is for one programme of the unit.

    :param owed: what it counts for; None when it is extra, and ``reason`` says why.
    """

    programme: Programme
    owed: Owed | None
    reason: Reason

    @property
    def late(self) -> bool:
        """Whether it makes good what had been missed; known once it has been counted."""
        return self.owed is not None and self.owed.obligation.missed_at is not None


def counting_for(*, unit: Unit, checklist_key: str, by: Actor, on: date) -> list[Counted]:
    """What an inspection of the unit by ``by`` would count for, without writing. Two statements.

    :param on: the local day of its being made.
    """
    owed = list(_open(unit, by).select_related("programme", "obligation"))
    return _chosen(unit, checklist_key, by, on, [one for one in owed if _takes(one.programme, checklist_key)])


@transaction.atomic
def count(
    *, inspection_id: uuid.UUID, unit: Unit, checklist_key: str, by: Actor, started_on: date, at: datetime
) -> list[Counted]:
    """Let an inspection count, in the transaction that files it. The same inspection again counts for the same.

    Of each programme that asks for the unit to be inspected with such a checklist, by a unit in which ``by`` holds a
    post that inspects, one obligation is discharged: see :func:`duecare.inspections.rules.counting.choose`.

    :param started_on: the local day, in the unit's zone, that the server decided on; never the phone's.
    :param at: when the server had it; decides on lateness.
    """
    held = list(
        _open(unit, by)
        .select_related("programme", "obligation")
        .select_for_update(of=("self", "obligation"))
        .order_by("obligation_id")
    )
    before = counted_before(inspection_id)
    if before:
        return before
    found = _chosen(
        unit, checklist_key, by, started_on, [one for one in held if _takes(one.programme, checklist_key)]
    )
    for one in found:
        if one.owed is not None:
            _discharge(one.owed, inspection_id, by, started_on, at)
    return found


def counted_before(inspection_id: uuid.UUID) -> list[Counted]:
    """What an inspection has been counted for already. One statement."""
    rows = Owed.objects.filter(inspection=inspection_id).select_related("programme", "obligation")
    return [Counted(one.programme, one, Reason.COUNTS) for one in rows.order_by("programme__position")]


def _open(unit: Unit, by: Actor) -> QuerySet[Owed]:
    """What is open for the unit and owed by a unit in which ``by`` holds a post that inspects."""
    return Owed.objects.filter(
        unit=unit,
        counted_on=None,
        obligation__debtor__in=_homes(by),
        obligation__opened_at__isnull=False,
        obligation__closed_at=None,
    )


def _homes(by: Actor) -> list[uuid.UUID]:
    """The units that the actor inspects for: those of the posts, not those within reach."""
    return [post.unit_id for post in by.carrying(rights.all_rights()[RIGHT])]


def _takes(programme: Programme, checklist_key: str) -> bool:
    return checklist_key in programme.checklists


def _chosen(unit: Unit, checklist_key: str, by: Actor, on: date, held: Sequence[Owed]) -> list[Counted]:
    """For each programme that concerns the unit and the actor, what one made on that day counts for."""
    concerned = Inspected.objects.filter(unit=unit, by_unit__in=_homes(by), programme__ended_at=None)
    programmes = {row.programme_id: row.programme for row in concerned.select_related("programme")}
    programmes |= {one.programme_id: one.programme for one in held}
    programmes = {key: one for key, one in programmes.items() if _takes(one, checklist_key)}
    weeks = _weeks(unit, [key for key, one in programmes.items() if one.apart])
    by_programme: dict[uuid.UUID, dict[uuid.UUID, Owed]] = defaultdict(dict)
    for one in held:
        by_programme[one.programme_id][one.obligation_id] = one
    found = []
    for key, programme in sorted(programmes.items(), key=lambda pair: (pair[1].position, str(pair[0]))):
        ours = by_programme[key]
        asked = [Asked(pk, one.first, one.last, one.number, open=True) for pk, one in ours.items()]
        chosen, reason = choose([*asked, *weeks[key]], on, apart=programme.apart)
        found.append(Counted(programme, ours[chosen.key] if chosen else None, reason))
    return found


def _weeks(unit: Unit, programmes: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Asked]]:
    """What counts already, with its weeks, of the programmes that want them apart."""
    found: dict[uuid.UUID, list[Asked]] = defaultdict(list)
    if programmes:
        rows = Owed.objects.filter(programme__in=programmes, unit=unit, week__isnull=False)
        for row in rows:
            found[row.programme_id].append(
                Asked(row.obligation_id, row.first, row.last, row.number, open=False, week=row.week or "")
            )
    return found


def _discharge(owed: Owed, inspection_id: uuid.UUID, by: Actor, on: date, at: datetime) -> None:
    owed.inspection, owed.counted_on = inspection_id, on
    owed.week = week_key(on) if owed.programme.apart else None
    owed.save(update_fields=["inspection", "counted_on", "week"])
    owed.obligation = kernel.discharge(obligation_id=owed.obligation_id, by=by, at=at, held=owed.obligation)
