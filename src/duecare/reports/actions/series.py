"""Starting, changing and ending report series, as a plan asks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from duecare.audit.actions import record
from duecare.obligations import actions as kernel
from duecare.obligations.rules import canonical, rungs_of
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor
from duecare.reports.actions.rounds import Planned, by_strand, debtor_pages, draft_pages, keep_rounds, planned
from duecare.reports.models import Debtor, FormVersion, Round, Series
from duecare.reports.rules import Span, form_id


@dataclass(frozen=True, slots=True)
class Wanted:
    """A series as a plan wants it.

    :param opens_before: minutes.
    :param steps: the ladder's steps as the kernel freezes them.
    :param source: the series as the plan file has it.
    """

    key: str
    position: int
    title: str
    title_en: str
    basis: str
    creditor: Unit
    units: tuple[Unit, ...]
    post: str
    fields: tuple[Mapping[str, Any], ...]
    spans: tuple[Span, ...]
    opens_before: int
    steps: tuple[Mapping[str, Any], ...]
    source: Mapping[str, Any]


@dataclass(slots=True)
class Difference:
    """What changes with a series, and what is left as it is because it has opened.

    :param what: attributes of the series that change; empty when nothing does.
    :param joining: units that report from now on.
    :param leaving: units that report no longer.
    :param moved: rounds that get another time, form, or anything else.
    :param added: rounds that are new within what has been scheduled.
    :param dropped: rounds that were scheduled and are no longer wanted.
    :param kept: slots of rounds already open, for which the old holds.
    """

    what: list[str] = field(default_factory=list)
    joining: set[uuid.UUID] = field(default_factory=set)
    leaving: set[uuid.UUID] = field(default_factory=set)
    moved: list[Planned] = field(default_factory=list)
    added: list[Planned] = field(default_factory=list)
    dropped: list[Round] = field(default_factory=list)
    kept: list[date] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.what or self.joining or self.leaving)


def begin_series(
    *, wanted: Wanted, root: Unit, programme: str, version: int, zone: str, by: Actor, at: datetime
) -> Series:
    """Start a series; its first reports come into being as the clock next ticks."""
    series = Series(root=root, programme=programme, key=wanted.key, zone=zone)
    _take_over(series, wanted, version, at)
    series.covered_until = _from(series, at)
    series.save(force_insert=True)
    Debtor.objects.bulk_create([Debtor(series=series, unit=unit) for unit in wanted.units], batch_size=2000)
    _record("reports.series-begun", series, {"units": len(wanted.units)}, by, at)
    return series


def difference(series: Series, wanted: Wanted, zone: str, at: datetime) -> Difference:
    """What :func:`change_series` would change, without writing."""
    found = Difference(what=_changed(series, wanted, zone))
    before = set(Debtor.objects.filter(series=series).values_list("unit_id", flat=True))
    after = {unit.pk for unit in wanted.units}
    found.joining, found.leaving = after - before, before - after
    if not found:
        return found
    asked = Series(pk=series.pk, programme=series.programme, key=series.key, zone=zone)
    asked.opens_before = wanted.opens_before
    ahead = planned(asked, _from(asked, at), series.covered_until, wanted.spans)
    there = {(r.strand, r.slot): r for r in Round.objects.filter(series=series, due_at__gt=at)}
    for one in ahead:
        existing = there.pop((one.strand, one.slot), None)
        if existing is None:
            found.added.append(one)
        elif existing.opens_at <= at:
            found.kept.append(existing.slot)
        else:
            found.moved.append(one)
    found.dropped = [r for r in there.values() if r.opens_at > at]
    found.kept += [r.slot for r in there.values() if r.opens_at <= at]
    return found


def change_series(
    *, series: Series, wanted: Wanted, version: int, zone: str, by: Actor, at: datetime
) -> Difference:
    """Change a running series, or take an ended one up again; of its reports only those not yet open change."""
    found = difference(series, wanted, zone, at)
    if not found and series.ended_at is None:
        Series.objects.filter(pk=series.pk).update(version=version, source=dict(wanted.source))
        return found
    strands = {series.strand(key) for span in series.spans for key, _clock in span["times"]}
    _take_over(series, wanted, version, at)
    series.zone = zone
    again = series.ended_at is not None
    if again:
        series.ended_at, series.covered_until = None, _from(series, at)
    series.save()
    Debtor.objects.filter(series=series, unit__in=found.leaving).delete()
    Debtor.objects.bulk_create([Debtor(series=series, unit_id=pk) for pk in found.joining], batch_size=2000)
    if not again:
        _replace_rounds(series, found, strands, at)
    details = {
        "changed": found.what,
        "joining": len(found.joining),
        "leaving": len(found.leaving),
        "kept": sorted({day.isoformat() for day in found.kept}),
    }
    _record("reports.series-changed", series, details, by, at)
    return found


def end_series(*, series: Series, by: Actor, at: datetime) -> int:
    """End a series: what has not opened is dropped, what is open stays owed. :returns: how many were dropped."""
    Series.objects.filter(pk=series.pk).update(ended_at=at)
    series.ended_at = at
    dropped = 0
    for strand in (
        Round.objects.filter(series=series, opens_at__gt=at).values_list("strand", flat=True).distinct()
    ):
        dropped += kernel.replace_scheduled(programme=series.programme, strand=strand, keep=set(), at=at)
    Round.objects.filter(series=series, opens_at__gt=at).delete()
    _record("reports.series-ended", series, {"dropped": dropped}, by, at)
    return dropped


def _from(series: Series, at: datetime) -> datetime:
    """What opens after this is due after ``at``: nothing is owed from before a plan was applied."""
    return at - timedelta(minutes=series.opens_before)


def _replace_rounds(series: Series, found: Difference, strands: set[str], at: datetime) -> None:
    wanted = [*found.moved, *found.added]
    Round.objects.filter(pk__in=[r.pk for r in found.dropped]).delete()
    for one in found.moved:
        Round.objects.filter(strand=one.strand, slot=one.slot).update(
            opens_at=one.opens_at, due_at=one.due_at, form=series.form_id
        )
    keep_rounds(series, found.added)
    keep: dict[str, set[str]] = {strand: set() for strand in strands}
    groups = list(by_strand(wanted))
    for units in debtor_pages(series):
        for strand, rounds in groups:
            keep.setdefault(strand, set()).update(one.origin(unit.key) for one in rounds for unit in units)
    for strand, origins in keep.items():
        kernel.replace_scheduled(programme=series.programme, strand=strand, keep=origins, at=at)
    for drafts in draft_pages(series, wanted):
        kernel.reschedule(drafts=drafts, at=at)
        kernel.open_many(drafts=drafts, at=at)


def _take_over(series: Series, wanted: Wanted, version: int, at: datetime) -> None:
    form, _created = FormVersion.objects.get_or_create(
        id=form_id(wanted.fields), defaults={"fields": list(wanted.fields)}
    )
    series.form = form
    series.position, series.version, series.applied_at = wanted.position, version, at
    series.title, series.title_en, series.basis = wanted.title, wanted.title_en, wanted.basis
    series.creditor, series.post = wanted.creditor, wanted.post
    series.spans = [span.as_json() for span in wanted.spans]
    series.opens_before = wanted.opens_before
    series.ladder_id = kernel.freeze_ladder(wanted.steps)
    series.source = dict(wanted.source)


def _changed(series: Series, wanted: Wanted, zone: str) -> list[str]:
    pairs = {
        "title": ((series.title, series.title_en), (wanted.title, wanted.title_en)),
        "basis": (series.basis, wanted.basis),
        "owed_to": (series.creditor_id, wanted.creditor.pk),
        "post": (series.post, wanted.post),
        "form": (series.form_id, form_id(wanted.fields)),
        "cutoffs": (series.spans, [span.as_json() for span in wanted.spans]),
        "opens_before": (series.opens_before, wanted.opens_before),
        "ladder": (canonical(rungs_of(series.ladder.steps)), canonical(rungs_of(wanted.steps))),
        "zone": (series.zone, zone),
    }
    return [name for name, (before, after) in pairs.items() if before != after]


def _record(verb: str, series: Series, details: Mapping[str, Any], by: Actor, at: datetime) -> None:
    record(
        root=series.root_id,
        verb=verb,
        object_kind="reports.series",
        object_id=series.pk,
        at=at,
        actor=by.user_id,
        post=None,
        details={"programme": series.programme, "series": series.key, **details},
    )
