"""Who is silent now, since when, who was told and when, and whom to call."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from duecare.desk.queries import contacts
from duecare.obligations import queries as kernel
from duecare.obligations.models import Happening, Obligation
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

#: How many silent duties the first screen lists; the rest is a number.
MOST = 50
#: Nobody counts further than this; more is shown as "1000+".
COUNTED = 1000
TOLD = ("remind", "tell", "escalate", "nobody")


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a unit."""

    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Told:
    """One step of the ladder that was taken: what, whom, when; who was told together stands together."""

    what: str
    at: datetime
    unit: Named
    audiences: tuple[str, ...]
    people: int

    def together(self, audience: str, people: int) -> Told:
        """The same step with a further audience."""
        audiences = self.audiences if audience in self.audiences else (*self.audiences, audience)
        return replace(self, audiences=audiences, people=self.people + people)


@dataclass(frozen=True, slots=True)
class Ahead:
    """The next step of the ladder."""

    what: str
    at: datetime
    to: tuple[str, ...]


@dataclass(slots=True)
class Duty:
    """One silent duty."""

    obligation: Obligation
    told: Sequence[Told] = ()
    ahead: Ahead | None = None

    def content(self) -> tuple[object, ...]:
        """All that a reader is shown of it."""
        row = self.obligation
        return row.id, row.title, row.title_en, row.due_at, row.missed_at, self.told, self.ahead


@dataclass(slots=True)
class SilentUnit:
    """A unit that is silent, its duties from the longest overdue, and whom to call."""

    unit: Unit
    duties: list[Duty] = field(default_factory=list)
    contacts: list[contacts.Contact] = field(default_factory=list)

    @property
    def since(self) -> datetime | None:
        """Since when it has been silent."""
        return min((d.obligation.missed_at for d in self.duties if d.obligation.missed_at), default=None)

    def content(self) -> tuple[object, ...]:
        """All that a reader is shown of it, but for how long it lasts: equal when nothing has changed."""
        unit = self.unit
        duties = tuple(duty.content() for duty in self.duties)
        return unit.key, unit.name, unit.name_en, unit.zone, unit.phone, tuple(self.contacts), duties


@dataclass(frozen=True, slots=True)
class Silence:
    """The first screen of the board."""

    units: Sequence[SilentUnit]
    listed: int
    more: int

    @property
    def count(self) -> int:
        """How many duties are silent in all, counted up to :data:`COUNTED`."""
        return self.listed + self.more

    @property
    def more_shown(self) -> str:
        """How many are not listed, for people."""
        return f"{self.more}+" if self.count >= COUNTED else str(self.more)

    @property
    def shown(self) -> str:
        """The same for people: 1000+ when there may be more."""
        return counted(self.count)


def counted(number: int) -> str:
    """A count for people."""
    return f"{number}+" if number >= COUNTED else str(number)


def under(by: Actor, unit: Unit, at: datetime, limit: int = MOST) -> Silence:
    """The silent units under ``unit``, those fallen silent last first; a fixed number of statements."""
    rows: list[Obligation] = list(kernel.silent_under(by, unit, limit + 1))
    total = len(rows) if len(rows) <= limit else kernel.count_silent(by, unit, COUNTED)
    rows = rows[:limit]
    told = _told([row.id for row in rows])
    by_unit: dict[uuid.UUID, SilentUnit] = {}
    for row in rows:
        silent = by_unit.setdefault(row.debtor_id, SilentUnit(row.debtor))
        silent.duties.append(Duty(row, tuple(told[row.id]), _ahead(row)))
    people = contacts.of_units(by, by_unit, at)
    for unit_id, silent in by_unit.items():
        silent.duties.sort(key=lambda duty: duty.obligation.due_at)
        answering = {duty.obligation.post or "leader" for duty in silent.duties}
        silent.contacts = contacts.answering_first(people.get(unit_id, []), answering)
    return Silence(list(by_unit.values()), len(rows), max(0, total - len(rows)))


def _told(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Told]]:
    found: dict[uuid.UUID, list[Told]] = defaultdict(list)
    steps = Happening.objects.filter(obligation_id__in=list(ids), what__in=TOLD).order_by("done_at", "id")
    rows = steps.values_list(
        "obligation_id", "what", "done_at", "unit__name", "unit__name_en", "audience", "recipients"
    )
    for obligation_id, what, at, name, name_en, audience, recipients in rows:
        told = found[obligation_id]
        last = told[-1] if told else None
        if last and (last.what, last.at, last.unit.name) == (what, at, name):
            told[-1] = last.together(audience, len(recipients))
        else:
            told.append(Told(what, at, Named(name or "", name_en or ""), (audience,), len(recipients)))
    return found


def _ahead(row: Obligation) -> Ahead | None:
    steps = kernel.steps_of(row.ladder_id)
    if row.rung >= len(steps):
        return None
    step = steps[row.rung]
    return Ahead(step["act"], row.due_at + timedelta(seconds=step["offset"]), tuple(step["to"]))
