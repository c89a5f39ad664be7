"""Why there is no roster: a smallest set of rules that cannot hold together, and the smallest mending.

The set is minimal: without any one of its rules the others can hold (Junker's QuickXplain, 2004, over the
rules that the solver's own proof used). The mending gives up as little as possible, each step weighed by
what it asks of people; what it gives up is read off its roster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ortools.sat.python import cp_model

from duecare.duty.rules.answers import Clash
from duecare.duty.rules.checking import breaches
from duecare.duty.rules.clauses import Rule
from duecare.duty.rules.model import Problem, Roster
from duecare.duty.solving.building import Model
from duecare.duty.solving.grid import Grid
from duecare.duty.solving.incumbent import Incumbent, Settings


class Explanation:
    """The search for the reasons; `stop` ends it early from another thread.

    :param seconds: for all of it; half of them for the rules.
    """

    def __init__(self, problem: Problem, seconds: float, settings: Settings) -> None:
        self.problem, self.grid = problem, Grid(problem)
        self.finding = Incumbent(replace(settings, seconds=seconds / 2))
        self.mending = Incumbent(replace(settings, seconds=seconds))

    def stop(self) -> None:
        """End soon with what is known."""
        self.finding.stop()
        self.mending.stop()

    def run(self) -> Clash:
        """Find the clash, then the mending."""
        finder = _Finder(self.grid, self.finding)
        rules = finder.find()
        roster, smallest = _mend(self.grid, self.mending)
        mending = () if roster is None else tuple(breaches(self.problem, roster))
        return Clash(tuple(sorted(rules, key=_order)), finder.sure and bool(rules), mending, smallest, roster)


def explain(problem: Problem, seconds: float = 10, settings: Settings | None = None) -> Clash:
    """Find the clash and the mending of a problem without a roster."""
    return Explanation(problem, seconds, settings or Settings()).run()


def _order(rule: Rule) -> tuple[bool, str, str, int, str]:
    day = -1 if rule.day is None else rule.day
    return rule.name != "least", rule.name, rule.person, day, rule.kind


class _Finder:
    """Finds a minimal set; `sure` tells whether every trial was decided in time."""

    def __init__(self, grid: Grid, incumbent: Incumbent) -> None:
        self.grid, self.incumbent = grid, incumbent
        self.sure = True
        self.model = Model(grid, "switched", penalties=False)

    def find(self) -> list[Rule]:
        """A minimal set of rules that clash, or none if there is a roster or no time to tell."""
        core = self._core(self.model.switches, first=True)
        if not core:
            return []
        for _ in range(2):
            self.model = Model(self.grid, "switched", penalties=False, only=frozenset(core))
            smaller = self._core(core)
            if not smaller or len(smaller) >= len(core):
                break
            core = smaller
        return self._explain([], core, asked=True)

    def _explain(self, held: list[Rule], rules: list[Rule], *, asked: bool) -> list[Rule]:
        """The rules that, with those held, are a minimal clash; `asked`: held alone are known to be fine."""
        if self.incumbent.left <= 0:
            self.sure = False
            return rules
        if not asked and not self._can_hold(held):
            return []
        if len(rules) == 1:
            return rules
        half = len(rules) // 2
        first, second = rules[:half], rules[half:]
        of_second = self._explain(held + first, second, asked=False)
        of_first = self._explain(held + of_second, first, asked=not of_second)
        return of_first + of_second

    def _can_hold(self, rules: Sequence[Rule]) -> bool:
        _solver, status = self._solve(rules)
        if status == cp_model.UNKNOWN:
            self.sure = False
        return status != cp_model.INFEASIBLE

    def _core(
        self, rules: Sequence[Rule] | dict[Rule, cp_model.IntVar], *, first: bool = False
    ) -> list[Rule]:
        solver, status = self._solve(list(rules))
        if status != cp_model.INFEASIBLE:
            return []
        used = set(solver.sufficient_assumptions_for_infeasibility())
        core = [rule for rule, switch in self.model.switches.items() if switch.index in used]
        return core or list(rules)

    def _solve(self, rules: Sequence[Rule]) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        model = self.model.model
        model.clear_assumptions()
        model.add_assumptions([self.model.switches[rule] for rule in rules if rule in self.model.switches])
        return self.incumbent.run(model, max(0.2, self.incumbent.left), alone=True)


def _mend(grid: Grid, incumbent: Incumbent) -> tuple[Roster | None, bool]:
    model = Model(grid, "soft", penalties=False)
    model.model.minimize(sum(cost * slack for _rule, _day, cost, slack in model.slacks))
    solver, status = incumbent.run(model.model, max(1.0, incumbent.left))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, False
    return grid.roster(model.plan(solver)), status == cp_model.OPTIMAL
