"""The best row for each person, exactly, by dynamic programming over the days.

A person's row is a walk through states: on watch (kind, days in a row so far) or free (days so far), with
what has been used up (minutes, weekends, watches of scarce kinds) in one more axis. All people are walked
at once, one axis of the arrays for each. Used to price columns and to build first rosters.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np

from duecare.duty.solving.grid import Grid
from duecare.duty.solving.states import INF
from duecare.duty.solving.steps import Floats, Steps, Trail

STATES_AT_ONCE = 600_000

State = tuple[int, int]
"""A kind, or -1 for free, and the slot."""


def grouped(grid: Grid) -> list[Walks]:
    """Walks for everybody, in groups of people of one rest that fit the memory."""
    alike: dict[tuple[int | None, int], list[int]] = {}
    for p, person in enumerate(grid.people):
        few = sum(0 < most < grid.days for most in person.limits.most.values())
        alike.setdefault((person.limits.rest, min(few, 1)), []).append(p)
    groups = []
    for members in alike.values():
        whole = Walks(grid, members)
        fit = max(1, STATES_AT_ONCE // (whole.cells * whole.slots * len(grid.kinds)))
        if fit >= len(members):
            groups.append(whole)
        else:
            groups += [Walks(grid, members[at : at + fit]) for at in range(0, len(members), fit)]
    return groups


class Walks(Steps):
    """The best walks through the states."""

    def of(self, places: Sequence[int]) -> Walks:
        """The walks of some of the members, by their places."""
        if len(places) == len(self.members):
            return self
        part: Walks = copy(self)
        chosen = list(places)
        part.members = [self.members[n] for n in chosen]
        part.scarce = [self.scarce[n] for n in chosen]
        part.relaxed = [self.relaxed[n] for n in chosen]
        for name in ("run_mask", "end_mask", "restart", "absorbs", "mask", "final"):
            setattr(part, name, getattr(self, name)[chosen])
        return part

    def best(
        self, price: Floats, free: Floats | None = None, many: int = 1
    ) -> list[list[tuple[float, list[int]]]]:
        """The cheapest rows of each member under a price for each cell.

        :param many: how many rows for each, with different totals.
        """
        trail, ends = self.forward(price, free)
        found = []
        for n in range(len(self.members)):
            order = np.argsort(ends[n], kind="stable")[:many]
            found.append(
                [(float(ends[n, z]), self._back(n, int(z), trail)) for z in order if ends[n, z] < INF]
            )
        return found

    def best_within(self, price: Floats, tries: int = 12) -> list[int] | None:
        """A cheap row of the only member with no more of any scarce kind than it may, or None.

        Kinds that the axis does not count are brought down by closing the cells where they gain least.
        """
        price = price.copy()
        for _ in range(tries):
            found = self.best(price[None])[0]
            row = found[0][1] if found else None
            over = [] if row is None else [k for k, most in self.relaxed[0].items() if row.count(k) > most]
            if row is None or not over:
                return row
            for k in over:
                days = [day for day, other in enumerate(row) if other == k]
                days.sort(key=lambda day: -float(price[day, k]))
                price[days[: len(days) - self.relaxed[0][k]], k] = INF
        return None

    # Walking back

    def _back(self, n: int, z: int, trail: Trail) -> list[int]:
        """The row that ends with `z` used up."""
        row = [-1] * self.grid.days
        on, off = trail[-1]
        kind, slot = np.unravel_index(int(on[n, :, :, z].argmin()), on.shape[1:3])
        state = (int(kind), int(slot))
        if off[n, :, z].min() < on[n, state[0], state[1], z]:
            state = (-1, int(off[n, :, z].argmin()))
        for day in range(self.grid.days - 1, -1, -1):
            row[day] = state[0]
            _value, state, z = min(self.sources(n, day, state, z, trail[day]))
        return row

    def sources(
        self, n: int, day: int, state: State, z: int, before: tuple[Floats, Floats]
    ) -> list[tuple[float, State, int]]:
        """Where a member can have come from on a day: price, state and what was used up."""
        on, off = before
        k, slot = state
        if k < 0:
            return self._before_free(n, day, slot, z, on, off)
        going_on, beginning = self._use(day, k)
        extra = self.scarce[n][k][0] if k in self.scarce[n] else 0
        choices: list[tuple[float, State, int]] = []
        fits = self._fits(day, k)
        at = z - going_on - extra
        if at >= 0:
            for shorter in self._shorter(n, slot):
                choices += [(float(on[n, o, shorter, at]), (o, shorter), at) for o in fits]
        at = z - beginning - extra
        if slot == self._first_slot(day) and at >= 0:
            values = off[n, :, at] + self.restart[n]
            choices += [(float(value), (-1, place), at) for place, value in enumerate(values) if value < INF]
        return choices

    def _shorter(self, n: int, slot: int) -> list[int]:
        """The slots from which one day more leads to this one."""
        found = []
        if slot < self.run_cap:
            if slot:
                found.append(slot - 1)
            if slot == self.run_cap - 1 and self.absorbs[n]:
                found.append(slot)
            if self.exempt and slot == min(self.exempt, self.run_cap - 1):
                found.append(self.slots - 1)
        elif slot > self.run_cap:
            found.append(slot - 1)
        return found

    def _before_free(
        self, n: int, day: int, slot: int, z: int, on: Floats, off: Floats
    ) -> list[tuple[float, State, int]]:
        choices: list[tuple[float, State, int]] = []
        if slot:
            choices.append((float(off[n, slot - 1, z]), (-1, slot - 1), z))
        if slot == self.off_cap - 1:
            choices.append((float(off[n, slot, z]), (-1, slot), z))
        if slot == (0 if day else self.off_cap - 1):
            values = on[n, :, :, z] + (self.end_mask[n] if day else 0)
            places = np.argwhere(values < INF)
            choices += [(float(values[k, run]), (int(k), int(run)), z) for k, run in places]
        return choices
