"""Bringing rosters in line with a plan that has changed."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import datetime

from duecare.duty.actions.assignments import Place, change, hold
from duecare.duty.models import Arrangement, Assignment
from duecare.duty.queries.fitting import misfits
from duecare.duty.rules.terms import Terms
from duecare.orgs.rules import Actor


def refit(arrangement: Arrangement, terms: Terms | None, *, by: Actor, at: datetime) -> None:
    """End what people stand that is not asked for any more, and move what is at another time; they are told.

    Where fewer people are needed, who stands most gives up first. What has begun or can be taken up already stays.

    :param terms: what is asked for from now on; None where nothing is.
    """
    ids = arrangement.rosters.order_by("id").values_list("id", flat=True)
    held = {roster_id: hold(roster_id) for roster_id in ids}
    end: dict[uuid.UUID, list[Assignment]] = defaultdict(list)
    make: dict[uuid.UUID, list[Place]] = defaultdict(list)
    for one, watch in misfits(arrangement, terms, at):
        end[one.roster_id].append(one)
        if watch is not None:
            make[one.roster_id].append(Place(one.watchkeeper, one.site_id, one.day, one.shift, one.post))
    for roster_id, ended in end.items():
        change(roster=held[roster_id], end=ended, make=make[roster_id], came_by="plan", by=by, at=at)
