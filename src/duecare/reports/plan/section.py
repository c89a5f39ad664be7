"""The ``reports`` section of the plan file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from duecare.core.calendar import at_local
from duecare.obligations.sections import Change, PlanContext, Problem
from duecare.orgs.rules import Actor
from duecare.reports.actions.series import Wanted, begin_series, change_series, difference, end_series
from duecare.reports.models import Debtor, Series
from duecare.reports.plan.check import check
from duecare.reports.plan.schema import schema
from duecare.reports.plan.wanted import wanted_series
from duecare.reports.plan.words import added, changed, ended
from duecare.reports.rules import cutoffs_between, spans_from


class ReportsSection:
    """Report series: what is filed, by whom, by when."""

    key = "reports"

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the section's value."""
        return schema()

    def check(self, value: Any, context: PlanContext) -> list[Problem]:
        """What the schema can't say."""
        return check(value, context)

    def diff(self, value: Any, context: PlanContext, at: datetime) -> list[Change]:
        """What :meth:`apply` would change."""
        changes: list[Change] = []
        for wanted, series in self._pairs(value, context):
            if series is None or series.ended_at is not None:
                changes.append(added(wanted))
            else:
                changes += changed(series, wanted, difference(series, wanted, context.zone, at), before=at)
        gone = self._gone(value, context)
        return changes + [ended(series) for series in gone]

    def apply(self, value: Any, context: PlanContext, by: Actor, at: datetime) -> list[Change]:
        """Make it so, in the caller's transaction; touches nothing that has opened."""
        changes: list[Change] = []
        for wanted, series in self._pairs(value, context):
            if series is None:
                self._begin(wanted, context, by, at)
                changes.append(added(wanted))
                continue
            again = series.ended_at is not None
            said = changed(series, wanted, difference(series, wanted, context.zone, at), before=at)
            change_series(
                series=series, wanted=wanted, version=context.version, zone=context.zone, by=by, at=at
            )
            changes += [added(wanted)] if again else said
        for series in self._gone(value, context):
            end_series(series=series, by=by, at=at)
            changes.append(ended(series))
        return changes

    def export(self, programme: str) -> Any:
        """The section's value as applied last; None when the programme has none."""
        running = self._running(programme).order_by("position")
        return [series.source for series in running] or None

    def close(self, programme: str, by: Actor, at: datetime) -> None:
        """End what is still scheduled."""
        for series in self._running(programme):
            end_series(series=series, by=by, at=at)

    def calendar(self, programme: str, first: date, last: date) -> Iterator[Mapping[str, Any]]:
        """What falls due on these days, in order."""
        items = [item for series in self._running(programme) for item in _calendar(series, first, last)]
        yield from sorted(items, key=lambda item: (item["due_at"], item["strand"]))

    def _running(self, programme: str) -> Any:
        return Series.objects.running().filter(programme=programme)

    def _pairs(self, value: Any, context: PlanContext) -> Iterable[tuple[Wanted, Series | None]]:
        known = {s.key: s for s in Series.objects.filter(programme=context.programme)}
        return [(wanted, known.get(wanted.key)) for wanted in wanted_series(value, context)]

    def _gone(self, value: Any, context: PlanContext) -> list[Series]:
        return list(self._running(context.programme).exclude(key__in=[s["key"] for s in value]))

    def _begin(self, wanted: Wanted, context: PlanContext, by: Actor, at: datetime) -> None:
        begin_series(
            wanted=wanted,
            root=context.root,
            programme=context.programme,
            version=context.version,
            zone=context.zone,
            by=by,
            at=at,
        )


def _calendar(series: Series, first: date, last: date) -> Iterator[Mapping[str, Any]]:
    debtors = Debtor.objects.filter(series=series)
    units = debtors.count()
    for cutoff in cutoffs_between(spans_from(series.spans), first, last):
        yield {
            "due_at": at_local(cutoff.slot, cutoff.time, series.zone, gap="forward"),
            "title": series.title,
            "title_en": series.title_en,
            "kind": "reports.report",
            "strand": series.strand(cutoff.key),
            "units": units,
            "debtors": debtors.values("unit_id"),
            "post": series.post,
        }
