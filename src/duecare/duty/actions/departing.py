"""Giving back the watches of people who have left and of units that have closed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext, override

from duecare.duty.actions.assignments import change, hold
from duecare.duty.actions.telling import watches_in_words
from duecare.duty.actions.watchkeepers import part_with
from duecare.duty.models import Assignment, Roster
from duecare.notify.actions import say
from duecare.orgs import audiences
from duecare.orgs.models import Unit, User
from duecare.orgs.rules import SYSTEM
from duecare.web import moments
from duecare.web.templatetags.duecare import in_zone, titled

#: Who is told, the first that somebody holds: of the unit that keeps the roster, then of the levels above it.
_TOLD = ("post:coordinator@debtor", "post:leader@debtor", "post:coordinator@up", "post:leader@up")


def end_departed(at: datetime) -> int:
    """Let nobody stand a watch to come who has left, and nobody at a unit that has closed. One statement if none does.

    A person's account is closed, or a unit, without a word to this module; the clock finds it at its next turn.

    :returns: how many watches were given back.
    """
    people, units = _ahead(at)
    rosters = [row["roster_id"] for row in people.values("roster_id").union(units.values("roster_id"))]
    return sum(_end(roster_id, at) for roster_id in rosters)


def _ahead(at: datetime) -> tuple[QuerySet[Assignment], QuerySet[Assignment]]:
    """What people who have left stand from now on, and what is stood at units that have closed."""
    ahead = Assignment.objects.standing().filter(starts_at__gt=at)
    left, closed = User.objects.filter(left_at__lte=at), Unit.objects.filter(closed_at__lte=at)
    return ahead.filter(user__in=left.values("id")), ahead.filter(site__in=closed.values("id"))


@transaction.atomic
def _end(roster_id: uuid.UUID, at: datetime) -> int:
    roster = hold(roster_id)
    people, units = (rows.filter(roster=roster) for rows in _ahead(at))
    closed = list(units.order_by("starts_at", "id"))
    change(roster=roster, end=closed, make=[], came_by="plan", by=SYSTEM, at=at)
    gone = roster.watchkeepers.filter(id__in=people.values("watchkeeper_id")).order_by("joined_at", "id")
    emptied = [one for keeper in list(gone) for one in part_with(keeper, roster, by=SYSTEM, post=None, at=at)]
    if emptied:
        _tell(roster, sorted(emptied, key=lambda one: one.starts_at), at)
    return len(closed) + len(emptied)


def _tell(roster: Roster, emptied: Sequence[Assignment], at: datetime) -> None:
    """Tell those who keep the roster, once, which places are empty and from when to when."""
    titles, bodies = {}, {}
    for language in ("zh-hans", "en"):
        with override(language):
            name = {"roster": titled(roster.arrangement.terms)}
            titles[language] = gettext("Empty places: %(roster)s") % name
            bodies[language] = _body(roster, emptied)
    say(
        recipients=_keepers(roster, at),
        root=roster.arrangement.root_id,
        dedup=f"duty/emptied/{roster.id}/{roster.revision}",
        title=titles["zh-hans"],
        title_en=titles["en"],
        body=bodies["zh-hans"],
        body_en=bodies["en"],
        at=at,
    )


def _body(roster: Roster, emptied: Sequence[Assignment]) -> str:
    zone = roster.arrangement.terms["zone"]
    first, last = emptied[0].starts_at, max(one.ends_at for one in emptied)
    when = gettext("The first begins on %(first)s, the last ends on %(last)s.") % {
        "first": moments.moment(in_zone(first, zone)),
        "last": moments.moment(in_zone(last, zone)),
    }
    said = gettext(
        "Who stood these watches has left. They are empty until you put somebody else down for them:"
    )
    return "\n".join([said, watches_in_words(roster, emptied), when])


def _keepers(roster: Roster, at: datetime) -> list[uuid.UUID]:
    for audience in _TOLD:
        people = audiences.resolve(audience, [roster.keeper_id], at).get(roster.keeper_id)
        if people:
            return people
    return []
