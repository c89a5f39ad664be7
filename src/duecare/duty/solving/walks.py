"""The best row for each person, exactly, by dynamic programming over the days.

A person's row is a walk through states: on watch (kind, days in a row so far) or free (days so far), with
what has been used up (minutes, weekends, watches of scarce kinds) in one more axis. All people are walked
at once, one axis of the arrays for each. Used to price columns and to build first rosters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from duecare.duty.solving.grid import Grid

Floats = NDArray[np.float64]
INF = np.inf
SCARCE_CELLS = 64
STATES_AT_ONCE = 600_000


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


class Walks:
    """Walks of people who have the same rest.

    :param members: rows of the grid.
    :param final: price of (minutes in units, weekends) for each member, or None.
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
            self.restart[n, (limit.off_least or 1) - 1 :] = 0
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

    # Walking

    def best(
        self, price: Floats, free: Floats | None = None, many: int = 1
    ) -> list[list[tuple[float, list[int]]]]:
        """The cheapest rows of each member under a price for each cell.

        :param price: members × days × kinds, beyond what is permitted, which the grid says.
        :param free: members × days, the price of a free day.
        :param many: how many rows for each, with different totals.
        """
        cells = np.where(self.grid.allowed[self.members], price, INF)
        rest = np.where(self.grid.may_be_free[self.members], 0.0 if free is None else free, INF)
        trail = [self._start()]
        for day in range(self.grid.days):
            trail.append(self._step(day, trail[-1], cells[:, day], rest[:, day]))
        on, off = trail[-1]
        ends = np.minimum(on.min(axis=(1, 2)), off.min(axis=1)) + self.final + self.mask
        self._cells, self._rest = cells, rest
        found = []
        for n in range(len(self.members)):
            order = np.argsort(ends[n], kind="stable")[:many]
            found.append(
                [(float(ends[n, z]), self._back(n, int(z), trail)) for z in order if ends[n, z] < INF]
            )
        return found

    def _start(self) -> tuple[Floats, Floats]:
        count, kinds = len(self.members), len(self.grid.kinds)
        on = np.full((count, kinds, self.slots, self.cells), INF)
        off = np.full((count, self.off_cap, self.cells), INF)
        for n, p in enumerate(self.members):
            run = self.grid.history(self.grid.people[p]).run
            if not run:
                off[n, -1, 0] = 0
            elif run <= self.exempt:
                on[n, 0, self.run_cap + run - 1, 0] = 0
            else:
                on[n, 0, min(run, self.run_cap) - 1, 0] = 0
        return on, off

    def _step(
        self, day: int, before: tuple[Floats, Floats], price: Floats, rest: Floats
    ) -> tuple[Floats, Floats]:
        on, off = before
        may_end = self.end_mask[:, None, :, None] if day else 0.0
        ended = (on + may_end).min(axis=(1, 2))
        starting = (off + self.restart[:, :, None]).min(axis=1)
        next_off = np.full_like(off, INF)
        next_off[:, 1:] = off[:, :-1]
        next_off[:, -1] = np.minimum(next_off[:, -1], off[:, -1])
        place = 0 if day else self.off_cap - 1
        next_off[:, place] = np.minimum(next_off[:, place], ended)
        next_off += rest[:, None, None]
        next_on = np.full_like(on, INF)
        from_kinds: dict[bytes, Floats | None] = {}
        for k in range(len(self.grid.kinds)):
            if not np.isfinite(price[:, k]).any():
                continue
            fits = self._fits(day, k)
            key = fits.tobytes()
            if key not in from_kinds:
                from_kinds[key] = self._longer(on[:, fits].min(axis=1)) if fits.any() else None
            self._enter(next_on, day, k, from_kinds[key], starting)
            next_on[:, k] += price[:, k, None, None] + self.mask[:, None, :]
        next_on += self.run_mask[:, None, :, None]
        return next_on, next_off

    def _fits(self, day: int, k: int) -> NDArray[np.bool_]:
        """The kinds of the day before that this one may follow."""
        if not day:
            return np.ones(len(self.grid.kinds), dtype=bool)
        return ~self.grid.clashes(self.limits[0], 1, day - 1)[:, k]

    def _longer(self, run: Floats) -> Floats:
        """One day more in a row."""
        longer = np.full_like(run, INF)
        longer[:, 1 : self.run_cap] = run[:, : self.run_cap - 1]
        top = self.run_cap - 1
        longer[self.absorbs, top] = np.minimum(longer[self.absorbs, top], run[self.absorbs, top])
        if self.exempt:
            longer[:, self.run_cap + 1 :] = run[:, self.run_cap : -1]
            place = min(self.exempt, top)
            longer[:, place] = np.minimum(longer[:, place], run[:, -1])
        return longer

    def _first_slot(self, day: int) -> int:
        return self.run_cap if not day and self.exempt else 0

    def _enter(self, next_on: Floats, day: int, k: int, run: Floats | None, starting: Floats) -> None:
        going_on, beginning = self._use(day, k)
        target = next_on[:, k]
        if run is not None:
            target[:, :, going_on:] = run[:, :, : self.cells - going_on]
        slot = target[:, self._first_slot(day)]
        begun = np.full_like(starting, INF)
        begun[:, beginning:] = starting[:, : self.cells - beginning]
        np.minimum(slot, begun, out=slot)
        for n, mine in enumerate(self.scarce):
            if k in mine:
                step = mine[k][0]
                target[n, :, step:] = target[n, :, :-step].copy()
                target[n, :, :step] = INF

    def _use(self, day: int, k: int) -> tuple[int, int]:
        """How far along the axis a watch moves: in a run that goes on, and in one that begins."""
        used = int(self.minutes[day, k]) * self.steps[0]
        weekend = self.grid.weekend_of.get(day)
        if weekend is None or not self.counts_weekends:
            return used, used
        same = self.grid.weekend_of.get(day - 1) == weekend
        return used + (0 if same else self.steps[1]), used + self.steps[1]

    # Walking back

    def _back(self, n: int, z: int, trail: list[tuple[Floats, Floats]]) -> list[int]:
        """The row that ends with `z` used up."""
        row = [-1] * self.grid.days
        on, off = trail[-1]
        kind, slot = np.unravel_index(int(on[n, :, :, z].argmin()), on.shape[1:3])
        state = (int(kind), int(slot))
        if off[n, :, z].min() < on[n, state[0], state[1], z]:
            state = (-1, int(off[n, :, z].argmin()))
        for day in range(self.grid.days - 1, -1, -1):
            row[day] = state[0]
            state, z = self._previous(n, day, state, z, trail[day])
        return row

    def _previous(
        self, n: int, day: int, state: tuple[int, int], z: int, before: tuple[Floats, Floats]
    ) -> tuple[tuple[int, int], int]:
        on, off = before
        k, slot = state
        if k < 0:
            return self._before_free(n, day, slot, z, on, off), z
        going_on, beginning = self._use(day, k)
        extra = self.scarce[n][k][0] if k in self.scarce[n] else 0
        choices: list[tuple[float, tuple[int, int], int]] = []
        fits = np.flatnonzero(self._fits(day, k))
        at = z - going_on - extra
        if at >= 0:
            for shorter in self._shorter(n, slot):
                choices += [(float(on[n, o, shorter, at]), (int(o), shorter), at) for o in fits]
        at = z - beginning - extra
        if slot == self._first_slot(day) and at >= 0:
            values = off[n, :, at] + self.restart[n]
            choices.append((float(values.min()), (-1, int(values.argmin())), at))
        _value, state, at = min(choices)
        return state, at

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

    def _before_free(self, n: int, day: int, slot: int, z: int, on: Floats, off: Floats) -> tuple[int, int]:
        choices: list[tuple[float, tuple[int, int]]] = []
        if slot:
            choices.append((float(off[n, slot - 1, z]), (-1, slot - 1)))
        if slot == self.off_cap - 1:
            choices.append((float(off[n, slot, z]), (-1, slot)))
        if slot == (0 if day else self.off_cap - 1):
            values = on[n, :, :, z] + (self.end_mask[n] if day else 0)
            kind, run = np.unravel_index(int(values.argmin()), values.shape)
            choices.append((float(values.min()), (int(kind), int(run))))
        return min(choices)[1]
