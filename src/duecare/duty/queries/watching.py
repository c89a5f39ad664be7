"""Watches: who stands them, who may see them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from duecare.duty.models import Arrangement, Assignment, Watch
from duecare.duty.rules import owing
from duecare.duty.rules.terms import Planned
from duecare.orgs import rights
from duecare.orgs.rules import Actor

#: No watch is longer than a day, nor one before it.
LONGEST = timedelta(days=2)


def standing(watch: Watch) -> QuerySet[Assignment]:
    """Who stands a watch as of now, by whichever roster."""
    return Assignment.objects.filter(
        roster__arrangement=watch.arrangement_id,
        site=watch.site_id,
        day=watch.day,
        shift=watch.shift,
        ended_at=None,
    )


def planned(watch: Watch) -> Planned:
    """The watch as its terms asked for it."""
    return Planned(watch.day, watch.shift, watch.starts_at, watch.ends_at, watch.needs)


def around(watch: Watch) -> list[Watch]:
    """The site's watches that may hand over to one, or take over from it: asked for still, or stood. One statement."""
    rows = Watch.objects.filter(
        arrangement=watch.arrangement_id,
        site=watch.site_id,
        starts_at__gt=watch.starts_at - LONGEST,
        starts_at__lte=watch.ends_at + owing.SOON,
    )
    return meant(watch.arrangement, rows)


def meant(arrangement: Arrangement, rows: QuerySet[Watch]) -> list[Watch]:
    """Of an arrangement's watches those that the plan still asks for, or that somebody stands. One statement."""
    stood = Assignment.objects.standing().filter(
        roster__arrangement=arrangement,
        site=OuterRef("site"),
        day=OuterRef("day"),
        shift=OuterRef("shift"),
    )
    found: list[Watch] = []
    for row in rows.annotate(stood=Exists(stood)).order_by("starts_at", "id"):
        row.arrangement = arrangement
        if row.stood or owing.is_asked(arrangement.terms, row):
            found.append(row)
    return found


def neighbours(watch: Watch) -> tuple[Watch | None, Watch | None]:
    """The watch that takes over from one at its site, and the one that it took over from. One statement."""
    terms, rows = watch.arrangement.terms, around(watch)
    following = owing.taken_over_by(terms, watch, rows)
    before = [row for row in rows if owing.taken_over_by(terms, row, rows) == watch]
    return following, max(before, key=lambda row: row.ends_at, default=None)


def may_see(by: Actor, watch: Watch) -> bool:
    """Whether a post of theirs reaches the site, or they stand, or stood, watches there."""
    if rights.may(by, "duty.see", watch.site.lineage):
        return True
    return by.user_id is not None and _stands_at(by.user_id, watch)


def _stands_at(user_id: uuid.UUID, watch: Watch) -> bool:
    mine = Assignment.objects.filter(user=user_id, site=watch.site_id)
    return mine.filter(roster__arrangement=watch.arrangement_id).exists()


def running(at: datetime, site_ids: list[uuid.UUID]) -> QuerySet[Watch]:
    """The watches that run at ``at`` at some sites."""
    return Watch.objects.filter(site_id__in=site_ids, starts_at__lte=at, ends_at__gt=at)
