"""Walking all people through the states, day by day, at once."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from duecare.duty.solving.states import INF, States

Floats = NDArray[np.float64]
Trail = list[tuple[Floats, Floats]]
"""Of each day the prices of its states: on watch, and free."""


class Steps(States):
    """The steps from the states of one day to those of the next."""

    def forward(self, price: Floats, free: Floats | None = None) -> tuple[Trail, Floats]:
        """Walk all days.

        :param price: members × days × kinds, beyond what is permitted, which the grid says.
        :param free: members × days, the price of a free day.
        :returns: the states of each day, and what ending with so much used up costs each member.
        """
        cells = np.where(self.grid.allowed[self.members], price, INF)
        rest = np.where(self.grid.may_be_free[self.members], 0.0 if free is None else free, INF)
        trail = self._trail()
        self._start(*trail[0])
        for day in range(self.grid.days):
            self._step(day, trail[day], trail[day + 1], cells[:, day], rest[:, day])
        on, off = trail[-1]
        return trail, np.minimum(on.min(axis=(1, 2)), off.min(axis=1)) + self.final + self.mask

    def _trail(self) -> Trail:
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
