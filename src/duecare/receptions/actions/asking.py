"""What a plan does to reception days, in the transaction of applying it."""

from __future__ import annotations

import uuid
from collections.abc import Container, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q

from duecare.obligations import actions as kernel
from duecare.orgs.models import Unit
from duecare.receptions.actions.opening import days_ahead, draft_of, publish
from duecare.receptions.models import PLAN_CHANGED, Day, Series


def ask(
    *,
    root: Unit,
    programme: str,
    position: int,
    body: Mapping[str, Any],
    terms: Mapping[str, Any],
    off: Container[date],
    at: datetime,
) -> Series:
    """Ask for the days, or ask for them in other terms or by another calendar. What has begun stays as it is.

    :param off: public holidays, on which nobody is received.
    """
    one = Series.objects.filter(programme=programme, key=body["key"]).first()
    if one is None:
        one = Series(programme=programme, key=body["key"], since=at)
    if one.ended_at is not None or one.terms != dict(terms):
        one.since = at
    one.root, one.position, one.body, one.terms = root, position, dict(body), dict(terms)
    one.through, one.ended_at = None, None
    one.save()
    wanted = {(unit.id, day.starts_at): day.ends_at for unit, day in days_ahead(one, at, off)}
    _take_up(one, wanted, at)
    _fit(one, wanted, at)
    publish(one, at, off)
    _reschedule(one, at)
    return one


def stop_asking(*, series: Series, at: datetime) -> None:
    """No longer ask for the days: what has not begun goes, what has begun stays owed."""
    _fit(series, {}, at)
    ahead = Day.objects.filter(series=series, starts_at__gt=at)
    ahead.filter(held_at=None, called_off_at=None).update(called_off_at=at, why=PLAN_CHANGED)
    ahead.update(asked=True)
    kernel.replace_scheduled(programme=series.programme, strand=series.strand, keep=set(), at=at)
    series.ended_at = at
    series.save(update_fields=["ended_at"])


#: The end of each day that is wanted, by unit and beginning.
Wanted = Mapping[tuple[uuid.UUID, datetime], datetime]


def _take_up(series: Series, wanted: Wanted, at: datetime) -> None:
    """Hold again what an earlier version of the plan had called off."""
    gone = Day.objects.filter(
        series=series, starts_at__gt=at, why=PLAN_CHANGED, instead=None, in_place_of=None
    )
    again = [day.id for day in gone if (day.unit_id, day.starts_at) in wanted]
    Day.objects.filter(id__in=again).update(called_off_at=None, why="", asked=False)


def _fit(series: Series, wanted: Wanted, at: datetime) -> None:
    """Bring days ahead to the terms. Numbers that were taken keep their times, or the day's page says why not.

    A day that a unit has moved stays where the unit has moved it.
    """
    ahead = Day.objects.filter(
        series=series, starts_at__gt=at, held_at=None, called_off_at=None, in_place_of=None
    )
    for day in ahead.annotate(last=Max("tickets__number")):
        ends_at = wanted.get((day.unit_id, day.starts_at))
        if ends_at is not None:
            _last_as(day, ends_at, series.terms["minutes"], day.last)
        elif day.last is None:
            day.delete()
        else:
            day.called_off_at, day.why, day.asked = at, PLAN_CHANGED, True
            day.save(update_fields=["called_off_at", "why", "asked"])


def _last_as(day: Day, ends_at: datetime, minutes: int, last: int | None) -> None:
    """Let a day last until then, and each number so long; where some were taken, they stay as they are."""
    if last is None:
        day.minutes = minutes
    else:
        ends_at = max(ends_at, day.starts_at + last * timedelta(minutes=day.minutes))
    day.ends_at = ends_at
    day.save(update_fields=["ends_at", "minutes"])


def _reschedule(series: Series, at: datetime) -> None:
    """Bring the duties of what has not begun to the terms; also of what a unit has moved, which stays owed."""
    owed = Q(called_off_at=None) | Q(instead__isnull=False)
    ahead = Day.objects.filter(owed, series=series, starts_at__gt=at, asked=True, in_place_of=None)
    drafts = [draft_of(series, day) for day in ahead.select_related("unit")]
    keep = {draft.origin for draft in drafts}
    kernel.replace_scheduled(programme=series.programme, strand=series.strand, keep=keep, at=at)
    kernel.reschedule(drafts=drafts, at=at)
