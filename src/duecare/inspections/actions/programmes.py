"""Starting, changing and ending programmes of inspection, as a plan asks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from duecare.audit.actions import record
from duecare.inspections.actions.drawing import Seeds, commit_cycles, new_seed
from duecare.inspections.actions.planning import planned, standing, start_of, wishes
from duecare.inspections.actions.rounds import cover, make
from duecare.inspections.models import Inspected, Owed, Programme
from duecare.obligations import actions as kernel
from duecare.obligations.rules import canonical, rungs_of
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """A programme as a plan wants it.

    :param units: each unit that is inspected, with the unit that inspects it.
    :param first, last: local days, both included.
    :param steps: the ladder's steps as the kernel freezes them.
    :param source: the programme as the plan file has it.
    """

    key: str
    position: int
    title: str
    title_en: str
    basis: str
    creditor: Unit
    units: tuple[tuple[Unit, Unit], ...]
    post: str
    checklists: tuple[str, ...]
    every: str
    times: int
    apart: bool
    sample: Mapping[str, Any] | None
    first: date
    last: date
    steps: tuple[Mapping[str, Any], ...]
    source: Mapping[str, Any]


@dataclass(slots=True)
class Difference:
    """What changes with a programme.

    :param what: attributes that change; empty when nothing does.
    :param joining: units that are inspected from the next window on.
    :param leaving: units that are no longer.
    :param passing: units that another one inspects from now on.
    :param open: how many inspections are open, for which the old holds.
    """

    what: list[str] = field(default_factory=list)
    joining: set[uuid.UUID] = field(default_factory=set)
    leaving: set[uuid.UUID] = field(default_factory=set)
    passing: set[uuid.UUID] = field(default_factory=set)
    open: int = 0

    def __bool__(self) -> bool:
        return bool(self.what or self.joining or self.leaving or self.passing)


def begin_programme(
    *,
    wanted: Wanted,
    root: Unit,
    programme: str,
    version: int,
    zone: str,
    by: Actor,
    at: datetime,
    seeds: Seeds = new_seed,
) -> Programme:
    """Start a programme; what it asks for comes into being as the clock next ticks.

    :param seeds: where the seeds of draws come from.
    """
    row = Programme(root=root, programme=programme, key=wanted.key, zone=zone, since=at)
    _take_over(row, wanted, version, at)
    row.covered_until = start_of(row)
    row.save(force_insert=True)
    _keep_units(row, wanted)
    commit_cycles(row, by, at, seeds)
    _record("inspections.programme-begun", row, {"units": len(wanted.units)}, by, at)
    return row


def difference(row: Programme, wanted: Wanted, zone: str) -> Difference:
    """What :func:`change_programme` would change, without writing."""
    found = Difference(what=_changed(row, wanted, zone))
    before = dict(Inspected.objects.filter(programme=row).values_list("unit_id", "by_unit_id"))
    after = {unit.pk: by_unit.pk for unit, by_unit in wanted.units}
    found.joining, found.leaving = set(after) - set(before), set(before) - set(after)
    found.passing = {pk for pk in set(after) & set(before) if after[pk] != before[pk]}
    if found:
        found.open = Owed.objects.filter(
            programme=row, obligation__opened_at__isnull=False, obligation__closed_at=None
        ).count()
    return found


def change_programme(
    *,
    row: Programme,
    wanted: Wanted,
    version: int,
    zone: str,
    by: Actor,
    at: datetime,
    seeds: Seeds = new_seed,
) -> Difference:
    """Change a running programme, or take an ended one up again; a window that has opened stays as it is."""
    found = difference(row, wanted, zone)
    again = row.ended_at is not None
    if not found and not again:
        Programme.objects.filter(pk=row.pk).update(version=version, source=dict(wanted.source))
        return found
    if not again:
        cover(row, at, at)
    until = row.covered_until
    _take_over(row, wanted, version, at)
    row.zone = zone
    if again:
        row.ended_at, row.since, row.covered_until = None, at, start_of(row)
    elif row.sample:
        row.covered_until = at
    row.save()
    Inspected.objects.filter(programme=row).delete()
    _keep_units(row, wanted)
    commit_cycles(row, by, at, seeds)
    if not again:
        _replace_scheduled(row, max(until, at), at)
    details = {
        "changed": found.what, "joining": len(found.joining), "leaving": len(found.leaving),
        "passing": len(found.passing), "open": found.open,
    }  # fmt: skip
    _record("inspections.programme-changed", row, details, by, at)
    return found


def end_programme(*, row: Programme, by: Actor, at: datetime) -> int:
    """End a programme: what has not opened is dropped, what is open stays owed. :returns: how many were dropped."""
    Programme.objects.filter(pk=row.pk).update(ended_at=at)
    row.ended_at = at
    dropped = sum(
        kernel.replace_scheduled(programme=row.programme, strand=strand, keep=set(), at=at)
        for strand in _scheduled_strands(row)
    )
    _record("inspections.programme-ended", row, {"dropped": dropped}, by, at)
    return dropped


def _replace_scheduled(row: Programme, until: datetime, at: datetime) -> None:
    """Bring what has not opened yet to the programme's terms, and make what they add."""
    ahead = [] if row.sample else planned(row, at, until)
    pages = [wishes(row, ahead, page) for page in standing(row)] if ahead else []
    keep = {one.draft.origin for page in pages for one in page}
    for strand in _scheduled_strands(row):
        kernel.replace_scheduled(programme=row.programme, strand=strand, keep=keep, at=at)
    for page in pages:
        kernel.reschedule(drafts=[one.draft for one in page], at=at)
        make(row, page, at)
    for one in ahead:
        same = Owed.objects.filter(programme=row, window=one.window.key, number=one.number)
        same.filter(obligation__opened_at=None).update(
            first=one.window.first, last=one.window.last, of=one.of
        )


