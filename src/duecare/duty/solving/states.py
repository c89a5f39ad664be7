"""The states that a person's row walks through, laid out as arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from duecare.duty.solving.grid import Grid

INF = np.inf
SCARCE_CELLS = 40


class States:
    """States of some people who have the same rest.

    On watch: a slot for each number of days in a row, then some for runs that came in over the edge of the
    period and may end at any length. Free: a slot for each number of days up to the least that is asked for.
    What is used up lies on one axis.

    :param members: rows of the grid.
    """

    def __init__(self, grid: Grid, members: Sequence[int]) -> None:
        self.grid = grid
        self.members = list(members)
        self.limits = [grid.people[p].limits for p in members]
        count = len(self.members)
        least = [limit.days_least or 1 for limit in self.limits]
        self.run_cap = max(
            max(limit.days_most or 0, few) for limit, few in zip(self.limits, least, strict=True)
        )
        self.exempt = max(least) - 1
        self.slots = self.run_cap + self.exempt
        self.off_cap = max(limit.off_least or 1 for limit in self.limits)
        self.run_mask, self.end_mask = np.zeros((count, self.slots)), np.zeros((count, self.slots))
        self.restart = np.full((count, self.off_cap), INF)
        self.absorbs = np.array([limit.days_most is None for limit in self.limits])
        for n, limit in enumerate(self.limits):
            self.end_mask[n, : least[n] - 1] = INF
            if limit.days_most is not None:
                self.run_mask[n, limit.days_most : self.run_cap] = INF
                self.run_mask[n, self.run_cap + limit.days_most :] = INF
            if limit.days_most != 0:
                self.restart[n, (limit.off_least or 1) - 1 :] = 0
        self._fitting: dict[int, list[tuple[int, ...]]] = {}
        self._measure()

    def _measure(self) -> None:
        """Lay out the axis of what is used up: minutes × weekends × scarce watches, each with a guard."""
        grid, days = self.grid, self.grid.days
        longest = int(grid.minutes.max(initial=0)) * days
        minutes = [limit.minutes_most for limit in self.limits]
        if (
            any(m is not None for m in minutes)
            or any(limit.minutes_least for limit in self.limits)
            or grid.load
        ):
            tops = [min(longest, longest if m is None else m) // grid.unit for m in minutes]
            self.minutes = grid.minutes // grid.unit
        else:
            tops, self.minutes = [0] * len(minutes), np.zeros_like(grid.minutes)
        ends = len(grid.problem.weekends)
        counted = any(limit.weekends_most is not None for limit in self.limits)
        weekends = [ends if m is None else min(m, ends) for m in (x.weekends_most for x in self.limits)]
        self.weekends = weekends if counted else [0] * len(weekends)
        self.counts_weekends = bool(counted)
        self.tops = tops
        self._find_scarce()
        self.sizes = (max(tops) + 2, max(self.weekends) + 2 if counted else 1, self.scarce_size)
        self.steps = (self.sizes[1] * self.sizes[2], self.sizes[2])
        self.cells = self.sizes[0] * self.sizes[1] * self.sizes[2]
        u, w, c = np.unravel_index(np.arange(self.cells), self.sizes)
        self.used_minutes, self.used_weekends = u, w
        over = [(u > tops[n]) | (w > self.weekends[n]) | ~self._within(n, c) for n in range(len(tops))]
        self.mask = np.where(np.array(over), INF, 0.0)
        self.final = np.zeros((len(tops), self.cells))
        for n, limit in enumerate(self.limits):
            if limit.minutes_least:
                self.final[n, u * grid.unit < limit.minutes_least] = INF
            if grid.load:
                self.final[n] += [grid.load_cost(self.members[n], int(used) * grid.unit) for used in u]

    def _find_scarce(self) -> None:
        """Give each kind that a person may stand only a few times a digit of the axis, while there is room."""
        self.scarce: list[dict[int, tuple[int, int]]] = []  # kind -> (step, most)
        self.relaxed: list[dict[int, int]] = []
        for n, limit in enumerate(self.limits):
            possible = self.grid.allowed[self.members[n]].sum(axis=0)
            if limit.minutes_most is not None:
                shortest = np.maximum(1, self.grid.minutes.min(axis=0))
                possible = np.minimum(possible, limit.minutes_most // shortest)
            few = sorted(
                (most, self.grid.index[kind])
                for kind, most in limit.most.items()
                if kind in self.grid.index and 0 < most < possible[self.grid.index[kind]]
            )
            step, mine, rest = 1, {}, {}
            for most, k in few:
                if step * (most + 2) <= SCARCE_CELLS:
                    mine[k] = (step, most)
                    step *= most + 2
                else:
                    rest[k] = most
            self.scarce.append(mine)
            self.relaxed.append(rest)
        self.scarce_size = max((self._digits(mine) for mine in self.scarce), default=1)

    @staticmethod
    def _digits(mine: dict[int, tuple[int, int]]) -> int:
        size = 1
        for _step, most in mine.values():
            size *= most + 2
        return size

    def _within(self, n: int, used: NDArray[np.intp]) -> NDArray[np.bool_]:
        fine = used < self._digits(self.scarce[n])
        for step, most in self.scarce[n].values():
            fine &= used // step % (most + 2) <= most
        return fine
