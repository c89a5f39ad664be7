"""The section, as :class:`duecare.obligations.sections.Section` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from duecare.hazards.actions import providing
from duecare.hazards.models import Provision
from duecare.hazards.plan import schema, words
from duecare.hazards.plan.check import problems_of
from duecare.hazards.plan.working_out import span_of, terms_of
from duecare.obligations.sections import Change, PlanContext, Problem, Section
from duecare.orgs.rules import Actor


class HazardsSection:
    """What a plan asks of hazards found in its time; a mapping, absent when it asks nothing."""

    key = "hazards"

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the mapping."""
        return schema.schema()

    def check(self, value: Any, context: PlanContext) -> list[Problem]:
        """What the schema can't say."""
        return problems_of(value, context)

    def diff(self, value: Any, context: PlanContext, at: datetime) -> list[Change]:
        """What applying would change; hazards that are open keep what bound them, and it says so."""
        return list(words.changes(value, _standing(context.programme), context))

    def apply(self, value: Any, context: PlanContext, by: Actor, at: datetime) -> list[Change]:
        """Make it so for hazards opened from now on."""
        changes = self.diff(value, context, at)
        if not value:
            providing.stop(programme=context.programme, at=at)
        elif changes:
            starts_at, ends_at = span_of(value, context)
            providing.provide(
                root=context.root,
                programme=context.programme,
                body=value,
                worked_out=terms_of(value, context),
                starts_at=starts_at,
                ends_at=ends_at,
                at=at,
            )
        return changes

    def export(self, programme: str) -> Any:
        """The mapping as applied last; None when there is none."""
        standing = _standing(programme)
        return standing.body if standing else None

    def close(self, programme: str, by: Actor, at: datetime) -> None:
        """Let the usual times hold again for what is found from now on."""
        providing.stop(programme=programme, at=at)

    def calendar(self, programme: str, first: date, last: date) -> Iterable[Mapping[str, Any]]:
        """Nothing: what falls due depends on what is found."""
        return ()


def _standing(programme: str) -> Provision | None:
    return Provision.objects.standing().filter(programme=programme).first()


SECTION: Section = HazardsSection()
