"""Watches: who stands them, who may see them."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import QuerySet

from duecare.duty.models import Assignment, Watch
from duecare.duty.rules.terms import Planned
from duecare.orgs import rights
from duecare.orgs.rules import Actor


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
