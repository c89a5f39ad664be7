"""Putting in force what a plan asks to be manned, and ending it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict
from duecare.duty.actions import opening
from duecare.duty.actions.keeping import keep_rosters
from duecare.duty.actions.refitting import refit
from duecare.duty.models import Arrangement, Draft, Edition
from duecare.duty.rules.terms import Terms, asked, retiring
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

    What has opened stays as it was; what has not is brought in line, and who stands it is told.

    :raises Conflict: the first day moves though a roster has been drawn up from it.
    """
    arrangement = Arrangement.objects.filter(programme=programme, key=body["key"]).first()
    if arrangement is None:
        arrangement = Arrangement(programme=programme, key=body["key"], root=root, since=at)
    elif arrangement.ended_at is not None:
        arrangement.ended_at, arrangement.since, arrangement.through = None, at, None
    refuse_another_first_day(arrangement, terms)
    changed = bool(arrangement.terms) and asked(arrangement.terms) != terms
    given = retiring(arrangement.terms, terms) if arrangement.terms else dict(terms)
    arrangement.position, arrangement.body, arrangement.terms = position, dict(body), given
    arrangement.save()
    keep_rosters(arrangement=arrangement, at=at)
    if changed:
        refit(arrangement, given, by=by, at=at)
        opening.replan(arrangement, by=by, at=at)
    opening.open_arrangement(arrangement, at, at + HORIZON)
    return arrangement


def refuse_another_first_day(arrangement: Arrangement, terms: Terms) -> None:
    """Drafts and editions count their days from the first, so that it stays once there is one.

    :raises Conflict: it would move.
    """
    before = arrangement.terms
    if not before or before["first"] == terms["first"]:
        return
    drafts = Draft.objects.filter(roster__arrangement=arrangement, discarded_at=None)
    if drafts.exists() or Edition.objects.filter(roster__arrangement=arrangement).exists():
        raise Conflict(
            "duty.first-day",
            _("A roster has been drawn up from %(first)s on; its first day can't be moved any more."),
            hint=_("Keep the day, or give the new period an item with a key of its own."),
            first=before["first"],
        )


def stop(*, arrangement: Arrangement, by: Actor, at: datetime) -> None:
    """Ask no longer for an arrangement; what has opened stays, what has not is dropped, and who stands it is told."""
    refit(arrangement, None, by=by, at=at)
    opening.close(arrangement, at=at)
    Arrangement.objects.filter(id=arrangement.id).update(ended_at=at)
