"""A problem as a CP-SAT model: hard rules, penalties, and each rule's switch where one is asked for.

Three ways to hold the hard rules: `plain`; `switched`, each with a literal that turns it on, to find the
rules that clash; `soft`, each with a slack that costs, to find the smallest mending.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from duecare.duty.rules.clauses import MENDING_COST, Rule
from duecare.duty.rules.fairness import MEASURES, STEEPEST, shares, step_cost
from duecare.duty.rules.model import Limits
from duecare.duty.solving.grid import Grid, Plan

Way = Literal["plain", "switched", "soft"]
Sum: TypeAlias = Any
"""A linear expression or a number: the solver's own name for it knows no addition."""


ASKING = ("days_least", "off_least", "minutes_least", "locked")
"""Rules beside cover that a roster without any watch may break, or that standing more may mend."""


class Model:
    """The model and its variables.

    :param penalties: whether to state the soft rules; the searches for clashes leave them out.
    :param only: state these hard rules and no others.
    """

    def __init__(
        self, grid: Grid, way: Way = "plain", *, penalties: bool = True, only: frozenset[Rule] | None = None
    ) -> None:
        self.grid, self.way, self.only = grid, way, only
        self.model = cp_model.CpModel()
        self.never = self.model.new_constant(0)
        self.switches: dict[Rule, cp_model.IntVar] = {}
        self.slacks: list[tuple[Rule, int, int, cp_model.IntVar]] = []
        self.x: dict[tuple[int, int, int], cp_model.IntVar] = {}
        self.on: list[list[cp_model.IntVar]] = []
        self.terms: list[Sum] = []
        self.changes: list[Sum] = []
        self.penalties = penalties
        self._cells()
        self.mine: list[list[tuple[int, int, cp_model.IntVar]]] = [[] for _ in grid.people]
        for (p, day, k), x in self.x.items():
            self.mine[p].append((day, k, x))
        for p in range(len(grid.people)):
            self._person(p)
        self._needs()
        if penalties:
            self._linear()
            self._fairness()
            self._count_changes()
        self.penalty: Sum = sum(self.terms) + grid.constant

    # Cells

    def _cells(self) -> None:
        usable = self.grid.allowed if self.way == "plain" else self.grid.possible
        usable = usable & self._worth_having()
        for p in range(len(self.grid.people)):
            self.on.append([self._cell(p, day, usable[p, day]) for day in range(self.grid.days)])
        if self.way != "plain":
            for rule, p, day, k in self.grid.bans:
                if (p, day, k) in self.x:
                    self._hold(rule, self.x[p, day, k], None, 0)

    def _cell(self, p: int, day: int, usable: NDArray[np.bool_]) -> cp_model.IntVar:
        """Make a cell's variables; returns the one that tells whether the person stands a watch."""
        kinds = [int(k) for k in np.flatnonzero(usable)]
        on = self.model.new_bool_var("") if kinds else self.never
        for k in kinds:
            self.x[p, day, k] = self.model.new_bool_var("")
        if kinds:
            self.model.add_exactly_one([*(self.x[p, day, k] for k in kinds), on.negated()])
        if not self.grid.may_be_free[p, day]:
            self._hold(Rule("locked", self.grid.people[p].id, day), on, 1, None)
        return on

    def _worth_having(self) -> NDArray[np.bool_]:
        """The days and kinds that can matter: where no rule stated asks for more, nobody need stand."""
        worth = np.ones((self.grid.days, len(self.grid.kinds)), dtype=bool)
        if self.only is not None and not any(rule.name in ASKING for rule in self.only):
            for day, k in self.grid.needs:
                worth[day, k] = Rule("least", day=day, kind=self.grid.kinds[k].id) in self.only
        return worth

    def _hold(self, rule: Rule, expr: Sum, low: int | None, high: int | None) -> None:
        """State that a sum lies in a range, the way the model holds its rules."""
        if self.only is not None and rule not in self.only:
            return
        lowest, highest = cp_model.INT32_MIN, cp_model.INT32_MAX
        if self.way == "soft":
            slack = self.model.new_int_var(0, 100_000 if "minutes" in rule.name else 100, "")
            day = -1 if rule.day is None else rule.day
            self.slacks.append((rule, day, MENDING_COST[rule.name], slack))
            expr = expr + slack if high is None else expr - slack
        held = self.model.add_linear_constraint(
            expr, lowest if low is None else low, highest if high is None else high
        )
        if self.way == "switched":
            if rule not in self.switches:
                self.switches[rule] = self.model.new_bool_var("")
            held.only_enforce_if(self.switches[rule])

    # Rules on people

    def _person(self, p: int) -> None:
        limits = self.grid.people[p].limits
        self._following(p, limits)
        self._runs(p, limits)
        self._totals(p, limits)

    def _following(self, p: int, limits: Limits) -> None:
        for gap in range(1, self.grid.reach + 1):
            for day in range(self.grid.days - gap):
                clashes = self.grid.clashes(limits, gap, day)
                groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
                for k in range(len(self.grid.kinds)):
                    after = tuple(o for o in range(len(self.grid.kinds)) if clashes[k, o])
                    after = tuple(o for o in after if (p, day + gap, o) in self.x)
                    if after and (p, day, k) in self.x:
                        groups[after].append(k)
                for after, kinds in groups.items():
                    cells = [self.x[p, day, k] for k in kinds] + [self.x[p, day + gap, o] for o in after]
                    barred = self.grid.kinds[after[0]].id in self.grid.kinds[kinds[0]].bars
                    rule = Rule("bars" if barred and not limits.rest else "rest")
                    if self.way == "plain":
                        self.model.add_at_most_one(cells)
                    else:
                        self._hold(rule, sum(cells), None, 1)

    def _runs(self, p: int, limits: Limits) -> None:
        on, days = self.on[p], self.grid.days
        run = self.grid.history(self.grid.people[p]).run
        if limits.days_most is not None:
            for day in range(-min(run, limits.days_most), days - limits.days_most):
                window = on[max(0, day) : day + limits.days_most + 1]
                self._hold(Rule("days_most"), sum(window) - min(0, day), None, limits.days_most)
        for length in range(1, limits.days_least or 1):
            for day in range(1, days - length):
                inner = sum(on[day : day + length])
                self._hold(Rule("days_least"), inner - on[day - 1] - on[day + length], None, length - 1)
        for length in range(1, limits.off_least or 1):
            for day in range(1, days - length):
                inner = sum(on[day : day + length])
                self._hold(Rule("off_least"), on[day - 1] + on[day + length] - inner, None, 1)

    def _totals(self, p: int, limits: Limits) -> None:
        person, unit = self.grid.people[p], self.grid.unit
        mine = self.mine[p]
        minutes = sum(int(self.grid.minutes[day, k]) // unit * x for day, k, x in mine)
        if limits.minutes_most is not None:
            self._hold(Rule("minutes_most", person.id), minutes, None, limits.minutes_most // unit)
        if limits.minutes_least:
            self._hold(Rule("minutes_least", person.id), minutes, -(-limits.minutes_least // unit), None)
        for kind, most in limits.most.items():
            cells = [x for _day, k, x in mine if self.grid.index.get(kind) == k]
            if 0 < most < len(cells):
                self._hold(Rule("kind_most", person.id, kind=kind), sum(cells), None, most)
        if limits.weekends_most is not None:
            ends = []
            for weekend in self.grid.problem.weekends:
                worked = self.model.new_bool_var("")
                self.model.add_max_equality(worked, [self.on[p][day] for day in weekend])
                ends.append(worked)
            self._hold(Rule("weekends_most", person.id), sum(ends), None, limits.weekends_most)

    # Cover

    def _needs(self) -> None:
        people = range(len(self.grid.people))
        for (day, k), need in self.grid.needs.items():
            cells = [self.x[p, day, k] for p in people if (p, day, k) in self.x]
            kind = self.grid.kinds[k].id
            if need.least:
                self._hold(Rule("least", day=day, kind=kind), sum(cells), need.least, None)
            if need.most is not None and need.most < len(cells):
                self._hold(Rule("most", day=day, kind=kind), sum(cells), None, need.most)
            if self.penalties and (need.under or need.over):
                fewer = self.model.new_int_var(0, need.wanted, "")
                more = self.model.new_int_var(0, max(0, len(cells) - need.wanted), "")
                self.model.add(sum(cells) + fewer - more == need.wanted)
                self.terms += [need.under * fewer, need.over * more]

    # Penalties

    def _linear(self) -> None:
        for at, x in self.x.items():
            if self.grid.cost[at]:
                self.terms.append(int(self.grid.cost[at]) * x)

    def _fairness(self) -> None:
        problem = self.grid.problem
        for measure in MEASURES:
            weight = getattr(problem.weights, measure)
            if not weight:
                continue
            fair, amounts = shares(problem, measure), self.grid.amounts(measure)
            for p, person in enumerate(self.grid.people):
                share = fair[person.id]
                cells = [(int(amounts[day, k]), x) for day, k, x in self.mine[p]]
                if not any(amount for amount, _x in cells):
                    self.terms.append(weight * step_cost(share.steps(0)))
                    continue
                total = sum(amount * x for amount, x in cells if amount)
                steps = self.model.new_int_var(0, self.grid.days * 2, "")
                cost = self.model.new_int_var(0, 4 * STEEPEST * self.grid.days, "")
                half = share.step // 2
                self.model.add(share.step * steps >= share.low - total - half)
                self.model.add(share.step * steps >= total - share.high - half)
                for slope in range(1, STEEPEST + 1):
                    self.model.add(cost >= slope * steps - slope * (slope - 1) // 2)
                self.terms.append(weight * cost)

    def _count_changes(self) -> None:
        published = self.grid.problem.published
        if published is None:
            return
        for p, row in enumerate(self.grid.plan(published)):
            if self.grid.people[p].id not in published.cells:
                continue
            for day, k in enumerate(row):
                if k < 0:
                    self.changes.append(self.on[p][day])
                else:
                    same = self.x.get((p, day, k))
                    self.changes.append(1 if same is None else 1 - same)

    # To and fro

    def hint(self, plan: Plan) -> None:
        """Let the search begin at a plan."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for (p, day, k), x in self.x.items():
            self.model.add_hint(x, int(plan[p][day] == k))
        for p, row in enumerate(plan):
            for day, k in enumerate(row):
                if self.on[p][day] is not self.never:
                    self.model.add_hint(self.on[p][day], int(k >= 0))

    def plan(self, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback) -> Plan:
        """The plan of the solution just found."""
        found: Plan = [[-1] * self.grid.days for _ in self.grid.people]
        for (p, day, k), x in self.x.items():
            if solver.boolean_value(x):
                found[p][day] = k
        return found
