"""Column generation: the linear programme over whole rows, whose bound is close to the truth.

A column is one possible row of one person. The master chooses a mixture of each person's rows that
covers best; its dual prices say what each cell is worth, and the walks find the row that is worth most
under them (Dantzig and Wolfe; prices smoothed as Wentges 1997). When nobody has a better row, the value
is a lower bound for every roster; on the way, the Lagrangian value is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from duecare.duty.solving.grid import Grid
from duecare.duty.solving.incumbent import Incumbent
from duecare.duty.solving.rows import BROKEN
from duecare.duty.solving.walks import Walks, grouped

Column = tuple[int, tuple[int, ...]]
"""A person and that person's row."""

Scarce = dict[tuple[int, int], float]
Duals = tuple[NDArray[np.float64], Scarce]

SMALL = 1e-6


class Unsolved(ArithmeticError):  # noqa: N818 - it reads as the answer it is
    """The linear programme gave no optimum."""


class Master:
    """The linear programme over the columns so far.

    :param alone: each person's own walks, to bring rows within what the common ones do not count.
    """

    def __init__(self, grid: Grid, alone: Sequence[Walks]) -> None:
        self.grid, self.alone = grid, alone
        self.walks = grouped(grid)
        self.home = {p: (walk, n) for walk in self.walks for n, p in enumerate(walk.members)}
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.objective = self.solver.Objective()
        self.columns: dict[Column, pywraplp.Variable] = {}
        self.own: dict[Column, int] = {}
        self.fixed: dict[int, Column] = {}
        self.mixture = [self._row(1, 1) for _ in grid.people]
        self.cover = {at: self._row(need.wanted, need.wanted) for at, need in grid.needs.items()}
        self.scarce = {
            (p, k): self._row(-self.solver.infinity(), most)
            for walk in self.walks
            for n, p in enumerate(walk.members)
            for k, most in walk.relaxed[n].items()
        }
        for row in self.mixture:
            self._slack(row, 1, None, BROKEN * 10)
        for at, need in grid.needs.items():
            self._slack(self.cover[at], 1, need.wanted - need.least, need.under)
            if need.least:
                self._slack(self.cover[at], 1, None, need.under + BROKEN)
            self._slack(self.cover[at], -1, None if need.most is None else need.most - need.wanted, need.over)
            if need.most is not None:
                self._slack(self.cover[at], -1, None, need.over + BROKEN)
        self.center: Duals | None = None
        self.best = -np.inf

    def _row(self, low: float, high: float) -> pywraplp.Constraint:
        return self.solver.Constraint(low, high)

    def _slack(self, row: pywraplp.Constraint, sign: int, most: int | None, cost: int) -> None:
        slack = self.solver.NumVar(0, self.solver.infinity() if most is None else most, "")
        row.SetCoefficient(slack, sign)
        self.objective.SetCoefficient(slack, cost)

    def add(self, p: int, row: Sequence[int]) -> bool:
        """Add a column; False if it is there already."""
        column = (p, tuple(row))
        if column in self.columns:
            return False
        walk, n = self.home[p]
        own = self.grid.cost_of(p, row)
        variable = self.solver.NumVar(0, self.solver.infinity(), "")
        self.objective.SetCoefficient(variable, own)
        self.mixture[p].SetCoefficient(variable, 1)
        for day, k in enumerate(row):
            if k >= 0:
                self.cover[day, k].SetCoefficient(variable, 1)
        for k in walk.relaxed[n]:
            count = sum(1 for other in row if other == k)
            if count:
                self.scarce[p, k].SetCoefficient(variable, count)
        self.columns[column], self.own[column] = variable, own
        return True

    def solve(self) -> float:
        """Solve the master over the columns so far; returns its value with the constant.

        :raises Unsolved: rows that were fixed do not fit together, or the numbers went astray twice.
        """
        self.objective.SetMinimization()
        status = self.solver.Solve()
        if status not in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.INFEASIBLE}:
            self.solver.Reset()
            status = self.solver.Solve()
        if status != pywraplp.Solver.OPTIMAL:
            raise Unsolved(status)
        return float(self.objective.Value()) + self.grid.constant

    def duals(self) -> Duals:
        """What one more on each watch is worth, and the price of each relaxed scarce kind."""
        price = np.zeros((self.grid.days, len(self.grid.kinds)))
        for at, row in self.cover.items():
            price[at] = row.dual_value()
        return price, {at: row.dual_value() for at, row in self.scarce.items()}

    def values(self) -> list[tuple[float, Column]]:
        """The part of each column that is used, largest first."""
        used = [(variable.solution_value(), column) for column, variable in self.columns.items()]
        return sorted((value, column) for value, column in used if value > SMALL)[::-1]

    def breaks(self, column: Column) -> bool:
        """Whether the row has too many watches of a scarce kind that its walk could not count."""
        p, row = column
        walk, n = self.home[p]
        return any(row.count(k) > most for k, most in walk.relaxed[n].items())

    def fix(self, column: Column) -> None:
        """Give a person this row, for good."""
        p = column[0]
        for other, variable in self.columns.items():
            if other[0] == p:
                variable.SetBounds(*((1, 1) if other == column else (0, 0)))
        self.fixed[p] = column

    def release(self) -> None:
        """Take back what was fixed."""
        for (p, _row), variable in self.columns.items():
            if p in self.fixed:
                variable.SetBounds(0, self.solver.infinity())
        self.fixed.clear()

    # Pricing

    def price(self, duals: Duals, many: int = 1) -> tuple[float, int]:
        """Find rows that are worth more than they cost and add them.

        :returns: the Lagrangian value at these prices (a lower bound if nothing is fixed), columns added.
        """
        worth, scarce = duals
        value = self.grid.constant + self._cover_value(worth)
        value += sum(price * self.scarce[at].ub() for at, price in scarce.items())
        mixture = [row.dual_value() for row in self.mixture]
        added = 0
        for group in self.walks:
            walk = group.of([n for n, p in enumerate(group.members) if p not in self.fixed])
            if not walk.members:
                continue
            price = self.prices(walk, duals)
            for n, rows in enumerate(walk.best(price, many=many)):
                value += rows[0][0] if rows else BROKEN * 10
                added += self._add_better(walk.members[n], rows, price[n], mixture)
        return value, added

    def prices(self, walk: Walks, duals: Duals) -> NDArray[np.float64]:
        """What each cell costs each of the walk's members, less what it is worth."""
        price = self.grid.cost[walk.members] - duals[0][None]
        for n, p in enumerate(walk.members):
            for k in walk.relaxed[n]:
                price[n, :, k] -= duals[1][p, k]
        return price

    def _add_better(
        self, p: int, rows: list[tuple[float, list[int]]], price: NDArray[np.float64], mixture: list[float]
    ) -> int:
        better = [row for found, row in rows if found < mixture[p] - SMALL]
        added = sum(self.add(p, row) for row in better)
        if better and self.breaks((p, tuple(better[0]))):
            within = self.alone[p].best_within(price)
            added += within is not None and self.add(p, within)
        return added

    def _cover_value(self, worth: NDArray[np.float64]) -> float:
        value = 0.0
        for at, need in self.grid.needs.items():
            price = float(worth[at])
            value += price * need.wanted
            fewer = need.wanted - need.least
            value += min(0.0, need.under - price) * fewer
            if need.least:
                value += min(0.0, need.under + BROKEN - price) * BROKEN
            if need.most is None:
                value += min(0.0, need.over + price) * len(self.grid.people)
            else:
                value += min(0.0, need.over + price) * (need.most - need.wanted)
        return value

    def generate(
        self, incumbent: Incumbent, until: float, *, bounding: bool = True, rounds: int = 10_000
    ) -> bool:
        """Add columns until nobody has a better one; returns whether it got that far."""
        smooth = 0.6
        for _ in range(rounds):
            value = self.solve()
            if incumbent.done or incumbent.past(until):
                return False
            duals = self.duals()
            used = duals
            if bounding and self.center is not None and smooth:
                used = self._mixed(duals, self.center, smooth)
            bound, added = self.price(used, many=1 if len(self.columns) > 3000 else 3)
            if bounding and bound > self.best:
                self.best, self.center = bound, used
                incumbent.raise_bound(ceil(bound - 1e-4))
            if not added:
                if used is duals:
                    return True
                smooth = max(0.0, smooth - 0.3)
            if bounding and value - self.best < 1e-4:
                return True
        return False

    @staticmethod
    def _mixed(
        duals: Duals,
        center: Duals,
        part: float,
    ) -> Duals:
        scarce = {at: part * center[1][at] + (1 - part) * value for at, value in duals[1].items()}
        return part * center[0] + (1 - part) * duals[0], scarce


def add_all(master: Master, rows: Iterable[Sequence[int]]) -> None:
    """Add rows that begin with the person."""
    for p, *row in rows:
        master.add(p, row)
