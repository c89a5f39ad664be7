"""The best roster so far, the bound, the time left: what all searches share and report to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock

from ortools.sat.python import cp_model

from duecare.core import clock
from duecare.duty.rules.answers import gap
from duecare.duty.rules.checking import breaches
from duecare.duty.rules.model import Roster
from duecare.duty.solving.grid import Grid, Plan


@dataclass(frozen=True, slots=True)
class Settings:
    """How to search.

    :param seconds: how long at most; with `steady` in the solver's own units, which are about seconds.
    :param steady: the same seed gives the same roster, with one worker and so more slowly.
    """

    seconds: float = 60
    seed: int = 1
    workers: int = 8
    steady: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is.

    :param phase: `changes`: fewest changes to the published roster; `penalty`: least penalty.
    :param objective: of the best roster so far; None while there is none.
    :param bound: no roster is better than this.
    :param seconds: since the start.
    """

    phase: str
    objective: int | None
    bound: int
    seconds: float

    @property
    def gap(self) -> float | None:
        """How far the best may be from the bound, as a part of the best; None while there is none."""
        return gap(self.objective, self.bound)


Tell = Callable[[Progress, "Roster | None"], None]
"""Is told how far a search is, and each better roster."""


class Incumbent:
    """Keeps the best plan and the bound; knows when to stop. Safe to use from the solver's threads."""

    def __init__(self, settings: Settings, grid: Grid | None = None, tell: Tell | None = None) -> None:
        self.settings, self.grid = settings, grid
        self.started = clock.monotonic()
        self.plan: Plan | None = None
        self.objective: int | None = None
        self.bound = 0
        self.phase = "penalty"
        self.stopped = False
        self.refused = 0
        self._tell = tell
        self._lock = RLock()
        self._running: cp_model.CpSolver | None = None

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return clock.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds that are left; a steady search does not look at the clock."""
        if self.stopped:
            return 0.0
        return self.settings.seconds if self.settings.steady else self.settings.seconds - self.seconds

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.objective is not None and self.objective <= self.bound

    @property
    def done(self) -> bool:
        """Whether a search should end: told to, out of time, or nothing is left to find."""
        return self.left <= 0 or self.proven

    def past(self, until: float) -> bool:
        """Whether that many seconds after the start are over; never in a steady search."""
        return not self.settings.steady and self.seconds > until

    @property
    def progress(self) -> Progress:
        """How far the search is."""
        with self._lock:
            return Progress(self.phase, self.objective, self.bound, self.seconds)

    @property
    def known(self) -> tuple[Plan | None, Progress]:
        """The best plan and how far the search is, of one moment."""
        with self._lock:
            return self.plan, self.progress

    def begin(self, phase: str) -> None:
        """Turn to another objective: what was found so far is kept as a plan, not as a value."""
        with self._lock:
            self.phase, self.objective, self.bound = phase, None, 0

    def offer(self, objective: int, plan: Plan) -> bool:
        """Keep a plan if it is better than the best so far; the check has the last word on hard rules."""
        with self._lock:
            if self.objective is not None and objective >= self.objective:
                return False
            if self.grid is not None and breaches(self.grid.problem, self.grid.roster(plan)):
                self.refused += 1
                return False
            self.objective, self.plan = objective, [list(row) for row in plan]
            self._report(self.plan)
            return True

    def raise_bound(self, bound: int) -> None:
        """Keep a bound that is better than the one so far."""
        with self._lock:
            known = bound if self.objective is None else min(bound, self.objective)
            if known > self.bound:
                self.bound = known
                self._report(None)

    def stop(self) -> None:
        """End all searches soon, keeping the best; may be called from any thread."""
        self.stopped = True
        running = self._running
        if running is not None:
            running.stop_search()

    def run(
        self,
        model: cp_model.CpModel,
        seconds: float,
        callback: cp_model.CpSolverSolutionCallback | None = None,
        *,
        alone: bool = False,
    ) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        """Solve a model within the time that is left.

        :param alone: by one worker, which goes deep into linear relaxations: good for small proofs.
        """
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1 if alone else self.settings.workers
        if alone:
            parameters.linearization_level = 2
        parameters.random_seed = self.settings.seed
        parameters.catch_sigint_signal = False
        if self.settings.steady:
            parameters.num_workers = 1
            parameters.interleave_search = True
            parameters.max_deterministic_time = seconds
        else:
            parameters.max_time_in_seconds = max(0.05, min(seconds, self.left))
        self._running = solver
        try:
            if self.stopped:
                parameters.max_time_in_seconds = 0.01
            status = solver.solve(model, callback)
            if status == cp_model.MODEL_INVALID:
                raise ValueError(solver.solution_info())
            return solver, status
        finally:
            self._running = None

    def _report(self, plan: Plan | None) -> None:
        if self._tell:
            roster = None if plan is None or self.grid is None else self.grid.roster(plan)
            self._tell(self.progress, roster)
