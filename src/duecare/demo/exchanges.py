"""Watches that change hands: now and then somebody offers one, somebody takes it, somebody asks for a day's leave."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from duecare.core.calendar import at_local, local_date
from duecare.demo.moments import Act
from duecare.demo.posts import someone
from duecare.duty.actions import consenting, leaving, swapping
from duecare.duty.models import Assignment, Roster, Swap
from duecare.duty.queries.ground import ground_of
from duecare.duty.queries.passing import leave_page
from duecare.obligations.models import Obligation
from duecare.orgs.queries import actor_of

#: On Wednesdays somebody offers a watch of two days later, on Mondays somebody asks for leave of two days later.
OFFERED, ASKED = time(10, 10), time(9, 30)
WEDNESDAY, MONDAY = 3, 1
#: Somebody accepts so long after, and the leader decides so long after that.
ACCEPTED, DECIDED = timedelta(minutes=25), timedelta(minutes=80)


def passing_on(since: datetime, at: datetime) -> Iterator[Act]:
    """What people ask of each other, in rosters that several share. One statement."""
    rosters = Roster.objects.filter(arrangement__ended_at=None).select_related("arrangement", "keeper")
    for roster in rosters:
        terms = roster.arrangement.terms
        if not any(post["leads"] for post in terms["posts"]):
            continue
        day = local_date(since, terms["zone"])
        while day <= local_date(at, terms["zone"]):
            if day.isoweekday() == WEDNESDAY:
                offered = at_local(day, OFFERED, terms["zone"])
                yield offered, partial(_offer, roster, day + timedelta(days=2))
                yield offered + ACCEPTED, partial(_accept, roster)
            elif day.isoweekday() == MONDAY:
                yield (
                    at_local(day, ASKED, terms["zone"]),
                    partial(_ask_leave, roster, day + timedelta(days=2)),
                )
            day += timedelta(days=1)


def deciding(o: Obligation) -> Iterator[Act]:
    """The leader decides on a swap or on leave."""
    page, _space, key = o.subject.partition(" ")
    act = _consent if page == "duty:swap" else _grant
    yield min(o.opens_at + DECIDED, o.due_at), partial(act, o.debtor.code, uuid.UUID(key))


def _officer(roster: Roster, day: date) -> Assignment | None:
    """Whoever comes first of those who stand a watch of a day, and do not lead it."""
    others = [post["key"] for post in roster.arrangement.terms["posts"] if not post["leads"]]
    rows = roster.assignments.filter(ended_at=None, day=day, post__in=others)
    return rows.select_related("user").order_by("starts_at", "user__username").first()


def _offer(roster: Roster, day: date, at: datetime) -> None:
    if one := _officer(roster, day):
        swapping.offer(assignment_id=one.id, to=None, wanted=None, by=actor_of(one.user, at), at=at)


def _accept(roster: Roster, at: datetime) -> None:
    """Whoever may stand it and is furthest below the fair share accepts what is offered to all."""
    for swap in Swap.objects.filter(roster=roster, ended_at=None, accepted_by=None).select_related("given"):
        ground = ground_of(roster, at)
        first = next((cover for cover in ground.covers(ground.stood(swap.given)) if cover.may), None)
        if first is not None:
            swapping.accept(swap_id=swap.id, by=actor_of(ground.keeper(first.person).user, at), at=at)


def _ask_leave(roster: Roster, day: date, at: datetime) -> None:
    if one := _officer(roster, day):
        leaving.ask_leave(roster_id=roster.id, first=day, last=day, by=actor_of(one.user, at), at=at)


def _consent(code: str, swap_id: uuid.UUID, at: datetime) -> None:
    consenting.consent(swap_id=swap_id, by=someone(code, "leader", "coordinator"), at=at)


def _grant(code: str, leave_id: uuid.UUID, at: datetime) -> None:
    """Granted with the cover that is proposed; refused where nobody may stand one of the watches."""
    by = someone(code, "leader", "coordinator")
    watches = leave_page(by, leave_id, at).watches
    if all(watch.first for watch in watches):
        covers = {watch.own.one.id: uuid.UUID(watch.first) for watch in watches}
        leaving.grant(leave_id=leave_id, covers=covers, by=by, at=at)
    else:
        leaving.refuse_leave(leave_id=leave_id, by=by, at=at)
