"""Who does how much, what everybody's fair share is, and how far each is from it. Pure.

A fair share levels what people have done in earlier periods and do in this one, among those who may stand
the watches in question, in proportion to their share of a full load. Days of leave count as if an average
part had been stood on them, so that leave is not worked off afterwards; nobody gets more than there are days
on which the person can stand. A count next to the exact share, below or above, is fair; each further step
costs one more than the step before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from duecare.duty.rules.model import DAY, Counts, Person, Problem, Roster

MEASURES = ("load", "nights", "weekends", "holidays")
STEEPEST = 10
"""From this step on, each further one costs the same."""


@dataclass(frozen=True, slots=True)
class Share:
    """One person's fair share of one measure in this period.

    :param exact: in minutes for load, in watches otherwise; earlier periods are settled in it.
    :param low: fair from here …
    :param high: … to here.
    :param step: how much one step away is.
    """

    exact: float
    low: int
    high: int
    step: int

    def steps(self, amount: int) -> int:
        """How many steps an amount is outside the fair range; half a step is none."""
        outside = max(self.low - amount, amount - self.high, 0)
        return (2 * outside + self.step - 1) // (2 * self.step)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's measure: what was done, is done, and would be fair."""

    person: str
    measure: str
    earlier: int
    amount: int
    share: Share

    @property
    def steps(self) -> int:
        """How many steps outside the fair range."""
        return self.share.steps(self.amount)


@dataclass(frozen=True, slots=True)
class Spread:
    """All people's measure in short.

    :param least: smallest and `most`: largest total with earlier periods, part-time scaled up to full.
    :param fair: how many are within their fair range.
    """

    measure: str
    least: int
    most: int
    fair: int
    people: int


def step_cost(steps: int) -> int:
    """What being a number of steps outside costs: 1, 3, 6, 10 …"""
    if steps <= STEEPEST:
        return steps * (steps + 1) // 2
    return STEEPEST * (STEEPEST + 1) // 2 + STEEPEST * (steps - STEEPEST)


def amount_of(problem: Problem, measure: str, kind: str, day: int) -> int:
    """How much one watch adds to a measure; a statutory holiday does not count as a weekend too."""
    if measure == "load":
        return problem.minutes(kind, day)
    if measure == "nights":
        return int(problem.kind[kind].is_night)
    if measure == "holidays":
        return int(day in problem.holidays)
    return int(day not in problem.holidays and day in problem.weekend_days)


def counts(problem: Problem, row: Sequence[str]) -> Counts:
    """What a person's row adds up to."""
    watches = [(kind, day) for day, kind in enumerate(row) if kind]
    return Counts(*(sum(amount_of(problem, measure, *watch) for watch in watches) for measure in MEASURES))


def standings(problem: Problem, roster: Roster) -> list[Standing]:
    """Everybody's every measure."""
    fair = {measure: shares(problem, measure) for measure in MEASURES}
    found = []
    for person in problem.people:
        done = counts(problem, roster.cells[person.id])
        for measure in MEASURES:
            share = fair[measure][person.id]
            earlier = getattr(person.earlier, measure)
            found.append(Standing(person.id, measure, earlier, getattr(done, measure), share))
    return found


def spreads(problem: Problem, found: Sequence[Standing]) -> list[Spread]:
    """Each measure in short, from the standings."""
    spread = []
    for measure in MEASURES:
        mine = [standing for standing in found if standing.measure == measure]
        totals = [round((s.earlier + s.amount) * 100 / max(1, problem.person[s.person].share)) for s in mine]
        fair = sum(s.steps == 0 for s in mine)
        spread.append(Spread(measure, min(totals, default=0), max(totals, default=0), fair, len(mine)))
    return spread


