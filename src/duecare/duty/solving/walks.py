"""The best row for each person, exactly, by dynamic programming over the days.

A person's row is a walk through states: on watch (kind, days in a row so far) or free (days so far), with
what has been used up (minutes, weekends, watches of scarce kinds) in one more axis. All people are walked
at once, one axis of the arrays for each. Used to price columns and to build first rosters.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from math import prod

import numpy as np
from numpy.typing import NDArray

from duecare.duty.solving.grid import Grid
from duecare.duty.solving.states import INF, States

Floats = NDArray[np.float64]
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


class Walks(States):
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

        :param price: members × days × kinds, beyond what is permitted, which the grid says.
        :param free: members × days, the price of a free day.
        :param many: how many rows for each, with different totals.
        """
        cells = np.where(self.grid.allowed[self.members], price, INF)
        rest = np.where(self.grid.may_be_free[self.members], 0.0 if free is None else free, INF)
        trail = self._trail()
        self._start(*trail[0])
        for day in range(self.grid.days):
            self._step(day, trail[day], trail[day + 1], cells[:, day], rest[:, day])
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

    def _trail(self) -> list[tuple[Floats, Floats]]:
        """Room for the states of each day, before the first and after the last: on watch, and free."""
        on = (len(self.members), len(self.grid.kinds), self.slots, self.cells)
        off = (len(self.members), self.off_cap, self.cells)
        days, size_on, size_off = self.grid.days + 1, prod(on), prod(off)
        room = self.grid.room(days * (size_on + size_off))
        all_on = room[: days * size_on].reshape(days, *on)
        all_off = room[days * size_on : days * (size_on + size_off)].reshape(days, *off)
        return list(zip(all_on, all_off, strict=True))

    def _start(self, on: Floats, off: Floats) -> None:
        on.fill(INF)
        off.fill(INF)
        for n, p in enumerate(self.members):
            run = self.grid.history(self.grid.people[p]).run
            if not run:
                off[n, -1, 0] = 0
            elif run <= self.exempt:
                on[n, 0, self.run_cap + run - 1, 0] = 0
            else:
                on[n, 0, min(run, self.run_cap) - 1, 0] = 0

    def _step(
        self,
        day: int,
        before: tuple[Floats, Floats],
        after: tuple[Floats, Floats],
        price: Floats,
        rest: Floats,
    ) -> None:
        (on, off), (next_on, next_off) = before, after
        ended = on.min(axis=1)
        if day:
            ended += self.end_mask[:, :, None]
        starting = (off + self.restart[:, :, None]).min(axis=1)
        next_off[:, 0] = INF
        next_off[:, 1:] = off[:, :-1]
        np.minimum(next_off[:, -1], off[:, -1], out=next_off[:, -1])
        place = next_off[:, 0 if day else self.off_cap - 1]
        np.minimum(place, ended.min(axis=1), out=place)
        next_off += rest[:, None, None]
        fits = [self._fits(day, k) for k in range(len(self.grid.kinds))]
        longer = self._runs_by_kinds(on, set(fits))
        for k, mine in enumerate(fits):
            if np.isfinite(price[:, k]).any():
                self._enter(next_on, day, k, longer[mine], starting)
                next_on[:, k] += price[:, k, None, None] + self.mask[:, None, :]
            else:
                next_on[:, k] = INF

    def _runs_by_kinds(
        self, on: Floats, wanted: set[tuple[int, ...]]
    ) -> dict[tuple[int, ...], Floats | None]:
        """The best runs, one day longer, that ended in one of the kinds, for each set of kinds."""
        found: dict[tuple[int, ...], Floats | None] = {}
        known: list[tuple[tuple[int, ...], Floats]] = []
        for kinds in sorted(wanted, key=lambda kinds: (len(kinds), kinds)):
            if not kinds:
                found[kinds] = None
                continue
            part, best = max(
                ((other, value) for other, value in known if set(other) <= set(kinds)),
                key=lambda pair: len(pair[0]),
                default=((), None),
            )
            for k in kinds:
                if k not in part:
                    best = on[:, k] if best is None else np.minimum(best, on[:, k])
            assert best is not None
            known.append((kinds, best))
            found[kinds] = self._longer(best)
        return found

    def _fits(self, day: int, k: int) -> tuple[int, ...]:
        """The kinds of the day before that this one may follow."""
        if day not in self._fitting:
            kinds = range(len(self.grid.kinds))
            clashes = self.grid.clashes(self.limits[0], 1, day - 1) if day else None
            self._fitting[day] = [
                tuple(o for o in kinds if clashes is None or not clashes[o, k]) for k in kinds
            ]
        return self._fitting[day][k]

    def _longer(self, run: Floats) -> Floats:
        """One day more in a row."""
        longer = np.empty_like(run)
        longer[:, 0] = INF
        longer[:, self.run_cap : self.run_cap + 1] = INF
        longer[:, 1 : self.run_cap] = run[:, : self.run_cap - 1]
        top = self.run_cap - 1
        longer[self.absorbs, top] = np.minimum(longer[self.absorbs, top], run[self.absorbs, top])
        if self.exempt:
            longer[:, self.run_cap + 1 :] = run[:, self.run_cap : -1]
            place = min(self.exempt, top)
            longer[:, place] = np.minimum(longer[:, place], run[:, -1])
        longer += self.run_mask[:, :, None]
        return longer

    def _first_slot(self, day: int) -> int:
        return self.run_cap if not day and self.exempt else 0

    def _enter(self, next_on: Floats, day: int, k: int, run: Floats | None, starting: Floats) -> None:
        going_on, beginning = self._use(day, k)
        target = next_on[:, k]
        if run is None:
            target.fill(INF)
        else:
            target[:, :, :going_on] = INF
            target[:, :, going_on:] = run[:, :, : self.cells - going_on]
        slot = target[:, self._first_slot(day)]
        begun = slot[:, beginning:]
        np.minimum(begun, starting[:, : self.cells - beginning], out=begun)
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
        fits = self._fits(day, k)
        at = z - going_on - extra
        if at >= 0:
            for shorter in self._shorter(n, slot):
                choices += [(float(on[n, o, shorter, at]), (o, shorter), at) for o in fits]
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
