"""Audiences of ladders that are whoever stands a watch: resolved from who is rostered as the step fires."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F

from duecare.duty.models import Assignment, AssignmentQuerySet
from duecare.web.rows import Among

#: The next watch is the one that starts within this time.
NEXT = timedelta(hours=24)
#: No watch can be taken up longer before it starts: what it owes is not made sooner.
SOONEST = timedelta(hours=48)

People = dict[uuid.UUID, list[uuid.UUID]]


def on_duty(post: str, unit_ids: Iterable[uuid.UUID], at: datetime) -> People:
    """Who stands the watch that runs in each unit, of one post or of all. One statement."""
    rows = _of(post, unit_ids).filter(starts_at__lte=at, ends_at__gt=at).order_by("starts_at", "id")
    return _people(rows.values_list("site_id", "user_id"))


def next_on_duty(post: str, unit_ids: Iterable[uuid.UUID], at: datetime) -> People:
    """Who stands the watch that starts next in each unit, within a day. One statement."""
    rows = _of(post, unit_ids).filter(starts_at__gt=at, starts_at__lte=at + NEXT).order_by("starts_at", "id")
    first: dict[uuid.UUID, datetime] = {}
    found = rows.values_list("site_id", "user_id", "starts_at")
    return _people((site, user) for site, user, at in found if first.setdefault(site, at) == at)


def not_checked_in(post: str, unit_ids: Iterable[uuid.UUID], at: datetime) -> People:
    """Who stands a watch that runs or can be taken up already in each unit and has not checked in. One statement."""
    rows = _of(post, unit_ids).filter(starts_at__lte=at + SOONEST, ends_at__gt=at, check_in=None)
    rows = rows.order_by("starts_at", "id")
    opens_before = F("roster__arrangement__terms__check_in__opens_before")
    found = rows.values_list("site_id", "user_id", "starts_at", opens_before)
    return _people(
        (site, user) for site, user, starts_at, before in found if starts_at - timedelta(seconds=before) <= at
    )


def _of(post: str, unit_ids: Iterable[uuid.UUID]) -> AssignmentQuerySet:
    rows = Assignment.objects.standing().filter(site_id__in=Among(unit_ids), user__left_at=None)
    return rows.filter(post=post) if post else rows


def _people(rows: Iterable[tuple[uuid.UUID, uuid.UUID]]) -> People:
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for site_id, user_id in rows:
        if user_id not in found[site_id]:
            found[site_id].append(user_id)
    return dict(found)
