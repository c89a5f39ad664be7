"""Who may stand the watches of a roster, and who is proposed by the posts they hold."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from duecare.duty.models import Roster
from duecare.duty.queries.facts import sites_of
from duecare.orgs.models import Appointment, Unit, User
from duecare.orgs.rules import subtree_end
from duecare.orgs.vocabulary import PostKind, UnitKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who is not a watchkeeper yet.

    :param posts: what is proposed: the leading posts for leaders, the others for duty officers; else none.
    """

    user: User
    posts: tuple[str, ...]


def units_within(roster: Roster) -> QuerySet[Unit]:
    """The units whose people may stand: the keeper and the sites with what is below them.

    An office is an organ of the unit above it, so that one and its other offices count as well.
    """
    asked = Q(pk=None)
    for unit in {roster.keeper, *sites_of(roster).values()}:
        asked |= Q(lineage__gte=unit.lineage, lineage__lte=subtree_end(unit.lineage))
        if unit.kind == UnitKind.OFFICE and unit.parent_id:
            asked |= Q(id=unit.parent_id) | Q(parent_id=unit.parent_id, kind=UnitKind.OFFICE)
    return Unit.objects.standing().filter(asked)


def people_within(roster: Roster) -> QuerySet[User]:
    """The people with a home in those units who have not left."""
    return User.objects.filter(home__in=units_within(roster), left_at=None).select_related("home")


def candidates(roster: Roster, at: datetime) -> list[Candidate]:
    """Who is not a watchkeeper yet, those proposed first. Four statements."""
    there = set(roster.watchkeepers.filter(left_at=None).values_list("user_id", flat=True))
    people = [
        user for user in people_within(roster).order_by("home__lineage", "username") if user.id not in there
    ]
    held: dict[uuid.UUID, set[str]] = defaultdict(set)
    rows = Appointment.objects.filter(user__in=people, post__unit__in=units_within(roster)).holding(at)
    for user_id, kind in rows.values_list("user_id", "post__kind"):
        held[user_id].add(kind)
    leading = tuple(post["key"] for post in roster.arrangement.terms["posts"] if post["leads"])
    others = tuple(post["key"] for post in roster.arrangement.terms["posts"] if not post["leads"])
    found = []
    for user in people:
        posts = (leading if PostKind.LEADER in held[user.id] else ()) + (
            others if PostKind.DUTY_OFFICER in held[user.id] else ()
        )
        found.append(Candidate(user, posts))
    return sorted(found, key=lambda one: not one.posts)
