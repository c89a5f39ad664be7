"""The section, as :class:`duecare.obligations.sections.Section` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from duecare.obligations.sections import Change, PlanContext, Problem, Section
from duecare.orgs.rules import Actor
from duecare.receptions import queries
from duecare.receptions.actions import asking
from duecare.receptions.models import Series
from duecare.receptions.plan import schema, words
from duecare.receptions.plan.check import problems_of
from duecare.receptions.plan.terms import terms_of


class ReceptionSection:
    """Reception days; a list, absent when the plan has none."""

    key = "reception_days"

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the list."""
        return schema.schema()

    def check(self, value: Any, context: PlanContext) -> list[Problem]:
        """What the schema can't say."""
        return problems_of(value, context)

    def diff(self, value: Any, context: PlanContext, at: datetime) -> list[Change]:
        """What applying would change."""
        del at
        return list(words.changes(value or (), context))

    def apply(self, value: Any, context: PlanContext, by: Actor, at: datetime) -> list[Change]:
        """Make it so; a day for which a number was taken is called off, never dropped in silence."""
        del by  # the right to apply a plan is asked for by plans
        changes = self.diff(value, context, at)
        wanted = {body["key"] for body in value or ()}
        for one in Series.objects.standing().filter(programme=context.programme).exclude(key__in=wanted):
            asking.stop_asking(series=one, at=at)
        for position, body in enumerate(value or ()):
            asking.ask(
                root=context.root, programme=context.programme, position=position, body=body,
                terms=terms_of(body, context), off=context.calendar.holidays, at=at,
            )  # fmt: skip
        return changes

    def export(self, programme: str) -> Any:
        """The list as applied last; None when there is none."""
        found = Series.objects.standing().filter(programme=programme).order_by("position")
        return [one.body for one in found] or None

    def close(self, programme: str, by: Actor, at: datetime) -> None:
        """End what is still ahead."""
        del by
        for one in Series.objects.standing().filter(programme=programme):
            asking.stop_asking(series=one, at=at)

    def calendar(self, programme: str, first: date, last: date) -> Iterable[Mapping[str, Any]]:
        """What falls due on these local days."""
        return queries.falling_due(programme, first, last)


SECTION: Section = ReceptionSection()
