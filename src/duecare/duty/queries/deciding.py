"""Who decides on swaps and leave of a roster."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from duecare.duty.models import Assignment, Roster, Swap
from duecare.orgs.models import Appointment, Post, Unit
from duecare.orgs.rules import ancestors
from duecare.orgs.vocabulary import PostKind, UnitKind


def _leading(keeper: Unit) -> list[Unit]:
    """The units whose leaders' rights reach the keeper, the nearest first: its own, those above, and their offices.

    A fixed number of statements.
    """
    above = ancestors(keeper.lineage)
    units = list(Unit.objects.standing().filter(key__in=above))
    offices = Unit.objects.standing().filter(kind=UnitKind.OFFICE, parent__in=units)
    found = {unit.id: unit for unit in (*units, *offices)}
    return sorted(found.values(), key=lambda unit: (-len(unit.lineage), unit.id != keeper.id))


def answering(keeper: Unit) -> tuple[Unit, str]:
    """The unit and kind of post that owes decisions: the nearest leader, else the keeper's coordinator."""
    leading = _leading(keeper)
    led = set(
        Post.objects.filter(unit__in=leading, kind=PostKind.LEADER, closed_at=None).values_list(
            "unit", flat=True
        )
    )
    own = [unit for unit in leading if unit.lineage == keeper.lineage[: len(unit.lineage)]]
    nearest = next((unit for unit in own if unit.id in led), None)
    return (nearest, PostKind.LEADER.value) if nearest else (keeper, PostKind.COORDINATOR.value)


def deciders(roster: Roster, at: datetime) -> set[uuid.UUID]:
    """The people who hold a leader's post that reaches the roster's keeper, deputies included."""
    held = Appointment.objects.holding(at).filter(
        post__unit__in=_leading(roster.keeper), post__kind=PostKind.LEADER
    )
    return set(held.values_list("user_id", flat=True))


def leading(swap: Swap) -> set[uuid.UUID]:
    """The people who stand the leading post of the watch that passes on, or of the one that passes back."""
    terms = swap.roster.arrangement.terms
    posts = [post["key"] for post in terms["posts"] if post["leads"]]
    watches = [
        Q(site=one.site_id, day=one.day, shift=one.shift)
        for one in (swap.given, swap.wanted)
        if one is not None
    ]
    rows = Assignment.objects.standing().filter(reduce(or_, watches), roster=swap.roster_id, post__in=posts)
    return set(rows.values_list("user_id", flat=True)) if posts else set()


def keeping_posts(roster: Roster, at: datetime) -> set[uuid.UUID]:
    """The people who keep the roster by a post in the keeper's own unit: its coordinators and leaders."""
    kinds = [PostKind.COORDINATOR, PostKind.LEADER]
    held = Appointment.objects.holding(at).filter(post__unit=roster.keeper_id, post__kind__in=kinds)
    return set(held.values_list("user_id", flat=True))
