"""Turning the windows of a programme into inspections that are owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from duecare.audit.actions import record
from duecare.inspections.actions import drawing
from duecare.inspections.actions.planning import Planned, Wish, planned, standing, wishes
from duecare.inspections.models import Inspected, Owed, Programme
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.selection import units_meant
from duecare.orgs.models import Unit

ABOVE, SELF = "above", "self"
_ROWS = 400


def materialise(at: datetime, until: datetime) -> int:
    """Bring what opens up to ``until`` into being, to the hour; idempotent.

    A sample is drawn as its window opens and not before, so that nobody can learn it earlier. Seeds of cycles that are
    over are told.

    :returns: how many inspections were newly scheduled or opened.
    """
    ahead = until.replace(minute=0, second=0, microsecond=0)
    now = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    behind = Q(sample__isnull=True, covered_until__lt=ahead) | Q(sample__isnull=False, covered_until__lt=now)
    total = 0
    for programme in Programme.objects.running().filter(behind).order_by("id"):
        total += cover(programme, now if programme.sample else ahead, at)
    drawing.reveal(at)
    return total


def cover(programme: Programme, target: datetime, at: datetime) -> int:
    """Bring what opens after ``covered_until`` and up to ``target`` into being, for the units meant now."""
    total = take_in(programme, at)
    if programme.covered_until >= target:
        return total
    wanted = planned(programme, programme.covered_until, target)
    if programme.sample:
        total += sum(_drawn(programme, one, at) for one in wanted)
    elif wanted:
        total += sum(make(programme, wishes(programme, wanted, page), at) for page in standing(programme))
    Programme.objects.filter(pk=programme.pk, covered_until__lt=target).update(covered_until=target)
    programme.covered_until = target
    return total


@transaction.atomic
def take_in(programme: Programme, at: datetime) -> int:
    """Let the programme mean the units that its words mean now; what has opened stays as it is.

    :returns: how many inspections that makes.
    """
    meant = dict(inspecting(programme))
    known = dict(Inspected.objects.filter(programme=programme).values_list("unit_id", "by_unit_id"))
    joining = [unit for unit in meant if unit.id not in known]
    moving = [unit for unit in meant if known.get(unit.id, meant[unit].id) != meant[unit].id]
    if not joining and not moving:
        return 0
    Inspected.objects.bulk_create(
        [Inspected(programme=programme, unit=unit, by_unit=meant[unit]) for unit in joining],
        batch_size=2000,
        ignore_conflicts=True,
    )
    for unit in moving:
        Inspected.objects.filter(programme=programme, unit=unit).update(by_unit=meant[unit])
    record(
        root=programme.root_id,
        verb="inspections.programme-changed",
        object_kind="inspections.programme",
        object_id=programme.pk,
        at=at,
        actor=None,
        post=None,
        details={
            "programme": programme.programme, "inspections": programme.key,
            "joining": len(joining), "moving": len(moving),
        },
    )  # fmt: skip
    if programme.sample:
        return 0
    rows = Inspected.objects.filter(programme=programme, unit__in=[*joining, *moving])
    ahead = planned(programme, at, programme.covered_until)
    wanted = wishes(programme, ahead, rows.select_related("unit", "by_unit"))
    kernel.reschedule(drafts=[one.draft for one in wanted], at=at)
    return make(programme, wanted, at)


def inspecting(programme: Programme) -> list[tuple[Unit, Unit]]:
    """Each standing unit that the plan's words mean, and the one that inspects it."""
    source = programme.source
    units = list(units_meant(programme.root_id, source["units"]))
    return pairs(units, source.get("inspected_by", SELF), list(_named(programme)))


def pairs(units: Sequence[Unit], by: object, named: Sequence[Unit]) -> list[tuple[Unit, Unit]]:
    """The unit that inspects each: itself, the one right above it, or the one that is named.

    A root has nobody above it and is left out.
    """
    if by == SELF:
        return [(unit, unit) for unit in units]
    if by == ABOVE:
        parents = Unit.objects.in_bulk({unit.parent_id for unit in units if unit.parent_id})
        return [(unit, parents[unit.parent_id]) for unit in units if unit.parent_id in parents]
    return [(unit, named[0]) for unit in units if named]


def make(programme: Programme, wanted: Sequence[Wish], at: datetime) -> int:
    """Make the obligations that are not there yet, each with what it is about. :returns: how many are new."""
    total = 0
    for start in range(0, len(wanted), _ROWS):
        with transaction.atomic():
            total += _make(programme, wanted[start : start + _ROWS], at)
    return total


def _make(programme: Programme, wanted: Sequence[Wish], at: datetime) -> int:
    made = kernel.open_many(drafts=[one.draft for one in wanted], at=at)
    ids = dict(
        Obligation.objects.filter(
            origin__in=[one.draft.origin for one in wanted], inspection_owed=None
        ).values_list("origin", "id")
    )
    Owed.objects.bulk_create(
        [
            Owed(
                obligation_id=ids[one.draft.origin],
                programme=programme,
                unit=one.unit,
                window=one.planned.window.key,
                first=one.planned.window.first,
                last=one.planned.window.last,
                number=one.planned.number,
                of=one.planned.of,
            )
            for one in wanted
            if one.draft.origin in ids
        ],
        ignore_conflicts=True,
    )
    return made


def _drawn(programme: Programme, one: Planned, at: datetime) -> int:
    """Draw for a window, and let the drawn units be inspected. Two clocks at once draw once."""
    with transaction.atomic():
        rows = drawing.draw_window(programme, one.window, at)
        return make(programme, wishes(programme, [one], rows), at)


def _named(programme: Programme) -> Sequence[Unit]:
    by = programme.source.get("inspected_by", SELF)
    return [] if isinstance(by, str) else list(units_meant(programme.root_id, by))
