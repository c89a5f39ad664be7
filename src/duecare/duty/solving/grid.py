"""A problem as arrays: people × days × kinds, ready for the searches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import gcd

import numpy as np
from numpy.typing import NDArray

from duecare.duty.rules.clauses import Rule
from duecare.duty.rules.fairness import (
    Share,
    amount_of,
    can_stand,
    shares,
    step_cost,
    touched,
)
from duecare.duty.rules.model import Limits, Need, Person, Problem, Roster

Plan = list[list[int]]
"""For each person and day the index of a kind, or -1 for free."""


@dataclass(frozen=True)
class History:
    """How a person comes into the period.

    :param run: days with a watch in a row that reach up to the first day.
    """

    run: int


class Grid:
    """Indices, permitted cells and linear costs of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people = problem.people
        self.kinds = problem.kinds
        self.days = len(problem.day_types)
        self.index = {kind.id: k for k, kind in enumerate(problem.kinds)}
        self.row = {person.id: p for p, person in enumerate(problem.people)}
        shape = (len(self.people), self.days, len(self.kinds))
        self.allowed: NDArray[np.bool_] = np.zeros(shape, dtype=bool)
        self.possible: NDArray[np.bool_] = np.zeros(shape, dtype=bool)
        self.bans: list[tuple[Rule, int, int, int]] = []
        self.may_be_free: NDArray[np.bool_] = np.ones(shape[:2], dtype=bool)
        self.cost: NDArray[np.int64] = np.zeros(shape, dtype=np.int64)
        self.constant = 0
        self.needs: dict[tuple[int, int], Need] = {
            (day, self.index[kind]): need for (day, kind), need in problem.needs.items()
        }
        self._room: NDArray[np.float64] = np.empty(0)
        self._permit()
        self._price()

    # What is permitted

    def _permit(self) -> None:
        offered = np.zeros((self.days, len(self.kinds)), dtype=bool)
        for day, k in self.needs:
            offered[day, k] = True
        for p, person in enumerate(self.people):
            for k, kind in enumerate(self.kinds):
                self.possible[p, :, k] = offered[:, k] & can_stand(self.problem, person, kind.id)
        for p, person in enumerate(self.people):
            self.bans += self._bans(p, person)
        for (who, day), kind_id in self.problem.locked.items():
            if who in self.row:
                self._lock(self.row[who], day, kind_id)
        self.allowed[:] = self.possible
        for _rule, p, day, k in self.bans:
            self.allowed[p, day, k] = False

    def _bans(self, p: int, person: Person) -> Iterator[tuple[Rule, int, int, int]]:
        """What leave and the watches before the period, or of another roster, forbid."""
        if person.leave:
            for day, k in self.needs:
                if person.leave.intersection(touched(self.problem, self.kinds[k].id, day)):
                    yield Rule("leave", person.id), p, day, k
        for before, kind in person.before:
            for day, k in self.needs:
                if self.clash(person.limits, (before, self.index[kind]), (day, k)):
                    yield Rule("before", person.id), p, day, k
        for day, k in self.needs if person.elsewhere else ():
            if self.problem.too_near(person, self.kinds[k].id, day) is not None:
                yield Rule("elsewhere", person.id), p, day, k

    def _lock(self, p: int, day: int, kind_id: str) -> None:
        rule = Rule("locked", self.people[p].id, day)
        if kind_id:
            self.may_be_free[p, day] = False
        for k, kind in enumerate(self.kinds):
            if kind.id != kind_id:
                self.bans.append((rule, p, day, k))

    def clash(self, limits: Limits, first: tuple[int, int], then: tuple[int, int]) -> bool:
        """Whether a person may not stand the watch `then` on a later day than `first`."""
        (day, k), (next_day, next_k) = first, then
        if next_day == day + 1 and self.kinds[next_k].id in self.kinds[k].bars:
            return True
        if next_day - day > 3:
            return False
        end = self.problem.span(self.kinds[k].id, day)[1]
        start = self.problem.span(self.kinds[next_k].id, next_day)[0]
        return start - end < (limits.rest or 0)

    def clashes(self, limits: Limits, gap: int, day: int) -> NDArray[np.bool_]:
        """Which kinds (columns) may not follow which (rows), `gap` days after `day`."""
        key = (limits.rest, gap, day)
        if key not in self._clashes:
            count = len(self.kinds)
            found = np.zeros((count, count), dtype=bool)
            for k in range(count):
                for after in range(count):
                    found[k, after] = self.clash(limits, (day, k), (day + gap, after))
            self._clashes[key] = found
        return self._clashes[key]

    @cached_property
    def _clashes(self) -> dict[tuple[int | None, int, int], NDArray[np.bool_]]:
        return {}

    def history(self, person: Person) -> History:
        """How a person comes into the period."""
        stood = {day for day, _kind in person.before}
        run = 0
        while -1 - run in stood:
            run += 1
        return History(run)

    # What it costs

    def _price(self) -> None:
        weights = self.problem.weights
        for p, person in enumerate(self.people):
            for wish in person.wishes:
                self._wish(p, wish.day, wish.kind, wish.weight * weights.wishes, wants=wish.wants)
        if self.problem.published is None or not weights.changes:
            return
        for who, row in self.problem.published.cells.items():
            if who in self.row:
                for day, kind in enumerate(row):
                    self._wish(self.row[who], day, kind or None, weights.changes, wants=bool(kind))

    def _wish(self, p: int, day: int, kind: str | None, weight: int, *, wants: bool) -> None:
        where = slice(None) if kind is None else self.index[kind]
        self.cost[p, day, where] += -weight if wants else weight
        if wants:
            self.constant += weight

    # Measures

    @cached_property
    def minutes(self) -> NDArray[np.int64]:
        """What a watch counts for, by day and kind."""
        return np.array(
            [[self.problem.minutes(kind.id, day) for kind in self.kinds] for day in range(self.days)],
            dtype=np.int64,
        )

    def amounts(self, measure: str) -> NDArray[np.int64]:
        """How much each watch adds to a measure of fairness, by day and kind."""
        return np.array(
            [
                [amount_of(self.problem, measure, kind.id, day) for kind in self.kinds]
                for day in range(self.days)
            ],
            dtype=np.int64,
        )

    @cached_property
    def load(self) -> list[Share]:
        """Everybody's fair share of the load, if it is asked for."""
        if not self.problem.weights.load:
            return []
        fair = shares(self.problem, "load")
        return [fair[person.id] for person in self.people]

    def load_cost(self, p: int, minutes: int) -> int:
        """What a person's load costs."""
        return self.problem.weights.load * step_cost(self.load[p].steps(minutes)) if self.load else 0

    @cached_property
    def unit(self) -> int:
        """The greatest number of minutes of which all watches are multiples."""
        return gcd(*{int(value) for value in self.minutes.flat}) or 1

    @cached_property
    def reach(self) -> int:
        """How many days after a watch it can still bar another."""
        far = 1
        for person in {person.limits.rest: person for person in self.people}.values():
            for gap in (2, 3):
                if any(self.clashes(person.limits, gap, day).any() for day in range(self.days - gap)):
                    far = gap
        return far

    @cached_property
    def weekend_of(self) -> dict[int, int]:
        """The number of the weekend that a day belongs to."""
        return {day: n for n, days in enumerate(self.problem.weekends) for day in days}

    def room(self, size: int) -> NDArray[np.float64]:
        """Memory for one computation at a time: what lay there before is lost."""
        if self._room.size < size:
            self._room = np.empty(size)
        return self._room[:size]

    # To and fro

    def plan(self, roster: Roster) -> Plan:
        """A roster as indices; people it does not know are free."""
        free = [""] * self.days
        return [
            [self.index.get(kind, -1) for kind in roster.cells.get(person.id, free)] for person in self.people
        ]

    def roster(self, plan: Plan) -> Roster:
        """Indices as a roster."""
        return Roster(
            {
                person.id: tuple(self.kinds[k].id if k >= 0 else "" for k in plan[p])
                for p, person in enumerate(self.people)
            }
        )

    def cost_of(self, p: int, row: Iterable[int]) -> int:
        """The linear cost of a person's row, without the constant."""
        return sum(int(self.cost[p, day, k]) for day, k in enumerate(row) if k >= 0)
