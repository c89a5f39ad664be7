"""Rosters as they are kept (lists of kinds by person) against a problem: fitted, compared, merged. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duecare.duty.rules.checking import Breach
from duecare.duty.rules.model import Problem, Roster

Cells = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One person's day that differs: what was and what is, a kind's id or ""."""

    person: str
    day: int
    was: str
    now: str


def fitted(problem: Problem, cells: Cells) -> Roster:
    """The roster of the problem's people and days that cells stand for.

    People and kinds that are gone leave their places empty; what is locked is as it is locked; who came since is free.
    """
    rows = {}
    for person in problem.person:
        given = cells.get(person, ())
        row = [given[day] if day < len(given) else "" for day in problem.days]
        rows[person] = [kind if kind in problem.kind else "" for kind in row]
    for (person, day), kind in problem.locked.items():
        rows[person][day] = kind
    return Roster({person: tuple(row) for person, row in rows.items()})


def as_cells(roster: Roster) -> dict[str, list[str]]:
    """The roster as it is kept."""
    return {person: list(row) for person, row in roster.cells.items()}


def differences(before: Cells, after: Cells) -> list[Difference]:
    """Every person's day that differs, by day; who is in one of them alone is free in the other."""
    found = []
    for person in {**before, **after}:
        was, now = before.get(person, ()), after.get(person, ())
        for day in range(max(len(was), len(now))):
            old = was[day] if day < len(was) else ""
            new = now[day] if day < len(now) else ""
            if old != new:
                found.append(Difference(person, day, old, new))
    return sorted(found, key=lambda one: (one.day, one.person))


def merged(cells: Cells, changes: Sequence[Difference]) -> dict[str, list[str]]:
    """The cells with what others have changed meanwhile taken over."""
    rows = {person: list(row) for person, row in cells.items()}
    length = max((len(row) for row in rows.values()), default=0)
    for change in changes:
        row = rows.setdefault(change.person, [""] * length)
        if change.day < len(row):
            row[change.day] = change.now
    return rows


def empty_places(problem: Problem, roster: Roster) -> list[tuple[int, str, int]]:
    """Day, kind and how many are missing of every watch that lacks people."""
    found = []
    for (day, kind), need in problem.needs.items():
        missing = need.wanted - sum(row[day] == kind for row in roster.cells.values())
        if missing > 0:
            found.append((day, kind, missing))
    return sorted(found)


def still_ahead(problem: Problem, found: Sequence[Breach]) -> list[Breach]:
    """Of rules that are broken those that can still be mended: not everything they are about has begun."""
    return [
        breach
        for breach in found
        if not breach.rule.person
        or any((breach.rule.person, day) not in problem.locked for day in breach.days)
    ]
