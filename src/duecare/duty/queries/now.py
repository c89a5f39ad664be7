"""Who is on duty now, and who comes next."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from duecare.duty.kinds import WATCH
from duecare.duty.models import Assignment, Watch
from duecare.duty.queries import places
from duecare.duty.queries.places import Place
from duecare.duty.rules.terms import shift_of
from duecare.obligations.models import Obligation
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor, subtree_end
from duecare.web import moments
from duecare.web.templatetags.duecare import in_zone

#: How far ahead the next watch is looked for.
AHEAD = timedelta(hours=48)
#: Sites on one page; a narrower unit shows the rest.
MOST = 60
#: Sites with a miss that are looked through.
MANY = 500


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
    """One arrangement's watches at one unit: those that run, and those that start next."""

    unit: Unit
    title: Any
    running: Sequence[Shown]
    following: Sequence[Shown]

    @property
    def lacking(self) -> bool:
        """Whether somebody is missing on a watch that runs."""
        return any(shown.empty or shown.late for shown in self.running)


@dataclass(frozen=True, slots=True)
class Now:
    """The sites that the page shows, those that lack somebody first, and how many it does not show."""

    sites: Sequence[Site]
    hidden: int


def on_duty(by: Actor, at: datetime) -> Now:
    """Every site that the reader may see or stands watches at, up to :data:`MOST`; a fixed number of statements.

    Sites where a watch was missed come first whatever their number, so that an empty post is not cut off.
    """
    visible = _visible(by, at)
    rows = _read(visible, by)
    shown = places.of_watches(rows, by, at)
    by_site: dict[tuple[uuid.UUID, uuid.UUID], list[Watch]] = {}
    for watch in rows:
        by_site.setdefault((watch.arrangement_id, watch.site_id), []).append(watch)
    found = [_site(watches, shown, at) for watches in by_site.values()]
    found.sort(key=lambda site: not site.lacking)
    there = visible.order_by().values("arrangement_id", "site_id").distinct().count()
    return Now(found[:MOST], max(0, there - MOST))


def _visible(by: Actor, at: datetime) -> QuerySet[Watch]:
    """The watches of now and the next two days that the reader may see."""
    mine = Assignment.objects.standing().filter(user=by.user_id, ends_at__gt=at).values("site_id")
    rows = Watch.objects.filter(reduce(or_, _within("site__lineage", by), Q(site_id__in=mine)))
    return rows.filter(
        ends_at__gt=at, starts_at__lte=at + AHEAD, arrangement__ended_at=None, site__closed_at=None
    )


def _within(field: str, by: Actor) -> list[Q]:
    return [
        Q(**{f"{field}__gte": line, f"{field}__lte": subtree_end(line)})
        for line in rights.lineages(by, "duty.see")
    ]


def _read(visible: QuerySet[Watch], by: Actor) -> list[Watch]:
    """All watches of the sites to be shown: those with a miss, then the first of the tree."""
    missed = Obligation.objects.filter(kind=WATCH.key, closed_at=None, missed_at__isnull=False)
    subjects = missed.filter(reduce(or_, _within("lineage", by), Q(pk=None))).order_by("missed_at")
    late = visible.filter(id__in=list(subjects.values_list("subject", flat=True)[:MANY]))
    pairs = dict.fromkeys(late.values_list("arrangement_id", "site_id"))
    tree = visible.order_by("site__lineage").values_list("arrangement_id", "site_id").distinct()
    pairs |= dict.fromkeys(tree[:MOST])
    sites = {site for _arrangement, site in list(pairs)[:MANY]}
    rows = visible.filter(site_id__in=sites).select_related("arrangement", "site")
    return [
        row
        for row in rows.order_by("site__lineage", "starts_at")
        if (row.arrangement_id, row.site_id) in pairs
    ]


def _site(watches: Sequence[Watch], shown: dict[uuid.UUID, list[Place]], at: datetime) -> Site:
    coming = min((watch.starts_at for watch in watches if watch.starts_at > at), default=None)
    return Site(
        watches[0].site,
        watches[0].arrangement.terms,
        [_shown(watch, shown) for watch in watches if watch.starts_at <= at],
        [_shown(watch, shown) for watch in watches if watch.starts_at == coming],
    )


def _shown(watch: Watch, shown: dict[uuid.UUID, list[Place]]) -> Shown:
    return Shown(watch, shift_of(watch.arrangement.terms, watch.shift), shown[watch.id])


def as_of(at: datetime) -> str:
    """The time of a look, as the page writes it."""
    return moments.moment(in_zone(at))
