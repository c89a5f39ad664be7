"""What a module brings to the plan file, and what the plan tells it: the contract between plans and modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from duecare.core.calendar import Calendar
from duecare.documents.problems import Notice, Path, Problem
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

__all__ = ["Change", "Notice", "Path", "Phase", "PlanContext", "Problem", "Section"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference that applying makes, in people's words.

    :param act: add, change, end or keep (``keep``: already open, so left as it is; ``message`` says so).
    """

    act: str
    path: Path
    message: Any


@dataclass(frozen=True, slots=True)
class Phase:
    """A named part of the period, both days included."""

    key: str
    first: date
    last: date
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanContext:
    """Everything of the plan that a section needs to be checked or applied.

    :param programme: key of the programme, stable over versions of its plan.
    :param ladders: named ladders of the plan, each the list of steps as the kernel freezes them.
    :param scope: the selector of the units in the plan's scope; None when it names none.
    :param select: turns a unit selector of the plan file (``{kinds: [...]}``, ``{codes: [...]}``, ``{under: code}``)
        into the standing units it names now; raises :class:`duecare.core.errors.BadInput`.
    """

    root: Unit
    office: Unit
    programme: str
    version: int
    zone: str
    calendar: Calendar
    first: date
    last: date
    closes_on: date
    phases: Mapping[str, Phase]
    ladders: Mapping[str, Sequence[Mapping[str, Any]]]
    select: Callable[[Mapping[str, Any]], list[Unit]]
    scope: Mapping[str, Any] | None = None


class Section(Protocol):
    """A module's part of the plan file; the module's ``plan.py`` ends with ``SECTION: Section = ...``."""

    key: str

    def schema(self) -> dict[str, Any]:
        """JSON Schema (2020-12) of the section's value, with titles and descriptions."""

    def check(self, value: Any, context: PlanContext) -> list[Problem]:
        """What the schema can't say, and notices of what may not have been meant. The value fits the schema."""

    def diff(self, value: Any, context: PlanContext, at: datetime) -> list[Change]:
        """What :meth:`apply` would change, without writing."""

    def apply(self, value: Any, context: PlanContext, by: Actor, at: datetime) -> list[Change]:
        """Make it so, in the caller's transaction; idempotent; touches nothing that has opened."""

    def export(self, programme: str) -> Any:
        """The section's value as applied last; None when the programme has none."""

    def close(self, programme: str, by: Actor, at: datetime) -> None:
        """End what is still scheduled."""

    def calendar(self, programme: str, first: date, last: date) -> Iterable[Mapping[str, Any]]:
        """What falls due on these days, without writing.

        ``{due_at, title, title_en, kind, strand, units, debtors, post}``: ``units`` is how many owe it, ``debtors`` a
        queryset of their ids, read only by whoever asks which; ``post`` answers for it in each (empty: the leader);
        ``slot`` where it is not the local day of ``due_at``.
        """
