"""All rows that can still be part of a better roster, to prove that there is none or find it.

Under the prices of the best bound, a roster costs at least that bound and, for each of its rows, what the row
costs more than the person's best one. So a row that alone uses up the difference to the best roster is out.
Where too many are left, some are drawn by lot: rows that are nearly best under good prices go well together.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np

from duecare.duty.solving.columns import Column, Master
from duecare.duty.solving.diving import best_of
from duecare.duty.solving.incumbent import Incumbent
from duecare.duty.solving.steps import Trail
from duecare.duty.solving.walks import State, Walks

MOST_ROWS = 30_000
MOST_STEPS = 1_000_000
DRAWN = 6_000

Place = tuple[int, State, int, float, tuple[int, ...]]
"""A day, where the walk stands before it and with what used up, the price of what follows, and that."""


def finish(master: Master, incumbent: Incumbent, seconds: float, chance: random.Random) -> bool:
    """List all rows that matter, or draw some, and choose the best roster of them.

    :returns: whether no roster is better than the best there is now, or the search has to end.
    """
    if incumbent.done:
        return True
    if master.center is None or incumbent.objective is None or incumbent.plan is None:
        return False
    best = incumbent.objective
    slack = best - 1 - master.best
    columns = _listed(master, incumbent, slack, incumbent.seconds + seconds / 3)
    if columns is not None:
        if best_of(columns, master.grid, incumbent, seconds, below=best):
            incumbent.raise_bound(incumbent.objective)
            return True
        return False
    drawn = _drawn(master, slack, incumbent.seconds + seconds / 3, incumbent, chance)
    drawn.update((p, tuple(row)) for p, row in enumerate(incumbent.plan))
    best_of(sorted(drawn), master.grid, incumbent, seconds * 2 / 3, below=best)
    return False


def _listed(master: Master, incumbent: Incumbent, slack: float, until: float) -> list[Column] | None:
    """The rows of everybody within the slack, or None if there are too many or it takes too long."""
    found: list[Column] = []
    for p, rows in _everybody(master, slack):
        for row in rows.every():
            if len(found) > MOST_ROWS or rows.steps > MOST_STEPS:
                return None
            if not master.breaks((p, row)):
                found.append((p, row))
        if incumbent.past(until) or incumbent.left <= 0:
            return None
    return found


def _drawn(
    master: Master, slack: float, until: float, incumbent: Incumbent, chance: random.Random
) -> set[Column]:
    """Some rows of everybody within parts of the slack."""
    each = DRAWN // len(master.grid.people)
    found: set[Column] = set()
    for p, rows in _everybody(master, slack):
        for _ in range(each):
            row = rows.drawn(chance)
            if row is not None and not master.breaks((p, row)):
                found.add((p, row))
        if incumbent.past(until) or incumbent.left <= 0:
            break
    return found


def _everybody(master: Master, slack: float) -> Iterator[tuple[int, Rows]]:
    """The rows of each person within the slack, under the prices of the best bound."""
    if master.center is None:
        return
    for walk in master.walks:
        price = master.prices(walk, master.center)
        trail, ends = walk.forward(price)
        for n, p in enumerate(walk.members):
            yield p, Rows(walk, n, trail, price[n].tolist(), float(ends[n].min()) + slack + 1e-6)


class Rows:
    """The rows of one member that cost no more than a limit, by walking back from the ends."""

    def __init__(self, walk: Walks, n: int, trail: Trail, price: list[list[float]], limit: float) -> None:
        self.walk, self.n, self.trail, self.price, self.limit = walk, n, trail, price, limit
        self.steps = 0
        self._ends_known: list[Place] = []

    def every(self) -> Iterator[tuple[int, ...]]:
        """Yield every row."""
        stack = self._ends()
        while stack:
            place = stack.pop()
            if place[0]:
                self.steps += 1
                stack += self._before(place)
            else:
                yield place[4]

    def drawn(self, chance: random.Random) -> tuple[int, ...] | None:
        """Draw a row within a part of the slack."""
        places = self._ends()
        while places:
            place = chance.choice(places)
            if not place[0]:
                return place[4]
            places = self._before(place)
        return None

    def _ends(self) -> list[Place]:
        if not self._ends_known:
            days = self.walk.grid.days
            on, off = (states[self.n] for states in self.trail[-1])
            ends = self.walk.final[self.n] + self.walk.mask[self.n]
            for k, slot, z in np.argwhere(on + ends <= self.limit):
                self._ends_known.append((days, (int(k), int(slot)), int(z), float(ends[z]), ()))
            for slot, z in np.argwhere(off + ends <= self.limit):
                self._ends_known.append((days, (-1, int(slot)), int(z), float(ends[z]), ()))
        return list(self._ends_known)

    def _before(self, place: Place) -> list[Place]:
        day, state, z, after, tail = place
        day, k = day - 1, state[0]
        after += self.price[day][k] if k >= 0 else 0.0
        return [
            (day, source, used, after, (k, *tail))
            for value, source, used in self.walk.sources(self.n, day, state, z, self.trail[day])
            if value + after <= self.limit
        ]
