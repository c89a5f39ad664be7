"""The section, as :class:`duecare.obligations.sections.Section` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from duecare.duty.actions import arranging, opening
from duecare.duty.models import Arrangement
from duecare.duty.plan import schema
from duecare.duty.plan.check import problems_of
from duecare.duty.plan.differences import differences
from duecare.duty.plan.terms import terms_of
from duecare.duty.queries.falling_due import falling_due
from duecare.obligations.sections import Change, PlanContext, Problem, Section
from duecare.orgs.rules import Actor


class DutySection:
    """A list of arrangements; empty when the plan has none."""

    key = "duty"

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the list."""
        return schema.duty()

    def check(self, value: Any, context: PlanContext) -> list[Problem]:
        """What the schema can't say."""
        return problems_of(value, context)

    def diff(self, value: Any, context: PlanContext, at: datetime) -> list[Change]:
        """What applying would change."""
        return [difference.say(at) for difference in differences(value, context)]

    def apply(self, value: Any, context: PlanContext, by: Actor, at: datetime) -> list[Change]:
        """Make it so, after making what the terms before still owe up to now."""
        standing = list(
            Arrangement.objects.standing().filter(programme=context.programme).select_related("root")
        )
        for arrangement in standing:
            opening.open_arrangement(arrangement, at, at)
        changes = self.diff(value, context, at)
        wanted = {body["key"] for body in value}
        for arrangement in standing:
            if arrangement.key not in wanted:
                arranging.stop(arrangement=arrangement, by=by, at=at)
        for position, body in enumerate(value):
            arranging.arrange(
                root=context.root,
                programme=context.programme,
                position=position,
                body=body,
                terms=terms_of(body, context),
                by=by,
                at=at,
            )
        return changes

    def export(self, programme: str) -> Any:
        """The list as applied last; None when there is none."""
        found = Arrangement.objects.standing().filter(programme=programme)
        return [one.body for one in found.order_by("position")] or None

    def close(self, programme: str, by: Actor, at: datetime) -> None:
        """End what is still scheduled."""
        for arrangement in Arrangement.objects.standing().filter(programme=programme):
            arranging.stop(arrangement=arrangement, by=by, at=at)

    def calendar(self, programme: str, first: date, last: date) -> Iterable[Mapping[str, Any]]:
        """What falls due on these local days."""
        return falling_due(programme, first, last)


SECTION: Section = DutySection()