def shares(problem: Problem, measure: str) -> Mapping[str, Share]:
    """Everybody's fair share of a measure, by person."""
    demands: dict[tuple[str, ...], int] = defaultdict(int)
    able: dict[str, dict[int, int]] = {person: {} for person in problem.person}
    lengths: Counter[int] = Counter()
    for (day, kind), need in problem.needs.items():
        amount = amount_of(problem, measure, kind, day)
        who = tuple(person.id for person in problem.people if can_stand(problem, person, kind))
        if amount and who:
            lengths[amount] += max(need.wanted, need.least)
            demands[who] += amount * max(need.wanted, need.least)
            for person in who:
                if not problem.person[person].leave.intersection(touched(problem, kind, day)):
                    able[person][day] = max(amount, able[person].get(day, 0))
    caps = {person: sum(days.values()) for person, days in able.items()}
    step = max(lengths, key=lambda amount: (lengths[amount], amount)) if lengths else 1
    exact = _level(problem, measure, demands, caps)
    return {person: _share(value, step) for person, value in exact.items()}


def _share(exact: float, step: int) -> Share:
    parts = exact / step
    return Share(round(exact, 3), step * floor(parts + 1e-6), step * ceil(parts - 1e-6), step)


def can_stand(problem: Problem, person: Person, kind: str) -> bool:
    """Whether a person has what a kind of watch asks for, and may stand any of it."""
    wanted = problem.kind[kind].qualification
    fit = wanted is None or wanted in person.qualifications
    return fit and person.share > 0 and person.limits.most.get(kind, 1) > 0


def touched(problem: Problem, kind: str, day: int) -> frozenset[int]:
    """The local days that a watch lies on."""
    what = problem.kind[kind]
    return frozenset(range(day + what.starts // DAY, day + max(what.starts, what.ends - 1) // DAY + 1))


def _level(
    problem: Problem, measure: str, demands: Mapping[tuple[str, ...], int], caps: Mapping[str, int]
) -> dict[str, float]:
    """Share out each demand so that totals are as level as can be: fill one after the other until still."""
    parts: dict[tuple[str, ...], dict[str, float]] = {who: dict.fromkeys(who, 0.0) for who in demands}
    mine: dict[str, float] = dict.fromkeys(problem.person, 0.0)
    earlier = {
        person.id: getattr(person.earlier, measure) + _credit(problem, person, demands)
        for person in problem.people
    }
    for _ in range(200):
        moved = 0.0
        for who, demand in demands.items():
            others = {person: mine[person] - parts[who][person] for person in who}
            room = {person: max(0.0, caps[person] - others[person]) for person in who}
            filled = _fill(problem, demand, {p: earlier[p] + others[p] for p in who}, room)
            for person in who:
                moved = max(moved, abs(filled[person] - parts[who][person]))
                mine[person] = others[person] + filled[person]
            parts[who] = filled
        if moved < 1e-6 * max(1, sum(demands.values())):
            break
    return mine


def _credit(problem: Problem, person: Person, demands: Mapping[tuple[str, ...], int]) -> float:
    """What an average part of the demands would have been on the days of leave."""
    away = len(person.leave.intersection(problem.days)) / max(1, len(problem.days))
    if not away:
        return 0.0
    parts = (
        demand * person.share / sum(problem.person[other].share for other in who)
        for who, demand in demands.items()
        if person.id in who
    )
    return away * sum(parts)


def _fill(
    problem: Problem, demand: float, have: Mapping[str, float], room: Mapping[str, float]
) -> dict[str, float]:
    """Pour a demand in, lowest total first, nobody above the room that is left."""
    share = {person: problem.person[person].share / 100 for person in have}

    def at(level: float) -> dict[str, float]:
        return {p: min(room[p], max(0.0, share[p] * level - have[p])) for p in have}

    low, high = 0.0, max((have[p] + room[p]) / share[p] for p in have) + 1
    for _ in range(60):
        middle = (low + high) / 2
        if sum(at(middle).values()) < demand:
            low = middle
        else:
            high = middle
    return at(high)
