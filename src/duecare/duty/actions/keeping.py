"""The roster's row: who may touch it, and what is written of every act on it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from duecare.audit.actions import record
from duecare.duty.actions.assignments import hold, no_such_roster
from duecare.duty.models import Arrangement, Roster
from duecare.duty.queries import reach
from duecare.duty.queries.fitting import keepers_meant
from duecare.orgs import rights
from duecare.orgs.rules import Actor, HeldPost


def hold_to_keep(roster_id: uuid.UUID, by: Actor) -> tuple[Roster, HeldPost | None]:
    """The roster, locked, and the post by which ``by`` keeps it.

    :raises NotFound: there is none that ``by`` may know of.
    :raises NotAllowed: ``by`` may see it, but not keep it.
    """
    roster = hold(roster_id)
    if not (reach.sees(by, roster) or reach.stands(by, roster)):
        raise no_such_roster()
    return roster, rights.require(by, "duty.keep", roster.keeper.lineage)


def keep_rosters(*, arrangement: Arrangement, at: datetime) -> list[Roster]:
    """Make the rosters that an arrangement needs and lacks: one of its keeper, or one of each site."""
    there = {roster.keeper_id: roster for roster in Roster.objects.filter(arrangement=arrangement)}
    rosters = []
    for keeper in keepers_meant(arrangement.root_id, arrangement.terms):
        roster = there.get(keeper.id)
        if roster is None:
            made = Roster.objects.get_or_create(
                arrangement=arrangement, keeper=keeper, defaults={"created_at": at}
            )
            roster = made[0]
        roster.arrangement, roster.keeper = arrangement, keeper
        rosters.append(roster)
    return rosters


def moved_on(roster: Roster) -> None:
    """Who may stand what has changed: whoever edits learns of it."""
    Roster.objects.filter(id=roster.id).update(revision=F("revision") + 1)
    roster.refresh_from_db(fields=["revision"])


def write_down(
    roster: Roster,
    verb: str,
    details: Mapping[str, Any],
    *,
    by: Actor,
    post: HeldPost | None,
    at: datetime,
    about: tuple[str, object] | None = None,
) -> None:
    """One entry in the record, about the roster or something of it."""
    kind, object_id = about or ("roster", roster.id)
    record(
        root=roster.arrangement.root_id,
        verb=verb,
        object_kind=kind,
        object_id=object_id,
        at=at,
        actor=by.user_id,
        post=post.post_id if post else None,
        details=details,
    )
