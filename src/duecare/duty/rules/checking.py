"""Which hard rules a roster breaks, and what it costs: read off the roster, knowing nothing of how it was found.

Used where people edit by hand or swap, and to check every roster that the search finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from duecare.duty.rules.clauses import Rule
from duecare.duty.rules.fairness import MEASURES, standings, step_cost, touched
from duecare.duty.rules.model import Cell, Person, Problem, Roster


@dataclass(frozen=True, slots=True)
class Breach:
    """One hard rule broken at one place.

    :param rule: which, where, whose.
    :param days: the days on which it shows.
    :param found: what there is, and `limit`: what there may be; people, days, minutes or watches.
    """

    rule: Rule
    days: tuple[int, ...]
    found: int
    limit: int


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a roster costs, soft rule by soft rule."""

    cover: int
    wishes: int
    changes: int
    load: int
    nights: int
    weekends: int
    holidays: int

    @property
    def total(self) -> int:
        """All of it."""
        fair = self.load + self.nights + self.weekends + self.holidays
        return self.cover + self.wishes + self.changes + fair


def breaches(problem: Problem, roster: Roster, only: Sequence[str] | None = None) -> list[Breach]:
    """Every hard rule that a roster breaks.

    :param only: look at these people, and not at cover.
    """
    people = problem.people if only is None else [problem.person[person] for person in only]
    found: list[Breach] = []
    for person in people:
        row = roster.cells[person.id]
        found += [*_cells(problem, person, row), *_rest(problem, person, row)]
        found += [*_runs(problem, person, row), *_totals(problem, person, row)]
    if only is None:
        found += _cover(problem, roster)
    return found


def penalty(problem: Problem, roster: Roster) -> Penalty:
    """What a roster costs."""
    fair = dict.fromkeys(MEASURES, 0)
    if any(getattr(problem.weights, measure) for measure in MEASURES):
        for standing in standings(problem, roster):
            fair[standing.measure] += getattr(problem.weights, standing.measure) * step_cost(standing.steps)
    return Penalty(
        cover=_cover_cost(problem, roster),
        wishes=problem.weights.wishes * sum(_unmet(problem, roster)),
        changes=problem.weights.changes * len(changed(problem, roster)),
        **fair,
    )


def changed(problem: Problem, roster: Roster) -> list[Cell]:
    """The cells that differ from the published roster."""
    if problem.published is None:
        return []
    return [
        (person, day)
        for person, row in problem.published.cells.items()
        if person in roster.cells
        for day, kind in enumerate(row)
        if roster.at(person, day) != kind
    ]


def _cells(problem: Problem, person: Person, row: Sequence[str]) -> Iterator[Breach]:
    for day, kind in enumerate(row):
        wanted = problem.locked.get((person.id, day))
        if wanted is not None and wanted != kind:
            yield Breach(Rule("locked", person.id, day), (day,), 1, 0)
        if not kind:
            continue
        if (day, kind) not in problem.needs:
            yield Breach(Rule("offered", person.id, day, kind), (day,), 1, 0)
            continue
        wanted = problem.kind[kind].qualification
        if wanted is not None and wanted not in person.qualifications:
            yield Breach(Rule("qualified", person.id, day, kind), (day,), 1, 0)
        if person.leave & touched(problem, kind, day):
            yield Breach(Rule("leave", person.id, day, kind), (day,), 1, 0)
        gap = problem.too_near(person, kind, day)
        if gap is not None:
            yield Breach(Rule("elsewhere", person.id, day, kind), (day,), gap, person.limits.rest or 0)


def _rest(problem: Problem, person: Person, row: Sequence[str]) -> Iterator[Breach]:
    watches = [*person.before, *((day, kind) for day, kind in enumerate(row) if kind)]
    watches = sorted((watch for watch in watches if watch[1] in problem.kind), key=lambda watch: watch[0])
    least = person.limits.rest or 0
    for place, (day, kind) in enumerate(watches):
        for next_day, next_kind in watches[place + 1 : place + 4]:
            if next_day < 0:
                continue
            rest = problem.span(next_kind, next_day)[0] - problem.span(kind, day)[1]
            if rest < least:
                name = "rest" if day >= 0 else "before"
                yield Breach(Rule(name, person.id, next_day, next_kind), (day, next_day), rest, least)
            elif next_day == day + 1 and next_kind in problem.kind[kind].bars:
                yield Breach(Rule("bars", person.id, next_day, next_kind), (day, next_day), 1, 0)


def _runs(problem: Problem, person: Person, row: Sequence[str]) -> Iterator[Breach]:
    limits, day, last = person.limits, 0, len(row)
    before = {past for past, _kind in person.before}
    for worked, cells in groupby(row, bool):
        length = len(list(cells))
        days = tuple(range(day, day + length))
        inside = day > 0 and day + length < last
        earlier = 0
        while day == 0 and worked and -1 - earlier in before:
            earlier += 1
        if worked and limits.days_most is not None and length + earlier > limits.days_most:
            yield Breach(Rule("days_most", person.id), days, length + earlier, limits.days_most)
        if worked and inside and length < (limits.days_least or 0):
            yield Breach(Rule("days_least", person.id), days, length, limits.days_least or 0)
        if not worked and inside and length < (limits.off_least or 0):
            yield Breach(Rule("off_least", person.id), days, length, limits.off_least or 0)
        day += length


def _totals(problem: Problem, person: Person, row: Sequence[str]) -> Iterator[Breach]:
    limits = person.limits
    days = tuple(day for day, kind in enumerate(row) if kind)
    minutes = sum(problem.minutes(row[day], day) for day in days)
    if limits.minutes_most is not None and minutes > limits.minutes_most:
        yield Breach(Rule("minutes_most", person.id), days, minutes, limits.minutes_most)
    if limits.minutes_least is not None and minutes < limits.minutes_least:
        yield Breach(Rule("minutes_least", person.id), days, minutes, limits.minutes_least)
    for kind, most in limits.most.items():
        stood = tuple(day for day in days if row[day] == kind)
        if len(stood) > most:
            yield Breach(Rule("kind_most", person.id, kind=kind), stood, len(stood), most)
    ends = [weekend for weekend in problem.weekends if any(row[day] for day in weekend)]
    if limits.weekends_most is not None and len(ends) > limits.weekends_most:
        on = tuple(day for weekend in ends for day in weekend if row[day])
        yield Breach(Rule("weekends_most", person.id), on, len(ends), limits.weekends_most)


def _cover(problem: Problem, roster: Roster) -> Iterator[Breach]:
    for (day, kind), need in problem.needs.items():
        count = _standing(roster, day, kind)
        if count < need.least:
            yield Breach(Rule("least", "", day, kind), (day,), count, need.least)
        if need.most is not None and count > need.most:
            yield Breach(Rule("most", "", day, kind), (day,), count, need.most)


def _standing(roster: Roster, day: int, kind: str) -> int:
    return sum(row[day] == kind for row in roster.cells.values())


def _cover_cost(problem: Problem, roster: Roster) -> int:
    cost = 0
    for (day, kind), need in problem.needs.items():
        count = _standing(roster, day, kind)
        cost += need.under * max(0, need.wanted - count) + need.over * max(0, count - need.wanted)
    return cost


def _unmet(problem: Problem, roster: Roster) -> Iterator[int]:
    for person in problem.people:
        for wish in person.wishes:
            kind = roster.at(person.id, wish.day)
            has = bool(kind) if wish.kind is None else kind == wish.kind
            if has != wish.wants:
                yield wish.weight