def _scheduled_strands(row: Programme) -> list[str]:
    scheduled = Owed.objects.filter(programme=row, obligation__opened_at=None, obligation__closed_at=None)
    return sorted(set(scheduled.values_list("obligation__strand", flat=True)))


def _keep_units(row: Programme, wanted: Wanted) -> None:
    Inspected.objects.bulk_create(
        [Inspected(programme=row, unit=unit, by_unit=by_unit) for unit, by_unit in wanted.units],
        batch_size=2000,
    )


def _take_over(row: Programme, wanted: Wanted, version: int, at: datetime) -> None:
    row.position, row.version, row.applied_at = wanted.position, version, at
    row.title, row.title_en, row.basis = wanted.title, wanted.title_en, wanted.basis
    row.creditor, row.post = wanted.creditor, wanted.post
    row.checklists = list(wanted.checklists)
    row.every, row.times, row.apart = wanted.every, wanted.times, wanted.apart
    row.sample = dict(wanted.sample) if wanted.sample else None
    row.first, row.last = wanted.first, wanted.last
    row.ladder_id = kernel.freeze_ladder(wanted.steps)
    row.source = dict(wanted.source)


def _changed(row: Programme, wanted: Wanted, zone: str) -> list[str]:
    sample = dict(wanted.sample) if wanted.sample else None
    pairs = {
        "title": ((row.title, row.title_en), (wanted.title, wanted.title_en)),
        "basis": (row.basis, wanted.basis),
        "owed_to": (row.creditor_id, wanted.creditor.pk),
        "post": (row.post, wanted.post),
        "checklists": (sorted(row.checklists), sorted(wanted.checklists)),
        "every": ((row.every, row.first, row.last), (wanted.every, wanted.first, wanted.last)),
        "times": ((row.times, row.apart), (wanted.times, wanted.apart)),
        "sample": (row.sample, sample),
        "ladder": (canonical(rungs_of(row.ladder.steps)), canonical(rungs_of(wanted.steps))),
        "zone": (row.zone, zone),
    }
    return [name for name, (before, after) in pairs.items() if before != after]


def _record(verb: str, row: Programme, details: Mapping[str, Any], by: Actor, at: datetime) -> None:
    record(
        root=row.root_id, verb=verb, object_kind="inspections.programme", object_id=row.pk, at=at,
        actor=by.user_id, post=None,
        details={"programme": row.programme, "inspections": row.key, **details},
    )  # fmt: skip
