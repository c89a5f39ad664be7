"""The roster problem of now, and the roster as it stands: what edits, swaps, leave and searches are held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from duecare.core.calendar import local_date
from duecare.duty.models import Assignment, Roster, Watchkeeper
from duecare.duty.queries.facts import Facts, facts_of, kind_at, sites_of, standing_in
from duecare.duty.rules import asking, model
from duecare.duty.rules.model import Cell, Kind, Person, Problem, Weights, Wish
from duecare.duty.rules.terms import Planned, days_of, kind_parts, watches_on


def problem_of(roster: Roster, at: datetime) -> Problem:
    """All that a roster has to fulfil, seen from ``at``.

    What has begun is locked; of what has not, every need is hard. Days on which somebody stands a watch of another
    roster are locked as free, and the rest around it is kept. People who have left are in it only as far as they have
    stood, and are on leave from then on. The ids of people are watchkeepers' ids.
    """
    return problem_from_facts(facts_of(roster, at), at)


def problem_from_facts(facts: Facts, at: datetime) -> Problem:
    """The same from what has been read."""
    terms = facts.terms
    begun = {(_n(facts, w.day), w.shift) for w in _planned(facts) if w.starts_at <= at}
    sites = list(facts.sites)
    there = asking.kinds(terms, sites)
    extra = {kind.id: kind for kind in _foreign_kinds(facts, {kind.id for kind in there})}
    stood = Counter(
        (_n(facts, a.day), kind_at(facts.sites, a)) for a in facts.assignments if a.starts_at <= at
    )
    kinds = (*there, *extra.values())
    return Problem(
        first=facts.first,
        day_types=asking.calendar_types(terms),
        kinds=kinds,
        people=tuple(_person(facts, keeper, kinds, at) for keeper in facts.keepers),
        needs=asking.needs(terms, sites, begun, stood),
        zone=terms["zone"],
        holidays=asking.holidays(terms),
        weights=Weights(**terms["weights"]),
        locked=dict(_locked(facts, begun, at)),
        published=roster_from_facts(facts) if facts.assignments else None,
    )


def roster_now(roster: Roster) -> model.Roster:
    """Who stands what as it holds now, of everybody who ever stood watches of the roster."""
    terms = roster.arrangement.terms
    first, last = (date.fromisoformat(terms[name]) for name in ("first", "last"))
    facts = Facts(roster, terms, first, last, sites_of(roster))
    facts.keepers = list(roster.watchkeepers.all())
    facts.assignments = standing_in(facts)
    return roster_from_facts(facts)


def roster_from_facts(facts: Facts) -> model.Roster:
    """The same from what has been read."""
    cells = {str(keeper.id): [""] * _length(facts) for keeper in facts.keepers}
    for assignment in facts.assignments:
        cells[str(assignment.watchkeeper_id)][_n(facts, assignment.day)] = kind_at(facts.sites, assignment)
    return model.Roster({person: tuple(row) for person, row in cells.items()})


def _length(facts: Facts) -> int:
    return (facts.last - facts.first).days + 1


def _n(facts: Facts, day: date) -> int:
    return (day - facts.first).days


def _planned(facts: Facts) -> Iterator[Planned]:
    for day in days_of(facts.terms):
        yield from watches_on(facts.terms, day)


def _person(facts: Facts, keeper: Watchkeeper, kinds: Sequence[Kind], at: datetime) -> Person:
    away = {
        _n(facts, leave.first) + n
        for leave in facts.leaves.get(keeper.id, [])
        for n in range((leave.last - leave.first).days + 1)
    }
    left = min((when for when in (keeper.left_at, keeper.user.left_at) if when), default=None)
    if left is not None:
        gone = _n(facts, local_date(left, facts.terms["zone"]))
        away |= set(range(max(0, gone + 1), _length(facts) + 1))
    return Person(
        id=str(keeper.id),
        qualifications=frozenset(keeper.posts),
        share=keeper.share,
        leave=frozenset(away),
        wishes=tuple(_wishes(facts, keeper, kinds)),
        limits=asking.limits(facts.terms, keeper.limits),
        earlier=facts.earlier[keeper.id],
        before=tuple(_before(facts, keeper, {kind.id for kind in kinds})),
        elsewhere=tuple(_elsewhere(facts, keeper)),
    )


def _wishes(facts: Facts, keeper: Watchkeeper, kinds: Sequence[Kind]) -> Iterator[Wish]:
    """A wish for a shift is one for each kind of watch of that shift that the person may stand."""
    for wish in facts.wishes.get(keeper.id, []):
        day = _n(facts, wish.day)
        if not 0 <= day < _length(facts):
            continue
        if not wish.shift:
            yield Wish(day, None, wish.weight, wish.wants)
            continue
        for kind in kinds:
            if kind_parts(kind.id)[1] == wish.shift and kind.qualification in keeper.posts:
                yield Wish(day, kind.id, wish.weight, wish.wants)


def _before(facts: Facts, keeper: Watchkeeper, known: set[str]) -> Iterator[tuple[int, str]]:
    for assignment in facts.elsewhere.get(keeper.user_id, []):
        kind = _foreign(assignment)
        if assignment.day < facts.first and kind.id in known:
            yield _n(facts, assignment.day), kind.id


def _elsewhere(facts: Facts, keeper: Watchkeeper) -> Iterator[tuple[int, int]]:
    """The watches of other rosters from the first day on, in minutes since 00:00 UTC of that day."""
    midnight = datetime.combine(facts.first, time(), UTC)
    for one in facts.elsewhere.get(keeper.user_id, []):
        if one.day >= facts.first:
            start, end = (int((at - midnight).total_seconds()) // 60 for at in (one.starts_at, one.ends_at))
            yield start, end


def _foreign_kinds(facts: Facts, known: set[str]) -> Iterator[Kind]:
    """The kinds of the watches stood before the period, for other rosters: they bind by their hours alone."""
    for stood in facts.elsewhere.values():
        for assignment in stood:
            if assignment.day < facts.first and _foreign(assignment).id not in known:
                yield _foreign(assignment)


def _foreign(assignment: Assignment) -> Kind:
    arrangement = assignment.roster.arrangement
    starts, ends = asking.hours_of(arrangement.terms, assignment.shift)
    name = f"{arrangement.programme}/{arrangement.key}/{assignment.shift}/{assignment.post}"
    return Kind(name, starts, ends, post=assignment.post)


def _locked(facts: Facts, begun: set[tuple[int, str]], at: datetime) -> Iterator[tuple[Cell, str]]:
    over = {day for day in range(_length(facts)) if _all_begun(facts, begun, day)}
    for keeper in facts.keepers:
        for day in over:
            yield (str(keeper.id), day), ""
        for assignment in facts.elsewhere.get(keeper.user_id, []):
            if facts.first <= assignment.day <= facts.last:
                yield (str(keeper.id), _n(facts, assignment.day)), ""
    for assignment in facts.assignments:
        if assignment.starts_at <= at:
            cell = (str(assignment.watchkeeper_id), _n(facts, assignment.day))
            yield cell, kind_at(facts.sites, assignment)


def _all_begun(facts: Facts, begun: set[tuple[int, str]], day: int) -> bool:
    watches = watches_on(facts.terms, facts.first + timedelta(day))
    return bool(watches) and all((day, watch.shift) in begun for watch in watches)
