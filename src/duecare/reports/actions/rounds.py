"""Turning the cut-offs of a series into reports that are owed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import transaction

from duecare.audit.actions import record
from duecare.core.calendar import at_local, local_date
from duecare.obligations import actions as kernel
from duecare.obligations.rules import Draft
from duecare.obligations.selection import units_meant
from duecare.orgs.models import Unit
from duecare.reports.models import Debtor, Round, Series
from duecare.reports.rules import Span, cutoffs_between, spans_from

KIND = "reports.report"
_PAGE = 5000
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Planned:
    """One cut-off with its instants (UTC)."""

    strand: str
    cutoff: str
    slot: date
    opens_at: datetime
    due_at: datetime

    def origin(self, unit_key: str) -> str:
        """The stable name of one unit's report; no clock time is in it."""
        programme, series, cutoff = self.strand.split("/")
        return f"reports/{programme}/{series}/{cutoff}/{unit_key}/{self.slot.isoformat()}"


def materialise(at: datetime, until: datetime) -> int:
    """Bring every running series' reports that open up to ``until`` (to the hour) into being; idempotent.

    Keyset pages of units go to the kernel, so neither memory nor a transaction grows with the organisation.

    :returns: how many reports were newly scheduled or opened.
    """
    target = until.replace(minute=0, second=0, microsecond=0)
    total = 0
    for series in Series.objects.running().filter(covered_until__lt=target):
        total += cover(series, target, at)
    return total


def cover(series: Series, target: datetime, at: datetime) -> int:
    """Bring the series' reports that open after ``covered_until`` and up to ``target`` into being."""
    rounds = planned(series, series.covered_until, target)
    keep_rounds(series, rounds)
    total = take_in(series, at)
    total += sum(kernel.open_many(drafts=drafts, at=at) for drafts in draft_pages(series, rounds))
    Series.objects.filter(pk=series.pk, covered_until__lt=target).update(covered_until=target)
    return total


@transaction.atomic
def take_in(series: Series, at: datetime) -> int:
    """Let units that the plan's words have come to mean (founded or moved since) owe what has not opened yet.

    :returns: how many reports that makes.
    """
    if "owed_by" not in series.source:
        return 0
    meant = units_meant(series.root_id, series.source["owed_by"])
    new = meant.exclude(pk__in=Debtor.objects.filter(series=series).values("unit"))
    units = list(new.only("id", "key", "lineage"))
    if not units:
        return 0
    rows = [Debtor(series=series, unit=unit) for unit in units]
    Debtor.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    record(
        root=series.root_id,
        verb="reports.series-changed",
        object_kind="reports.series",
        object_id=series.pk,
        at=at,
        actor=None,
        post=None,
        details={"programme": series.programme, "series": series.key, "joining": len(units)},
    )
    ahead = planned(series, at, series.covered_until)
    return sum(kernel.open_many(drafts=[_draft(series, one, unit) for unit in units], at=at) for one in ahead)


def planned(
    series: Series, after: datetime, until: datetime, spans: Iterable[Span] | None = None
) -> list[Planned]:
    """The cut-offs whose reports open after ``after`` and up to ``until``, in order of opening."""
    before = timedelta(minutes=series.opens_before)
    first = local_date(after + before, series.zone) - _DAY
    last = local_date(until + before, series.zone) + _DAY
    found = []
    for cutoff in cutoffs_between(spans_from(series.spans) if spans is None else spans, first, last):
        due_at = at_local(cutoff.slot, cutoff.time, series.zone, gap="forward")
        one = Planned(series.strand(cutoff.key), cutoff.key, cutoff.slot, due_at - before, due_at)
        if after < one.opens_at <= until:
            found.append(one)
    return sorted(found, key=lambda p: (p.opens_at, p.strand))


def keep_rounds(series: Series, rounds: Iterable[Planned]) -> None:
    """Write the rounds that are not there yet, with the form that is asked for now."""
    Round.objects.bulk_create(
        [
            Round(
                series=series,
                strand=p.strand,
                cutoff=p.cutoff,
                slot=p.slot,
                form_id=series.form_id,
                opens_at=p.opens_at,
                due_at=p.due_at,
            )
            for p in rounds
        ],
        ignore_conflicts=True,
    )


def draft_pages(series: Series, rounds: Iterable[Planned]) -> Iterator[list[Draft]]:
    """What every unit of the series owes in these rounds, a page at a time."""
    rounds = list(rounds)
    if not rounds:
        return
    for units in debtor_pages(series):
        for one in rounds:
            yield [_draft(series, one, unit) for unit in units]


def debtor_pages(series: Series) -> Iterator[list[Unit]]:
    """The standing units that owe the series, in order of the tree, a page at a time."""
    last = ""
    while True:
        page = list(
            Unit.objects.filter(
                pk__in=Debtor.objects.filter(series=series).values("unit"), closed_at=None, lineage__gt=last
            )
            .only("id", "key", "lineage")
            .order_by("lineage")[:_PAGE]
        )
        if page:
            yield page
        if len(page) < _PAGE:
            return
        last = page[-1].lineage


def by_strand(rounds: Iterable[Planned]) -> Iterator[tuple[str, list[Planned]]]:
    """The rounds of each cut-off."""
    ordered = sorted(rounds, key=lambda p: p.strand)
    for strand, group in groupby(ordered, key=lambda p: p.strand):
        yield strand, list(group)


def _draft(series: Series, one: Planned, unit: Unit) -> Draft:
    return Draft(
        kind=KIND,
        origin=one.origin(unit.key),
        root_id=series.root_id,
        debtor_id=unit.pk,
        lineage=unit.lineage,
        creditor_id=series.creditor_id,
        post=series.post,
        title=series.title,
        title_en=series.title_en,
        basis=series.basis,
        programme=series.programme,
        strand=one.strand,
        slot=one.slot,
        opens_at=one.opens_at,
        due_at=one.due_at,
        ladder_id=series.ladder_id,
    )
