"""What a roster problem is made of, as the database has it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from duecare.duty.models import Assignment, Leave, Roster, Watchkeeper, Wish
from duecare.duty.rules import asking
from duecare.duty.rules.model import Counts
from duecare.duty.rules.terms import Terms, kind_of
from duecare.obligations.selection import units_meant
from duecare.orgs.models import Unit

#: How far back before the period watches are looked at for rest and days in a row.
LOOK_BACK = timedelta(days=14)
#: How far beyond the period those of other rosters are looked at for rest.
LOOK_AHEAD = timedelta(days=3)


@dataclass(slots=True)
class Facts:
    """A roster, its people and what binds them.

    :param sites: the units whose posts are manned, by the key that kinds name them with.
    :param assignments: those that hold, of this roster.
    :param elsewhere: those that hold of the same people in other rosters, from :data:`LOOK_BACK` before the period to
        :data:`LOOK_AHEAD` after it.
    """

    roster: Roster
    terms: Terms
    first: date
    last: date
    sites: dict[str, Unit]
    keepers: list[Watchkeeper] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    elsewhere: dict[uuid.UUID, list[Assignment]] = field(default_factory=dict)
    leaves: dict[uuid.UUID, list[Leave]] = field(default_factory=dict)
    wishes: dict[uuid.UUID, list[Wish]] = field(default_factory=dict)
    earlier: dict[uuid.UUID, Counts] = field(default_factory=dict)


def sites_of(roster: Roster) -> dict[str, Unit]:
    """The units that a roster serves, by the key that kinds name them with; its keeper alone by the empty key."""
    if not roster.arrangement.terms["kept_by"]:
        return {"": roster.keeper}
    units = units_meant(roster.arrangement.root_id, roster.arrangement.terms["sites"])
    return {unit.key: unit for unit in units}


def facts_of(roster: Roster, at: datetime) -> Facts:
    """Read it all: a fixed number of statements.

    People are those who have not left by ``at`` and those who left and have stood a watch of the period.
    """
    terms = roster.arrangement.terms
    first, last = (date.fromisoformat(terms[name]) for name in ("first", "last"))
    facts = Facts(roster, terms, first, last, sites_of(roster))
    facts.assignments = standing_in(facts)
    stood = {a.watchkeeper_id for a in facts.assignments}
    everybody = roster.watchkeepers.filter(Q(left_at=None) | Q(id__in=stood)).select_related("user__home")
    facts.keepers = sorted(everybody, key=lambda keeper: (keeper.joined_at, keeper.user.username))
    _add_elsewhere(facts)
    for leave in Leave.objects.filter(watchkeeper__in=facts.keepers, granted=True, withdrawn_at=None):
        facts.leaves.setdefault(leave.watchkeeper_id, []).append(leave)
    for wish in Wish.objects.filter(watchkeeper__in=facts.keepers).order_by("day", "shift"):
        facts.wishes.setdefault(wish.watchkeeper_id, []).append(wish)
    facts.earlier = _earlier(facts)
    return facts


def standing_in(facts: Facts) -> list[Assignment]:
    """The assignments that hold, within the period and of kinds of watches that are still asked for."""
    rows = facts.roster.assignments.filter(ended_at=None, day__gte=facts.first, day__lte=facts.last)
    known = {kind.id for kind in asking.kinds(facts.terms, facts.sites)}
    return [a for a in rows.order_by("starts_at", "id") if kind_at(facts.sites, a) in known]


def kind_at(sites: Mapping[str, Unit], assignment: Assignment) -> str:
    """The kind of watch that an assignment is."""
    key = next((key for key, unit in sites.items() if unit.id == assignment.site_id), "")
    return kind_of(assignment.shift, assignment.post, key)


def _add_elsewhere(facts: Facts) -> None:
    users = {keeper.user_id for keeper in facts.keepers}
    others = Assignment.objects.standing().filter(
        user_id__in=users, day__gte=facts.first - LOOK_BACK, day__lte=facts.last + LOOK_AHEAD
    )
    for assignment in others.exclude(roster=facts.roster).select_related("roster__arrangement"):
        facts.elsewhere.setdefault(assignment.user_id, []).append(assignment)


def _earlier(facts: Facts) -> dict[uuid.UUID, Counts]:
    """By watchkeeper, what was done for the same keeper in arrangements that began earlier and before this period.

    Who was not there is taken to have done the average of those with the same posts, so that nobody has to catch up
    on what others did before they came.
    """
    found: dict[uuid.UUID, Counts] = {keeper.id: Counts() for keeper in facts.keepers}
    rosters = Roster.objects.filter(keeper=facts.roster.keeper).exclude(id=facts.roster.id)
    for roster in rosters.select_related("arrangement"):
        if roster.arrangement.terms["first"] >= facts.terms["first"]:
            continue
        done = _done(roster, facts.first)
        members = {keeper.user_id: keeper for keeper in roster.watchkeepers.order_by("joined_at")}
        for keeper in facts.keepers:
            counts = done.get(keeper.user_id) or (Counts() if keeper.user_id in members else None)
            if counts is None:
                same = [m for m in members.values() if sorted(m.posts) == sorted(keeper.posts)]
                peers = [(done.get(m.user_id, Counts()), m.share) for m in same or members.values()]
                counts = asking.average(peers, keeper.share)
            found[keeper.id] = asking.plus(found[keeper.id], counts)
    return found


def _done(roster: Roster, before: date) -> dict[uuid.UUID, Counts]:
    stood: dict[uuid.UUID, list[tuple[date, str]]] = defaultdict(list)
    rows = roster.assignments.filter(ended_at=None, day__lt=before).values_list("user_id", "day", "shift")
    for user_id, day, shift in rows:
        stood[user_id].append((day, shift))
    return {
        user_id: asking.counts_of(roster.arrangement.terms, watches) for user_id, watches in stood.items()
    }
