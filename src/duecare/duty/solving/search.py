"""Find the best roster in the time there is.

Where what a roster costs falls apart into people's rows and cover, rows are generated and combined, which
also gives a bound close to the truth; where fairness ties everybody together, CP-SAT searches the whole
model from a roster built row by row. With a published roster the fewest changes come first.
"""

from __future__ import annotations

import random
from contextlib import suppress

from ortools.sat.python import cp_model

from duecare.duty.rules.answers import Outcome
from duecare.duty.rules.checking import changed, penalty
from duecare.duty.rules.model import Problem
from duecare.duty.solving.building import Model
from duecare.duty.solving.columns import Master, Unsolved, add_all
from duecare.duty.solving.diving import choose, dive, offer
from duecare.duty.solving.grid import Grid, Plan
from duecare.duty.solving.incumbent import Incumbent, Settings, Tell
from duecare.duty.solving.listing import finish
from duecare.duty.solving.rows import Rebuilding

STEADY_ROUNDS = 3
POLISHING = 4000


class Search:
    """One search; `stop` ends it early from another thread."""

    def __init__(self, problem: Problem, settings: Settings | None = None, tell: Tell | None = None) -> None:
        self.problem = problem
        self.settings = settings or Settings()
        self.grid = Grid(problem)
        self.incumbent = Incumbent(self.settings, self.grid, tell)
        self.impossible = False
        self.fewest = False

    def stop(self) -> None:
        """End soon and keep the best."""
        self.incumbent.stop()

    def run(self) -> Outcome:
        """Search until proven, stopped or out of time."""
        weights = self.problem.weights
        if self.problem.published is not None and weights.fewest_changes:
            self._repair()
        elif self.grid.reach == 1 and not (
            weights.load or weights.nights or weights.weekends or weights.holidays
        ):
            self._combine()
        else:
            self._search_whole()
        return self.outcome()

    def outcome(self) -> Outcome:
        """What it has come to; may be asked for from any thread, at any time."""
        plan, progress = self.incumbent.known
        roster = None if plan is None else self.grid.roster(plan)
        objective, bound = progress.objective, progress.bound
        if roster is not None and (progress.phase == "changes" or objective is None):
            objective, bound = penalty(self.problem, roster).total, 0
        promised = roster is not None and self.problem.published is not None
        return Outcome(
            roster=roster,
            impossible=self.impossible,
            objective=objective,
            bound=bound,
            seconds=progress.seconds,
            changes=len(changed(self.problem, roster)) if roster is not None and promised else None,
            fewest=self.fewest,
        )

    # Rows and their combinations

    def _combine(self) -> None:
        grid, best, seconds = self.grid, self.incumbent, self.settings.seconds
        rebuilding = Rebuilding(grid, self.settings.seed)
        rebuilding.construct()
        if rebuilding.impossible:
            self._search_whole()
            return
        if rebuilding.whole:
            best.offer(rebuilding.total(), rebuilding.plan)
        rows = rebuilding.improve(best, best.seconds + min(3.0, seconds / 20), rounds=60 + 1000 // grid.days)
        master = Master(grid, rebuilding.walks)
        add_all(master, [*rows, *((p, *row) for p, row in enumerate(rebuilding.plan))])
        with suppress(Unsolved):
            master.generate(best, best.seconds + seconds * 0.6)
        chance: random.Random | None = None
        draw = random.Random(self.settings.seed)  # noqa: S311 - a search, no secret
        rounds = 0
        while not best.done and not (self.settings.steady and rounds == STEADY_ROUNDS):
            rounds += 1
            plan = None
            with suppress(Unsolved):
                plan = dive(master, best, best.seconds + best.left, chance)
            if plan is not None:
                offer(master, best, plan)
            self._polish(rebuilding, master, plan)
            if best.done:
                break
            with suppress(Unsolved):
                choose(master, best, min(best.left / 3, 5 + seconds / 30))
            if finish(master, best, min(best.left / 3, 10 + seconds / 15), draw):
                break
            self._whole(min(best.left / 2, 15 + seconds / 6))
            if self.impossible:
                break
            if best.plan is not None:
                add_all(master, [(p, *row) for p, row in enumerate(best.plan)])
            chance = draw

    def _polish(self, rebuilding: Rebuilding, master: Master, plan: Plan | None) -> None:
        """Rebuild rows of a plan, and let the master have them."""
        best = self.incumbent
        start = plan or best.plan
        if start is None or best.done:
            return
        rebuilding.start_from(start)
        until = best.seconds + min(best.left, 2 + self.settings.seconds / 30)
        add_all(master, rebuilding.improve(best, until, rounds=POLISHING))

    # The whole model

    def _search_whole(self) -> None:
        self._whole(self.incumbent.left, start=self._first_plan())

    def _first_plan(self) -> Plan:
        rebuilding = Rebuilding(self.grid, self.settings.seed)
        rebuilding.construct()
        best = self.incumbent
        rebuilding.mend(best, best.seconds + self.settings.seconds / 10, rounds=300)
        if rebuilding.whole:
            roster = self.grid.roster(rebuilding.plan)
            best.offer(penalty(self.problem, roster).total, rebuilding.plan)
        return rebuilding.plan

    def _whole(self, seconds: float, start: Plan | None = None) -> None:
        model = Model(self.grid)
        model.model.minimize(model.penalty)
        if self.incumbent.bound:
            model.model.add(model.penalty >= self.incumbent.bound)
        self._solve(model, seconds, start)

    def _solve(self, model: Model, seconds: float, start: Plan | None = None) -> None:
        best = self.incumbent
        hint = best.plan or start
        if hint is not None:
            model.hint(hint)
        solver, status = best.run(model.model, seconds, Found(best, model))
        if status == cp_model.INFEASIBLE:
            self.impossible = True
        elif status == cp_model.OPTIMAL:
            best.raise_bound(round(solver.objective_value))
        elif status == cp_model.FEASIBLE:
            best.raise_bound(int(-(-solver.best_objective_bound // 1)))

    # Repairing a published roster

    def _repair(self) -> None:
        published = self.problem.published
        if published is None:
            raise ValueError("there is no published roster to repair")
        best = self.incumbent
        model = Model(self.grid)
        best.begin("changes")
        changes = sum(model.changes)
        model.model.minimize(changes)
        self._solve(model, best.left * 0.6, start=self.grid.plan(published))
        plan, fewest = best.plan, best.objective
        self.fewest = best.proven
        if plan is None or fewest is None or best.stopped:
            return
        best.begin("penalty")
        model.model.add(changes <= fewest)
        model.model.clear_objective()  # type: ignore[no-untyped-call]
        model.model.minimize(model.penalty)
        self._solve(model, best.left, start=plan)


class Found(cp_model.CpSolverSolutionCallback):
    """Offers each better plan, and ends the search when told to."""

    def __init__(self, incumbent: Incumbent, model: Model) -> None:
        super().__init__()
        self.incumbent, self.model = incumbent, model

    def on_solution_callback(self) -> None:
        """Read the plan off and offer it."""
        self.incumbent.offer(round(self.objective_value), self.model.plan(self))
        self.incumbent.raise_bound(int(-(-self.best_objective_bound // 1)))
        if self.incumbent.stopped or (self.incumbent.done and not self.incumbent.settings.steady):
            self.stop_search()


def solve(problem: Problem, settings: Settings | None = None, tell: Tell | None = None) -> Outcome:
    """Search for the best roster."""
    return Search(problem, settings, tell).run()
