"""Putting in force what a plan asks to be manned, and ending it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from duecare.duty.actions import opening
from duecare.duty.actions.keeping import keep_rosters
from duecare.duty.models import Arrangement
from duecare.obligations.schedules import HORIZON
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor


def arrange(
    *,
    root: Unit,
    programme: str,
    position: int,
    body: Mapping[str, Any],
    terms: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> Arrangement:
    """Ask for an arrangement as the plan says, in the caller's transaction; the same again changes nothing.

    What has opened stays as it was; what has not is brought in line.
    """
    arrangement = Arrangement.objects.filter(programme=programme, key=body["key"]).first()
    if arrangement is None:
        arrangement = Arrangement(programme=programme, key=body["key"], root=root, since=at)
    elif arrangement.ended_at is not None:
        arrangement.ended_at, arrangement.since, arrangement.through = None, at, None
    changed = arrangement.terms != terms if arrangement.terms else False
    arrangement.position, arrangement.body, arrangement.terms = position, dict(body), dict(terms)
    arrangement.save()
    keep_rosters(arrangement=arrangement, at=at)
    if changed:
        opening.replan(arrangement, by=by, at=at)
    opening.open_arrangement(arrangement, at, at + HORIZON)
    return arrangement


def stop(*, arrangement: Arrangement, at: datetime) -> None:
    """Ask no longer for an arrangement; what has opened stays, what has not is dropped."""
    opening.close(arrangement, at=at)
    Arrangement.objects.filter(id=arrangement.id).update(ended_at=at)
