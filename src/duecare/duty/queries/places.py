"""The places of watches: each post as often as it needs people, with who stands it, or that nobody does."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.duty.models import Assignment, Roster, Watch, Watchkeeper
from duecare.duty.rules.terms import post_of
from duecare.orgs import rights
from duecare.orgs.rules import Actor

#: An empty place can be taken from so long before its watch starts.
TAKEN_BEFORE = timedelta(hours=12)
#: An adjoining watch is one that lies within this time: those on it may ring each other up.
NEAR = timedelta(hours=13)

Key = tuple[uuid.UUID, uuid.UUID, date, str]
"""Arrangement, site, day and shift."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a watch's post.

    :param phone: of whoever stands it, where the reader is on the watch, on one beside it, or keeps the roster; empty
        for everybody else (charter, rule 6).
    :param late: nobody has checked in, and the time for it has passed.
    """

    post: Any
    assignment: Assignment | None
    name: str
    phone: str
    checked_in_at: datetime | None
    late: bool

    @property
    def empty(self) -> bool:
        """Whether nobody is rostered for it."""
        return self.assignment is None


def of_watches(watches: Sequence[Watch], by: Actor, at: datetime) -> dict[uuid.UUID, list[Place]]:
    """The places of each watch, by its id. Two statements, whatever their number."""
    standing = _standing(watches)
    near = _near(watches, by)
    found: dict[uuid.UUID, list[Place]] = {}
    for watch in watches:
        people = standing[watch.arrangement_id, watch.site_id, watch.day, watch.shift]
        may_call = watch.site_id in near or rights.may(by, "duty.keep", watch.site.lineage)
        found[watch.id] = list(_places(watch, people, may_call, at))
    return found


def of_watch(watch: Watch, by: Actor, at: datetime) -> list[Place]:
    """The same for one watch."""
    return of_watches([watch], by, at)[watch.id]


def _standing(watches: Sequence[Watch]) -> dict[Key, list[Assignment]]:
    found: dict[Key, list[Assignment]] = defaultdict(list)
    if not watches:
        return found
    rows = Assignment.objects.standing().filter(
        site_id__in={watch.site_id for watch in watches},
        roster__arrangement__in={watch.arrangement_id for watch in watches},
        day__gte=min(watch.day for watch in watches),
        day__lte=max(watch.day for watch in watches),
    )
    for row in rows.select_related("user", "roster", "check_in").order_by("made_at", "id"):
        found[row.roster.arrangement_id, row.site_id, row.day, row.shift].append(row)
    return found


def _near(watches: Sequence[Watch], by: Actor) -> set[uuid.UUID]:
    """Sites at which the reader stands one of the watches, or one beside them."""
    if by.user_id is None or not watches:
        return set()
    mine = Assignment.objects.standing().filter(
        user=by.user_id,
        starts_at__lt=max(watch.ends_at for watch in watches) + NEAR,
        ends_at__gt=min(watch.starts_at for watch in watches) - NEAR,
    )
    return set(mine.values_list("site_id", flat=True))


def _places(watch: Watch, people: Iterable[Assignment], may_call: bool, at: datetime) -> Iterable[Place]:
    terms = watch.arrangement.terms
    by_post: dict[str, list[Assignment]] = defaultdict(list)
    for one in people:
        by_post[one.post].append(one)
    due = watch.starts_at + timedelta(seconds=terms["check_in"]["within"])
    keys = [post["key"] for post in terms["posts"]]
    for key in sorted(
        {*watch.needs, *by_post}, key=lambda key: (keys.index(key) if key in keys else 99, key)
    ):
        post = post_of(terms, key)
        there = by_post[key]
        for n in range(max(watch.needs.get(key, 0), len(there))):
            holder = there[n] if n < len(there) else None
            checked = _checked_in_at(holder)
            yield Place(
                post,
                holder,
                holder.user.name if holder else "",
                holder.user.phone if holder and may_call else "",
                checked,
                checked is None and at > due,
            )


def _checked_in_at(one: Assignment | None) -> datetime | None:
    check_in = getattr(one, "check_in", None)
    return check_in.at if check_in is not None else None


def may_take(watch: Watch, places: Iterable[Place], by: Actor, at: datetime) -> list[str]:
    """Keys of the posts that the reader may take now: qualified, and a place is empty or nobody came. One statement."""
    if by.user_id is None or not watch.starts_at - TAKEN_BEFORE <= at < watch.ends_at:
        return []
    places = list(places)
    if any(place.assignment and place.assignment.user_id == by.user_id for place in places):
        return []
    mine = Watchkeeper.objects.filter(_serving(watch, "roster__"), user=by.user_id, left_at=None)
    able = {post for keeper in mine for post in keeper.posts}
    return sorted({p.post["key"] for p in places if (p.empty or p.late) and p.post["key"] in able})


def serving(watch: Watch) -> Roster | None:
    """The roster by which a watch is stood: its site's own, or the one that is kept for all sites."""
    rows = Roster.objects.select_related("arrangement", "keeper").filter(_serving(watch))
    return rows.order_by("created_at").first()


def roster_of(watch: Watch) -> Roster:
    """The same. :raises NotFound: there is none any more."""
    found = serving(watch)
    if found is None:
        raise NotFound("duty.no-roster", _("There is no such roster."))
    return found


def _serving(watch: Watch, of: str = "") -> Q:
    kept_by = watch.arrangement.terms["kept_by"]
    return Q(**{f"{of}arrangement": watch.arrangement_id, f"{of}keeper": kept_by or watch.site_id})
