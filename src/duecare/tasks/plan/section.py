"""The two sections, as :class:`duecare.obligations.sections.Section` describes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from duecare.obligations.sections import Change, PlanContext, Problem, Section
from duecare.orgs.rules import Actor
from duecare.tasks import actions, queries
from duecare.tasks.models import Item
from duecare.tasks.plan import schema
from duecare.tasks.plan.check import problems_of
from duecare.tasks.plan.differences import differences
from duecare.tasks.plan.terms import terms_of


class ItemsSection:
    """A section that is a list of items; its value is a list, empty when the plan has none."""

    def __init__(self, key: str, shape: Callable[[], dict[str, Any]]) -> None:
        self.key = key
        self._shape = shape

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the list."""
        return self._shape()

    def check(self, value: Any, context: PlanContext) -> list[Problem]:
        """What the schema can't say."""
        return problems_of(self.key, value, context)

    def diff(self, value: Any, context: PlanContext, at: datetime) -> list[Change]:
        """What applying would change."""
        return [d.say(at) for d in differences(self.key, value, context, at)]

    def apply(self, value: Any, context: PlanContext, by: Actor, at: datetime) -> list[Change]:
        """Make it so, after making what the terms before still owe up to now."""
        del by  # the right to apply a plan is asked for by plans
        standing = list(Item.objects.filter(programme=context.programme, section=self.key, ended_at=None))
        for item in standing:
            actions.open_item(item, at, at)
        changes = self.diff(value, context, at)
        wanted = {body["key"] for body in value}
        for item in standing:
            if item.key not in wanted:
                actions.stop_asking(item=item, at=at)
        for position, body in enumerate(value):
            actions.ask(
                root_id=context.root.id,
                programme=context.programme,
                section=self.key,
                position=position,
                body=body,
                terms=terms_of(self.key, body, context),
                at=at,
            )
        return changes

    def export(self, programme: str) -> Any:
        """The list as applied last; None when there is none."""
        items = Item.objects.filter(programme=programme, section=self.key, ended_at=None)
        return [item.body for item in items.order_by("position")] or None

    def close(self, programme: str, by: Actor, at: datetime) -> None:
        """End what is still scheduled."""
        del by
        actions.end_all(programme=programme, section=self.key, at=at)

    def calendar(self, programme: str, first: date, last: date) -> Iterable[Mapping[str, Any]]:
        """What falls due on these local days."""
        return queries.falling_due(self.key, programme, first, last)


SECTIONS: tuple[Section, ...] = (
    ItemsSection("tasks", schema.tasks),
    ItemsSection("meetings", schema.meetings),
)
