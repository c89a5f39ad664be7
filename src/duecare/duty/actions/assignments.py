"""Who stands what: the one writer of assignments, whatever they are changed by."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import Conflict, NotFound
from duecare.duty.actions.overtaking import overtake
from duecare.duty.actions.telling import tell_changes
from duecare.duty.models import Assignment, Roster, Watchkeeper
from duecare.duty.rules.terms import span
from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """A watch and post that somebody is to stand."""

    watchkeeper: Watchkeeper
    site_id: uuid.UUID
    day: date
    shift: str
    post: str


def hold(roster_id: uuid.UUID) -> Roster:
    """The roster with its arrangement and keeper, its row locked until the transaction ends.

    :raises NotFound: there is none.
    """
    held = Roster.objects.select_for_update(of=("self",)).select_related("arrangement", "keeper")
    roster = held.filter(id=roster_id).first()
    if roster is None:
        raise no_such_roster()
    return roster


def no_such_roster() -> NotFound:
    """The same answer for what does not exist and for what is another's."""
    return NotFound("duty.no-roster", _("There is no such roster."))


def change(
    *,
    roster: Roster,
    end: Iterable[Assignment],
    make: Iterable[Place],
    came_by: str,
    by: Actor,
    at: datetime,
    post: uuid.UUID | None = None,
    sparing: uuid.UUID | None = None,
    tell: bool = True,
) -> list[Assignment]:
    """End some assignments and make others, in the caller's transaction; the caller holds the roster (:func:`hold`).

    Open swaps of what ends are overtaken, those who lose or gain a watch are told, and one entry says what changed.
    Leave that is asked for stays asked for: what it touches is looked at when it is decided.

    :param came_by: what changes it: edition, swap, cover, taken, manager, leave, post or plan.
    :param post: by which the actor acts, for the record.
    :param sparing: the swap by which this comes about; it is not overtaken.
    :param tell: False where the caller tells people in words of its own.
    :returns: the assignments made, in the order given.
    :raises Conflict: one of them has ended meanwhile, or somebody would stand two watches of a day.
    """
    ended, places = list(end), list(make)
    if not ended and not places:
        return []
    _end(roster, ended, came_by, at)
    _refuse_doubles(roster, places)
    made = Assignment.objects.bulk_create(_made(roster, place, came_by, at) for place in places)
    Roster.objects.filter(id=roster.id).update(revision=F("revision") + 1)
    roster.refresh_from_db(fields=["revision"])
    overtake(ended=ended, sparing=sparing, by=by, at=at)
    _record(roster, ended, made, came_by, by, at, post)
    if tell:
        tell_changes(roster=roster, ended=ended, made=made, by=by, at=at)
    return made


def _end(roster: Roster, ended: Sequence[Assignment], came_by: str, at: datetime) -> None:
    standing = Assignment.objects.filter(id__in=[a.id for a in ended], roster=roster, ended_at=None)
    count = standing.update(ended_at=at, ended_by=came_by, sequence=F("sequence") + 1)
    if count != len(ended):
        raise Conflict(
            "duty.changed-meanwhile",
            _("Somebody has changed these watches meanwhile."),
            hint=_("Look at the roster as it is now, then decide again."),
        )
    for assignment in ended:
        assignment.ended_at, assignment.ended_by = at, came_by


def _refuse_doubles(roster: Roster, places: Sequence[Place]) -> None:
    wanted = {(place.watchkeeper.user_id, place.day) for place in places}
    days = [place.day for place in places]
    there = roster.assignments.filter(ended_at=None, day__in=days).values_list("user_id", "day")
    if len(wanted) < len(places) or wanted & set(there):
        raise Conflict(
            "duty.two-watches",
            _("Nobody can stand two watches that begin on the same day."),
            hint=_("Choose somebody who is free on that day."),
        )


def _made(roster: Roster, place: Place, came_by: str, at: datetime) -> Assignment:
    starts_at, ends_at = span(roster.arrangement.terms, place.shift, place.day)
    return Assignment(
        roster=roster,
        watchkeeper=place.watchkeeper,
        user_id=place.watchkeeper.user_id,
        site_id=place.site_id,
        day=place.day,
        shift=place.shift,
        post=place.post,
        starts_at=starts_at,
        ends_at=ends_at,
        came_by=came_by,
        made_at=at,
    )


def _record(
    roster: Roster,
    ended: Sequence[Assignment],
    made: Sequence[Assignment],
    came_by: str,
    by: Actor,
    at: datetime,
    post: uuid.UUID | None,
) -> None:
    changes: dict[str, Any] = defaultdict(list)
    for name, rows in (("ended", ended), ("made", made)):
        changes[name] = [[a.watchkeeper_id, a.day, a.shift, a.post, a.site_id] for a in rows]
    record(
        root=roster.arrangement.root_id,
        verb="duty.changed",
        object_kind="roster",
        object_id=roster.id,
        at=at,
        actor=by.user_id,
        post=post,
        details={"by": came_by, "revision": roster.revision, **changes},
    )


def standing_on(roster: Roster, watchkeeper_id: uuid.UUID, day: date) -> Assignment | None:
    """What somebody stands on a day, if anything."""
    return roster.assignments.filter(Q(watchkeeper_id=watchkeeper_id) & Q(day=day) & Q(ended_at=None)).first()
