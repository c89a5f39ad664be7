"""The ``inspections`` section of the plan file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from duecare.core.calendar import local_date
from duecare.inspections.actions.planning import in_window
from duecare.inspections.actions.programmes import (
    Wanted,
    begin_programme,
    change_programme,
    difference,
    end_programme,
)
from duecare.inspections.kinds import INSPECT
from duecare.inspections.models import Inspected, Programme
from duecare.inspections.plan.check import check
from duecare.inspections.plan.schema import schema
from duecare.inspections.plan.wanted import wanted_programmes
from duecare.inspections.plan.words import added, changed, ended
from duecare.obligations.sections import Change, PlanContext, Problem
from duecare.orgs.rules import Actor


class InspectionsSection:
    """Programmes of inspection: who inspects which units how often."""

    key = "inspections"

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the section's value."""
        return schema()

    def check(self, value: Any, context: PlanContext) -> list[Problem]:
        """What the schema can't say."""
        return check(value, context)

    def diff(self, value: Any, context: PlanContext, at: datetime) -> list[Change]:
        """What :meth:`apply` would change."""
        del at  # what has opened is known to the kernel
        changes: list[Change] = []
        for wanted, row in self._pairs(value, context):
            if row is None or row.ended_at is not None:
                changes.append(added(wanted))
            else:
                changes += changed(wanted, difference(row, wanted, context.zone))
        return changes + [ended(row) for row in self._gone(value, context)]

    def apply(self, value: Any, context: PlanContext, by: Actor, at: datetime) -> list[Change]:
        """Make it so, in the caller's transaction; touches nothing that has opened."""
        changes = self.diff(value, context, at)
        for wanted, row in self._pairs(value, context):
            if row is None:
                self._begin(wanted, context, by, at)
            else:
                change_programme(
                    row=row, wanted=wanted, version=context.version, zone=context.zone, by=by, at=at
                )
        for row in self._gone(value, context):
            end_programme(row=row, by=by, at=at)
        return changes

    def export(self, programme: str) -> Any:
        """The section's value as applied last; None when the programme has none."""
        running = self._running(programme).order_by("position")
        return [row.source for row in running] or None

    def close(self, programme: str, by: Actor, at: datetime) -> None:
        """End what is still scheduled."""
        for row in self._running(programme):
            end_programme(row=row, by=by, at=at)

    def calendar(self, programme: str, first: date, last: date) -> Iterator[Mapping[str, Any]]:
        """What falls due on these days, in order; of a sample that units are drawn, not which."""
        items = [item for row in self._running(programme) for item in _calendar(row, first, last)]
        yield from sorted(items, key=lambda item: (item["due_at"], item["strand"]))

    def _begin(self, wanted: Wanted, context: PlanContext, by: Actor, at: datetime) -> None:
        begin_programme(
            wanted=wanted,
            root=context.root,
            programme=context.programme,
            version=context.version,
            zone=context.zone,
            by=by,
            at=at,
        )

    def _running(self, programme: str) -> Any:
        return Programme.objects.running().filter(programme=programme)

    def _pairs(self, value: Any, context: PlanContext) -> Iterable[tuple[Wanted, Programme | None]]:
        known = {row.key: row for row in Programme.objects.filter(programme=context.programme)}
        return [(wanted, known.get(wanted.key)) for wanted in wanted_programmes(value, context)]

    def _gone(self, value: Any, context: PlanContext) -> list[Programme]:
        return list(self._running(context.programme).exclude(key__in=[one["key"] for one in value]))


def _calendar(row: Programme, first: date, last: date) -> Iterator[Mapping[str, Any]]:
    debtors = Inspected.objects.filter(programme=row)
    units = debtors.values("by_unit_id").distinct().count()
    for window in row.windows():
        if window.last < first or window.first > last:
            continue
        for one in in_window(row, window):
            if first <= local_date(one.due_at, row.zone) <= last:
                yield {
                    "due_at": one.due_at,
                    "title": row.title,
                    "title_en": row.title_en,
                    "kind": INSPECT.key,
                    "strand": row.strand(one.number),
                    "units": units,
                    "debtors": debtors.values("by_unit_id"),
                    "post": row.post,
                }
