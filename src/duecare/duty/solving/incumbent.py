"""The best roster so far, the bound, the time left: what all searches share and report to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from duecare.core import clock
from duecare.duty.solving.grid import Plan


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is.

    :param objective: penalty of the best roster so far; None while there is none.
    :param bound: no roster has a smaller penalty.
    :param seconds: since the start.
    """

    phase: str
    objective: int | None
    bound: int
    seconds: float

    @property
    def gap(self) -> float | None:
        """How far the best may be from the bound, as a part of the best; None while there is none."""
        if self.objective is None:
            return None
        return (self.objective - self.bound) / max(1, abs(self.objective))


class Incumbent:
    """Keeps the best plan and the bound; knows when to stop."""

    def __init__(self, seconds: float, tell: Callable[[Progress, Plan | None], None] | None = None) -> None:
        self.started = clock.monotonic()
        self.limit = seconds
        self.plan: Plan | None = None
        self.objective: int | None = None
        self.bound = 0
        self.stopped = False
        self.phase = ""
        self._tell = tell

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return clock.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return 0.0 if self.stopped else self.limit - self.seconds

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.objective is not None and self.objective <= self.bound

    @property
    def done(self) -> bool:
        """Whether a search should end: told to, out of time, or nothing is left to find."""
        return self.stopped or self.left <= 0 or self.proven

    def offer(self, objective: int, plan: Plan) -> bool:
        """Keep a plan that fulfils all hard rules if it is better than the best so far."""
        if self.objective is not None and objective >= self.objective:
            return False
        self.objective, self.plan = objective, [list(row) for row in plan]
        self._report(self.plan)
        return True

    def raise_bound(self, bound: int) -> None:
        """Keep a bound that is better than the one so far."""
        if bound > self.bound:
            self.bound = bound if self.objective is None else min(bound, self.objective)
            self._report(None)

    def _report(self, plan: Plan | None) -> None:
        if self._tell:
            self._tell(Progress(self.phase, self.objective, self.bound, self.seconds), plan)
