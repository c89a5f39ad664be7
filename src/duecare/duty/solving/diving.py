"""From mixtures of rows to a roster: dive, then choose among all rows found."""

from __future__ import annotations

import random

from ortools.sat.python import cp_model

from duecare.duty.solving.building import Sum
from duecare.duty.solving.columns import Column, Master
from duecare.duty.solving.grid import Grid, Plan
from duecare.duty.solving.incumbent import Incumbent
from duecare.duty.solving.rows import Cover

SURE = 0.85
PARTS = 12


def dive(
    master: Master, incumbent: Incumbent, until: float, chance: random.Random | None = None
) -> Plan | None:
    """Fix the row that is used most, look for rows that fit the fixed ones, and so on.

    :param chance: choose among the rows that are used much instead of the one used most.
    """
    grid = master.grid
    try:
        master.solve()
        while len(master.fixed) < len(grid.people):
            if incumbent.done or incumbent.past(until):
                return None
            open_columns = [
                found
                for found in master.values()
                if found[1][0] not in master.fixed and not master.breaks(found[1])
            ]
            if not open_columns:
                return None
            for column in _chosen(open_columns, len(grid.people) - len(master.fixed), chance):
                master.fix(column)
            master.generate(incumbent, until, bounding=False, rounds=3)
            value = master.solve()
            if incumbent.objective is not None and value > incumbent.objective - 1e-4:
                return None
        return [list(master.fixed[p][1]) for p in range(len(grid.people))]
    finally:
        master.release()


def _chosen(columns: list[tuple[float, Column]], people: int, chance: random.Random | None) -> list[Column]:
    """The rows to fix next: what is nearly whole, and of many people a few at a time."""
    chosen = {column[0]: column for value, column in columns if value > SURE}
    few = max(1, people // PARTS)
    while len(chosen) < few:
        rest = [found for found in columns if found[1][0] not in chosen]
        if not rest:
            break
        column = _pick(rest, chance)
        chosen[column[0]] = column
    return list(chosen.values())


def _pick(columns: list[tuple[float, Column]], chance: random.Random | None) -> Column:
    if chance is None:
        return columns[0][1]
    values = [value**2 for value, _column in columns[:6]]
    return chance.choices([column for _value, column in columns[:6]], values)[0]


def offer(master: Master, incumbent: Incumbent, plan: Plan) -> None:
    """Offer a plan made of the master's columns, if no watch breaks its least or most."""
    cover = Cover(master.grid)
    for row in plan:
        cover.add(row)
    if not cover.broken():
        own = sum(master.own[p, tuple(row)] for p, row in enumerate(plan))
        incumbent.offer(master.grid.constant + own + cover.cost(), plan)


class Chosen(cp_model.CpSolverSolutionCallback):
    """Offers each better choice of rows, and ends the search when told to."""

    def __init__(self, incumbent: Incumbent, grid: Grid, choices: dict[Column, cp_model.IntVar]) -> None:
        super().__init__()
        self.incumbent, self.grid, self.choices = incumbent, grid, choices

    def on_solution_callback(self) -> None:
        """Read the roster off and offer it."""
        plan: Plan = [[-1] * self.grid.days for _ in self.grid.people]
        for (p, row), chosen in self.choices.items():
            if self.boolean_value(chosen):
                plan[p] = list(row)
        self.incumbent.offer(round(self.objective_value), plan)
        if self.incumbent.stopped or (self.incumbent.done and not self.incumbent.settings.steady):
            self.stop_search()


def choose(master: Master, incumbent: Incumbent, seconds: float) -> None:
    """The best roster of the rows found so far, leaving out those that cannot be part of a better one."""
    grid = master.grid
    value = master.solve()
    slack = float("inf") if incumbent.objective is None else incumbent.objective - value
    reduced = {column: variable.reduced_cost() for column, variable in master.columns.items()}
    keep = [column for column, cost in reduced.items() if cost < slack - 1e-4 or _is_in(column, incumbent)]
    keep = [column for column in keep if not master.breaks(column)]
    keep = sorted(keep, key=lambda column: (reduced[column], column))[:6000]
    best_of(keep, grid, incumbent, seconds)


def best_of(
    columns: list[Column], grid: Grid, incumbent: Incumbent, seconds: float, below: int | None = None
) -> bool:
    """The best roster that these rows make.

    :param below: look only for one that costs less.
    :returns: whether no roster of these rows is better than the best known.
    """
    model = cp_model.CpModel()
    choices = {column: model.new_bool_var("") for column in columns}
    mine: list[list[cp_model.IntVar]] = [[] for _ in grid.people]
    standing: dict[tuple[int, int], list[cp_model.IntVar]] = {at: [] for at in grid.needs}
    for (p, row), chosen in choices.items():
        mine[p].append(chosen)
        for day, k in enumerate(row):
            if k >= 0:
                standing[day, k].append(chosen)
        if incumbent.plan is not None:
            model.add_hint(chosen, int(incumbent.plan[p] == list(row)))
    if not all(mine):
        return True
    for variables in mine:
        model.add_exactly_one(variables)
    terms: list[Sum] = [grid.cost_of(*column) * chosen for column, chosen in choices.items()]
    for at, variables in standing.items():
        terms += cover_terms(model, grid, at, variables)
    objective = sum(terms) + grid.constant
    model.minimize(objective)
    model.add(objective >= incumbent.bound)
    if below is not None:
        model.add(objective < below)
    _solver, status = incumbent.run(model, seconds, Chosen(incumbent, grid, choices))
    return status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)


def _is_in(column: Column, incumbent: Incumbent) -> bool:
    return incumbent.plan is not None and tuple(incumbent.plan[column[0]]) == column[1]


def cover_terms(
    model: cp_model.CpModel, grid: Grid, at: tuple[int, int], variables: list[cp_model.IntVar]
) -> list[Sum]:
    """Hold the least and the most on a watch; returns what too few and too many cost."""
    need, count = grid.needs[at], sum(variables)
    most = len(variables) if need.most is None else min(len(variables), need.most)
    terms: list[Sum] = []
    fewer = model.new_int_var(0, need.wanted - need.least, "")
    more = model.new_int_var(0, max(0, most - need.wanted), "")
    model.add(count + fewer - more == need.wanted)
    if need.under:
        terms.append(need.under * fewer)
    if need.over:
        terms.append(need.over * more)
    return terms
