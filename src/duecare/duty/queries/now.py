"""Who is on duty now, and who comes next."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from duecare.duty.models import Assignment, Watch
from duecare.duty.queries import places
from duecare.duty.queries.places import Place
from duecare.duty.rules.terms import shift_of
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, subtree_end
from duecare.web import moments
from duecare.web.templatetags.duecare import in_zone

#: How far ahead the next watch is looked for.
AHEAD = timedelta(hours=48)
#: Sites on one page; a narrower unit shows the rest.
MOST = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A watch as the page shows it."""

    watch: Watch
    shift: Any
    places: Sequence[Place]

    @property
    def empty(self) -> int:
        """How many places nobody is rostered for."""
        return sum(place.empty for place in self.places)

    @property
    def late(self) -> int:
        """How many should have checked in and have not."""
        return sum(place.late and not place.empty for place in self.places)


@dataclass(frozen=True, slots=True)
class Site:
    """One arrangement's watches at one unit: the one that runs, and the next."""

    unit: Unit
    title: Any
    running: Shown | None
    following: Shown | None


def sites(by: Actor, at: datetime) -> list[Site]:
    """Every site that the reader may see or stands watches at, those that lack somebody first."""
    rows = list(_watches(by, at))
    shown = places.of_watches(rows, by, at)
    by_site: dict[tuple[uuid.UUID, uuid.UUID], list[Watch]] = {}
    for watch in rows:
        by_site.setdefault((watch.arrangement_id, watch.site_id), []).append(watch)
    found = [_site(watches, shown, at) for watches in by_site.values()]
    found.sort(key=lambda site: not (site.running and (site.running.empty or site.running.late)))
    return found[:MOST]


def _watches(by: Actor, at: datetime) -> Sequence[Watch]:
    seen = [
        Q(site__lineage__gte=line, site__lineage__lte=subtree_end(line))
        for line in rights.lineages(by, "duty.see")
    ]
    mine = Assignment.objects.standing().filter(user=by.user_id, ends_at__gt=at).values("site_id")
    rows = Watch.objects.filter(reduce(or_, seen, Q(site_id__in=mine)))
    rows = rows.filter(ends_at__gt=at, starts_at__lte=at + AHEAD, arrangement__ended_at=None)
    return list(rows.select_related("arrangement", "site").order_by("site__lineage", "starts_at")[: MOST * 8])


def _site(watches: Sequence[Watch], shown: dict[uuid.UUID, list[Place]], at: datetime) -> Site:
    def of(watch: Watch | None) -> Shown | None:
        if watch is None:
            return None
        return Shown(watch, shift_of(watch.arrangement.terms, watch.shift), shown[watch.id])

    running = next((watch for watch in watches if watch.starts_at <= at), None)
    following = next((watch for watch in watches if watch.starts_at > at), None)
    return Site(watches[0].site, watches[0].arrangement.terms, of(running), of(following))


def as_of(at: datetime) -> str:
    """The time of a look, as the page writes it."""
    return moments.moment(in_zone(at))
