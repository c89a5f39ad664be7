"""Who could stand a watch that somebody leaves: the fairest first, and of the others which rule forbids it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duecare.duty.rules.checking import Breach
from duecare.duty.rules.exchanging import broken
from duecare.duty.rules.fairness import MEASURES, Share, amount_of, can_stand, counts, shares
from duecare.duty.rules.model import Person, Problem, Roster

Shares = Mapping[str, Mapping[str, Share]]
"""Everybody's fair share, by measure and person."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Somebody qualified for a watch.

    :param broken: the hard rules that standing it would break; who has none may stand it.
    :param above: steps above the fair share with it, by what the watch counts for; below zero: still below it.
    :param gap: minutes to the nearest of the person's other watches; None without any.
    """

    person: str
    broken: tuple[Breach, ...]
    above: float
    gap: int | None

    @property
    def may(self) -> bool:
        """Whether they may stand it."""
        return not self.broken

    @property
    def order(self) -> tuple[bool, float, int]:
        """Who may first, then who is furthest below the fair share, then whose other watches are furthest away."""
        return bool(self.broken), round(self.above, 6), -self.gap if self.gap is not None else -(2**31)


def fair_shares(problem: Problem) -> Shares:
    """The fair shares of a problem; they do not depend on who stands what."""
    return {measure: shares(problem, measure) for measure in MEASURES}


def covers(
    problem: Problem, roster: Roster, day: int, kind: str, fair: Shares, without: str = ""
) -> list[Cover]:
    """Everybody qualified for a watch who does not stand it already, the fairest first.

    :param without: somebody who is to be left out: who leaves it.
    """
    found = [
        _cover(problem, roster, person, day, kind, fair)
        for person in problem.people
        if person.id != without and can_stand(problem, person, kind) and roster.at(person.id, day) != kind
    ]
    return sorted(found, key=lambda cover: cover.order)


def _cover(problem: Problem, roster: Roster, person: Person, day: int, kind: str, fair: Shares) -> Cover:
    wrong = tuple(broken(problem, roster, {(person.id, day): kind}))
    done = counts(problem, roster.cells[person.id])
    above, weight = 0.0, 0
    for measure in MEASURES:
        amount = amount_of(problem, measure, kind, day)
        if amount:
            share, heavy = fair[measure][person.id], max(1, getattr(problem.weights, measure))
            above += heavy * (getattr(done, measure) + amount - share.exact) / share.step
            weight += heavy
    return Cover(
        person.id, wrong, above / weight if weight else 0.0, _gap(problem, roster, person.id, day, kind)
    )


def _gap(problem: Problem, roster: Roster, person: str, day: int, kind: str) -> int | None:
    start, end = problem.span(kind, day)
    spans = [problem.span(other, on) for on, other in enumerate(roster.cells[person]) if other and on != day]
    return min((max(since - end, start - until, 0) for since, until in spans), default=None)


def proposed(
    problem: Problem, roster: Roster, watches: Sequence[tuple[int, str]], fair: Shares, without: str
) -> list[list[Cover]]:
    """For each watch that somebody leaves, who could stand it, each seen as if the first of those before stood theirs.

    :param watches: day and kind.
    """
    found = []
    for day, kind in watches:
        those = covers(problem, roster, day, kind, fair, without)
        found.append(those)
        if those and those[0].may:
            roster = roster.having({(those[0].person, day): kind})
    return found
