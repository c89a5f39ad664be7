"""What a person's row costs beside cover, and building rosters row by row."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from duecare.duty.rules.model import Need
from duecare.duty.solving.grid import Grid, Plan
from duecare.duty.solving.incumbent import Incumbent
from duecare.duty.solving.walks import Walks

BROKEN = 100_000
"""What one person too few or too many costs where that is no roster at all."""


LENIENT = 6
PATIENCE = 300


class Cover:
    """How many stand what, and what that costs."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.count: NDArray[np.int64] = np.zeros((grid.days, len(grid.kinds)), dtype=np.int64)

    def add(self, row: Sequence[int], by: int = 1) -> None:
        """Count a row in, or out."""
        for day, k in enumerate(row):
            if k >= 0:
                self.count[day, k] += by

    def cost(self) -> int:
        """What all cover costs."""
        return sum(cost_of(need, int(self.count[at])) for at, need in self.grid.needs.items())

    def broken(self) -> bool:
        """Whether a watch has fewer than the least or more than the most."""
        return any(
            self.count[at] < need.least or (need.most is not None and self.count[at] > need.most)
            for at, need in self.grid.needs.items()
        )

    def marginal(self, broken: int = BROKEN) -> NDArray[np.float64]:
        """What one more on each watch would cost, or with a minus gain."""
        price = np.zeros(self.count.shape)
        for at, need in self.grid.needs.items():
            now = int(self.count[at])
            price[at] = cost_of(need, now + 1, broken) - cost_of(need, now, broken)
        return price


def cost_of(need: Need, count: int, broken: int = BROKEN) -> int:
    """What a number of people on a watch costs; breaking the least or the most costs `broken` each."""
    cost = need.under * max(0, need.wanted - count) + need.over * max(0, count - need.wanted)
    cost += broken * max(0, need.least - count)
    if need.most is not None:
        cost += broken * max(0, count - need.most)
    return cost


class Rebuilding:
    """Takes some rows out and puts the best ones in their place, again and again."""

    def __init__(self, grid: Grid, seed: int) -> None:
        self.grid = grid
        self.random = random.Random(seed)  # noqa: S311 - a search, no secret
        self.walks = [Walks(grid, [p]) for p in range(len(grid.people))]
        self.cover = Cover(grid)
        self.plan: Plan = [[-1] * grid.days for _ in grid.people]
        self.own = [0] * len(grid.people)
        self.impossible: set[int] = set()
        self.heat = 1.0
        self.broken = BROKEN

    def construct(self) -> None:
        """A first plan, person by person; where load is shared, nobody takes on much for cover's sake yet."""
        self.broken = LENIENT * self.grid.problem.weights.load if self.grid.load else BROKEN
        order = list(range(len(self.grid.people)))
        self.random.shuffle(order)
        for p in order:
            self._insert(p)
        self.broken = BROKEN

    def total(self) -> int:
        """What the plan costs."""
        return self.grid.constant + sum(self.own) + self.cover.cost()

    def start_from(self, plan: Plan) -> None:
        """Take over a plan, with little patience for worse ones."""
        self.heat = 0.1
        self.cover.count[:] = 0
        for p, row in enumerate(plan):
            self.plan[p] = list(row)
            self.own[p] = self._own(p)
            self.cover.add(row)

    def improve(self, incumbent: Incumbent, until: float, rounds: int) -> list[tuple[int, ...]]:
        """Rebuild until a time, a number of rounds or long without success; returns the rows of plans kept."""
        seen: list[tuple[int, ...]] = []
        vain = 0
        for _ in range(rounds):
            if incumbent.done or incumbent.past(until) or vain > PATIENCE:
                break
            vain += 1
            chosen = self.rebuild()
            seen.extend((p, *self.plan[p]) for p in chosen)
            if chosen and self.whole and incumbent.offer(self.total(), self.plan):
                vain = 0
        return seen

    def mend(self, incumbent: Incumbent, until: float, rounds: int) -> None:
        """Rebuild until no watch breaks its least or most."""
        for _ in range(rounds):
            if self.whole or incumbent.past(until):
                return
            self.rebuild()

    @property
    def whole(self) -> bool:
        """Whether the plan fulfils all hard rules."""
        return not self.impossible and not self.cover.broken()

    def rebuild(self) -> list[int]:
        """Rebuild a few people's rows; returns whose, or nobody if the plan stays as it was."""
        before = self.total()
        self.heat = max(0.05, self.heat * 0.995)
        chosen = self._choose()
        kept = {p: (self.plan[p], self.own[p]) for p in chosen}
        for p in chosen:
            self._remove(p)
        for p in chosen:
            self._insert(p, noise=self.random.random() < 0.3)
        if self.total() <= before + self.heat * 20 * self.random.random() ** 4:
            return chosen
        for p, (row, own) in kept.items():
            self._remove(p)
            self.plan[p], self.own[p] = row, own
            self.cover.add(row)
        return []

    def _choose(self) -> list[int]:
        people = range(len(self.grid.people))
        return self.random.sample(people, min(len(people), self.random.choice((1, 2, 2, 3, 3, 4))))

    def _own(self, p: int) -> int:
        minutes = sum(int(self.grid.minutes[day, k]) for day, k in enumerate(self.plan[p]) if k >= 0)
        return self.grid.cost_of(p, self.plan[p]) + self.grid.load_cost(p, minutes)

    def _remove(self, p: int) -> None:
        self.cover.add(self.plan[p], -1)
        self.plan[p], self.own[p] = [-1] * self.grid.days, 0

    def _insert(self, p: int, *, noise: bool = False) -> None:
        price = self.grid.cost[p] + self.cover.marginal(self.broken)
        if noise:
            price = price + [
                [self.random.uniform(0, 6) for _ in self.grid.kinds] for _ in range(self.grid.days)
            ]
        row = self.walks[p].best_within(price)
        if row is None:
            self.impossible.add(p)
            return
        self.impossible.discard(p)
        self.plan[p] = row
        self.own[p] = self._own(p)
        self.cover.add(row)
