"""What watches are passed on upon: the roster as it stands, and the rules that a change would break."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict
from duecare.duty.models import Assignment, Roster, Watchkeeper
from duecare.duty.queries.facts import Facts, facts_of, kind_at
from duecare.duty.queries.naming import Names, names_of
from duecare.duty.queries.problems import problem_from_facts, roster_from_facts
from duecare.duty.rules import model
from duecare.duty.rules.checking import Breach
from duecare.duty.rules.covering import Cover, covers, fair_shares, proposed
from duecare.duty.rules.exchanging import Stood, broken, passing
from duecare.duty.rules.model import Cell, Problem
from duecare.duty.rules.terms import kind_of

_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Ground:
    """A roster as it stands, seen from before the watches that are to change hands."""

    facts: Facts
    problem: Problem
    roster: model.Roster
    names: Names

    def stood(self, one: Assignment) -> Stood:
        """A watch as the rules name it.

        :raises Conflict: the plan does not ask for it any more.
        """
        kind = kind_at(self.facts.sites, one)
        return self._asked(Stood(str(one.watchkeeper_id), self.day(one.day), kind))

    def place(self, site_id: uuid.UUID, day: date, shift: str, post: str) -> Stood:
        """A place that nobody stands. :raises Conflict: the plan does not ask for it any more."""
        key = next((key for key, unit in self.facts.sites.items() if unit.id == site_id), "")
        return self._asked(Stood("", self.day(day), kind_of(shift, post, key)))

    def _asked(self, stood: Stood) -> Stood:
        if (stood.day, stood.kind) not in self.problem.needs:
            raise Conflict("duty.not-asked", _("The plan does not ask for this watch any more."))
        return stood

    def day(self, on: date) -> int:
        """A date as a day of the period."""
        return (on - self.facts.first).days

    def keeper(self, person: str) -> Watchkeeper:
        """The watchkeeper of the rules' person."""
        return next(keeper for keeper in self.facts.keepers if str(keeper.id) == person)

    def said(self, breaches: Collection[Breach]) -> list[str]:
        """What rules would be broken, in words."""
        return [self.names.breach(self.problem, breach) for breach in breaches]

    def against(self, changes: Mapping[Cell, str]) -> list[str]:
        """Which hard rules changes would break, in words."""
        return self.said(broken(self.problem, self.roster, changes))

    def passes(self, given: Stood, to: str, back: Stood | None = None) -> list[str]:
        """The same of a watch that passes to somebody and, perhaps, one of theirs passes back."""
        return self.against(passing(given, to, back))

    def covers(self, place: Stood) -> list[Cover]:
        """Who else could stand a watch, the fairest first; of a watch that somebody leaves, as if it were empty."""
        left = self.roster
        if place.person:
            left = left.having({(place.person, place.day): ""})
        return covers(self.problem, left, place.day, place.kind, fair_shares(self.problem), place.person)

    def proposals(self, places: Sequence[Stood]) -> list[list[Cover]]:
        """For each watch that one person leaves, who could stand it, as if those proposed before stood theirs."""
        left = self.roster.having({(place.person, place.day): "" for place in places})
        watches = [(place.day, place.kind) for place in places]
        without = places[0].person if places else ""
        return proposed(self.problem, left, watches, fair_shares(self.problem), without)


def ground_of(roster: Roster, at: datetime, touched: Sequence[datetime] = ()) -> Ground:
    """The ground of a roster: a fixed number of statements.

    :param touched: starts of the watches that are to change hands; one that runs is seen from before it began, so
        that it may, and its new holder is held to the same rules.
    """
    facts = facts_of(roster, at)
    problem = problem_from_facts(facts, min([at, *(start - _MOMENT for start in touched)]))
    return Ground(facts, problem, roster_from_facts(facts), names_of(roster))
