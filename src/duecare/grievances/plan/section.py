"""The section, as :class:`duecare.obligations.sections.Section` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from duecare.grievances.actions import providing
from duecare.grievances.models import Provision
from duecare.grievances.plan import schema, words
from duecare.grievances.plan.check import problems_of
from duecare.obligations.sections import Change, PlanContext, Problem, Section
from duecare.orgs.rules import Actor


class CasesSection:
    """How cases are handled; a mapping, absent when the plan says nothing of them."""

    key = "cases"

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the mapping."""
        return schema.schema()

    def check(self, value: Any, context: PlanContext) -> list[Problem]:
        """What the schema can't say."""
        return problems_of(value, context)

    def diff(self, value: Any, context: PlanContext, at: datetime) -> list[Change]:
        """What applying would change; open cases keep what they began under, and it says so."""
        del at
        return list(words.changes(value, _standing(context.programme), context))

    def apply(self, value: Any, context: PlanContext, by: Actor, at: datetime) -> list[Change]:
        """Make it so for cases brought from now on."""
        del by  # the right to apply a plan is asked for by plans
        changes = self.diff(value, context, at)
        if not value:
            providing.stop(programme=context.programme, at=at)
        else:
            providing.provide(root=context.root, programme=context.programme, body=value, at=at)
        return changes

    def export(self, programme: str) -> Any:
        """The mapping as applied last; None when there is none."""
        standing = _standing(programme)
        return standing.body if standing else None

    def close(self, programme: str, by: Actor, at: datetime) -> None:
        """Handle what is brought from now on as the program comes; who is above stays known."""
        del by
        providing.stop(programme=programme, at=at)

    def calendar(self, programme: str, first: date, last: date) -> Iterable[Mapping[str, Any]]:
        """Nothing: what falls due depends on what is brought."""
        return ()


def _standing(programme: str) -> Provision | None:
    return Provision.objects.filter(programme=programme, ended_at=None).first()


SECTION: Section = CasesSection()
