"""Audiences of ladders that are whoever stands a watch: resolved from who is rostered as the step fires."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from duecare.duty.models import Assignment, AssignmentQuerySet
from duecare.web.rows import Among

#: The next watch is the one that starts within this time.
NEXT = timedelta(hours=24)
#: Who has still to check in is looked for from so long before a watch starts.
SOON = timedelta(minutes=90)

People = dict[uuid.UUID, list[uuid.UUID]]


def on_duty(post: str, unit_ids: Iterable[uuid.UUID], at: datetime) -> People:
    """Who stands the watch that runs in each unit, of one post or of all. One statement."""
    return _people(_of(post, unit_ids).filter(starts_at__lte=at, ends_at__gt=at).order_by("starts_at", "id"))


def next_on_duty(post: str, unit_ids: Iterable[uuid.UUID], at: datetime) -> People:
    """Who stands the watch that starts next in each unit, within a day. One statement."""
    rows = _of(post, unit_ids).filter(starts_at__gt=at, starts_at__lte=at + NEXT).order_by("starts_at", "id")
    first: dict[uuid.UUID, datetime] = {}
    return _people(row for row in rows if first.setdefault(row.site_id, row.starts_at) == row.starts_at)


def not_checked_in(post: str, unit_ids: Iterable[uuid.UUID], at: datetime) -> People:
    """Who stands the watch that runs or starts soon in each unit and has not checked in. One statement."""
    rows = _of(post, unit_ids).filter(starts_at__lte=at + SOON, ends_at__gt=at, check_in=None)
    return _people(rows.order_by("starts_at", "id"))


def _of(post: str, unit_ids: Iterable[uuid.UUID]) -> AssignmentQuerySet:
    rows = Assignment.objects.standing().filter(site_id__in=Among(unit_ids), user__left_at=None)
    return rows.filter(post=post) if post else rows


def _people(rows: Iterable[Assignment]) -> People:
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        if row.user_id not in found[row.site_id]:
            found[row.site_id].append(row.user_id)
    return dict(found)
