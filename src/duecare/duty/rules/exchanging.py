"""Passing watches on: what changes, which hard rules it would break, who decides by when. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from duecare.duty.rules.checking import Breach, breaches
from duecare.duty.rules.clauses import Rule
from duecare.duty.rules.model import Cell, Problem, Roster

#: What is asked for is decided within this time …
WITHIN = timedelta(hours=24)
#: … and so long before the first watch it touches, or half-way to it where it is nearer.
BEFOREHAND = timedelta(minutes=30)
#: The rule that nobody stands two watches that begin on one day; a roster can't break it, a swap could.
TWICE = "twice"

Who = TypeVar("Who")


@dataclass(frozen=True, slots=True)
class Stood:
    """A watch that somebody stands."""

    person: str
    day: int
    kind: str


def passing(given: Stood, to: str, back: Stood | None = None) -> dict[Cell, str]:
    """The cells that change when a watch passes to somebody and, perhaps, one of theirs passes back."""
    changes = {(given.person, given.day): ""}
    if back is not None:
        changes[back.person, back.day] = ""
        changes[given.person, back.day] = back.kind
    changes[to, given.day] = given.kind
    return changes


def broken(problem: Problem, roster: Roster, changes: Mapping[Cell, str]) -> list[Breach]:
    """The hard rules that changes would break, and that are not broken as much already.

    Whether each watch has as many people as it needs is not looked at.
    """
    twice = list(_twice(roster, changes))
    if twice:
        return twice
    people = sorted({person for person, _day in changes})
    before = breaches(problem, roster, only=people)
    after = breaches(problem, roster.having(changes), only=people)
    return [breach for breach in after if not any(_at_least(old, breach) for old in before)]


def _twice(roster: Roster, changes: Mapping[Cell, str]) -> Iterator[Breach]:
    """Who would lose a watch that nobody takes because another is put in its place."""
    for day in sorted({day for _person, day in changes}):
        cells = {person: kind for (person, on), kind in changes.items() if on == day}
        was = Counter(roster.at(person, day) for person in cells)
        lost = {kind for kind in was - Counter(cells.values()) if kind}
        for person, kind in cells.items():
            if kind and roster.at(person, day) in lost:
                yield Breach(Rule(TWICE, person, day, kind), (day,), 2, 1)


def _at_least(old: Breach, new: Breach) -> bool:
    """Whether a rule was broken in the same place, and no less."""
    if old.rule != new.rule or not set(new.days) <= set(old.days):
        return False
    return abs(old.found - old.limit) >= abs(new.found - new.limit)


def decided_by(asked_at: datetime, first_starts_at: datetime) -> datetime:
    """By when something asked for is decided.

    :param first_starts_at: start of the first watch that it touches, after ``asked_at``.
    """
    ahead = first_starts_at - asked_at
    return min(asked_at + WITHIN, first_starts_at - min(BEFOREHAND, ahead / 2))


def may_decide(who: Who, deciders: Collection[Who], parties: Collection[Who]) -> bool:
    """Nobody decides on what is their own, unless nobody else can."""
    others = set(deciders) - set(parties)
    return who in (others or set(deciders))
