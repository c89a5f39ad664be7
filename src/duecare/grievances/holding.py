"""Who takes cases in a tree, and what somebody is to a case."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from duecare.grievances import versions
from duecare.grievances.models import Case, Hold, Inquiry, Step
from duecare.grievances.rules import Act, ActKind, Holder, Procedure, Role, UnitPath
from duecare.grievances.vocabulary import Aim, HoldRole
from duecare.orgs.models import Appointment, Post, Unit
from duecare.orgs.rules import Actor, HeldPost, ancestors, reach_of
from duecare.orgs.vocabulary import PostKind
from duecare.web import rows

#: What holding a case in a role makes of the officers of the unit, and of its head.
_ROLES: dict[str, tuple[Role, Role]] = {
    HoldRole.HOLDER: (Role.HOLDER, Role.LEADER),
    HoldRole.JOINT: (Role.JOINT, Role.JOINT),
    HoldRole.ABOVE: (Role.ABOVE, Role.ABOVE),
    HoldRole.REREVIEW: (Role.REREVIEW, Role.REREVIEW),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """In which role somebody stands to a case, and by which post.

    :param level: of the unit that the post acts for, 1 for the root.
    :param unit_id: of the unit by whose hold it is so; None for a unit that is asked.
    """

    role: Role
    post: HeldPost
    level: int
    unit_id: uuid.UUID | None = None


def holders_in(root: Unit, at: datetime) -> list[Holder]:
    """Who takes cases in a tree at ``at``: units with case officers, and the root's head where the root has none.

    Two statements.
    """
    actors: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, lineage, user in _officers(root.id, at):
        actors[kind, lineage].add(_key(user))
    found = [
        Holder(path(lineage), path(reach_of(kind, lineage)), frozenset(people))
        for (kind, lineage), people in actors.items()
    ]
    if not any(len(one.acts_for) == 1 for one in found):
        people = frozenset(_key(user) for (user,) in _heads(root.id, at))
        found.append(Holder(path(root.lineage), path(root.lineage), people))
    return found


_SOMEBODY, _SOMETIME = uuid.UUID(int=1), datetime(1970, 1, 1, tzinfo=UTC)
_officers = rows.Ready(
    lambda root, at: (
        Appointment.objects.filter(post__unit__root=root, post__kind=PostKind.CASE_OFFICER)
        .holding(at)
        .values_list("post__unit__kind", "post__unit__lineage", "user_id")
    ),
    _SOMEBODY,
    _SOMETIME,
)
_heads = rows.Ready(
    lambda root, at: (
        Appointment.objects.filter(post__unit=root, post__kind=PostKind.LEADER)
        .holding(at)
        .values_list("user_id")
    ),
    _SOMEBODY,
    _SOMETIME,
)


def _key(user: uuid.UUID | str) -> str:
    """The opaque key of whom the database gives as its own form of an id."""
    return str(uuid.UUID(str(user)))


def path(lineage: str) -> UnitPath:
    """A unit's place, from the root down, as the rules take it."""
    return tuple(ancestors(lineage))


def unit_at(place: UnitPath) -> Unit:
    """The unit of that place."""
    found = rows.find(Unit, key=place[-1])
    if found is None:
        raise Unit.DoesNotExist(place[-1])
    return found


def standings(by: Actor, case: Case, holds: Iterable[Hold]) -> list[Standing]:
    """Every role in which somebody holds a case now, the officer's before the head's. No statement.

    The unit concerned is not among them: it sees its inquiry and nothing else.

    :param holds: of the case, not ended, units at hand.
    """
    found: list[Standing] = []
    for hold in holds:
        if hold.unit is None or hold.role not in _ROLES:
            continue
        acts_for = reach_of(hold.unit.kind, hold.unit.lineage)
        officer, head = _ROLES[hold.role]
        for post in by.posts:
            if post.kind == PostKind.CASE_OFFICER and post.unit_id == hold.unit_id:
                found.append(Standing(officer, post, len(path(acts_for)), hold.unit_id))
            if post.kind == PostKind.LEADER and post.lineage in (hold.unit.lineage, acts_for):
                found.append(Standing(head, post, len(path(acts_for)), hold.unit_id))
    return sorted(found, key=lambda one: one.post.kind != PostKind.CASE_OFFICER)


def standings_of(by: Actor, case: Case) -> list[Standing]:
    """The same, read: none for whoever is excused in the case, who reads no word of it from then on.

    Two statements, or three.
    """
    mine = standings(by, case, Hold.objects.filter(case=case, until=None).select_related("unit"))
    return [] if mine and recusals(by).filter(case=case).exists() else mine


def recusals(by: Actor) -> QuerySet[Step]:
    """The steps that excuse somebody: their own word, or a head's."""
    acts = {act.key for one in versions.shipped() for act in one.acts if act.kind is ActKind.RECUSES}
    return Step.objects.filter(Q(excuses=by.user_id) | Q(excuses=None, by_user=by.user_id), act__in=acts)


def none(rows: QuerySet[Any]) -> Q:
    """Whether none of the rows is of the case, asked row by row along the list.

    As ``NOT EXISTS``, PostgreSQL would rather read all steps that there are. A value that is not 1 it takes to be
    common, and so it follows the list's index to the page's end.
    """
    there = rows.filter(case=OuterRef("case")).order_by().annotate(one=Value(1)).values("one")[:1]
    return ~Q(Exact(Coalesce(Subquery(there), 0), 1))


def head_stands_aside(case: Case) -> bool:
    """Whether the recusal that the owner asked for last is aimed at the head of the unit that handles the case.

    The head does not decide on that one; the level above does. One statement.
    """
    acts = {act.key for act in case.procedure.procedure.acts if act.kind is ActKind.ASKS_RECUSAL}
    last = Step.objects.filter(case=case, act__in=acts).order_by("-number").first()
    return last is not None and last.aims_at == Aim.HEAD


def decides_recusal(procedure: Procedure, act: Act, excuses: object) -> bool:
    """Whether an act decides on a recusal that somebody else asked for: it excuses another, or refuses it."""
    if act.kind is ActKind.RECUSES:
        return excuses is not None
    limit = procedure.limit(act.within) if act.within else None
    return limit is not None and any(
        procedure.act(start).kind is ActKind.ASKS_RECUSAL for start in limit.starts
    )


def standing_reach(standing: Standing) -> UnitPath:
    """The place of the unit that somebody acts for by a standing."""
    return path(standing.post.lineage)[: standing.level]


def open_holds(case_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[Hold]]:
    """Who holds each of the cases now. One statement."""
    found: dict[uuid.UUID, list[Hold]] = defaultdict(list)
    for hold in Hold.objects.filter(case__in=case_ids, until=None).select_related("unit"):
        found[hold.case_id].append(hold)
    return found


def holding_units(by: Actor) -> list[tuple[uuid.UUID, str]]:
    """Units whose cases somebody holds, with their lineage: officers of them, heads of them and of their offices.

    One statement.
    """
    own = [(post.unit_id, post.lineage) for post in by.posts if post.kind == PostKind.CASE_OFFICER]
    heads = [(post.unit_id, post.lineage) for post in by.posts if post.kind == PostKind.LEADER]
    offices = Unit.objects.filter(parent__in=[unit for unit, _lineage in heads], kind="office")
    return [*own, *heads, *offices.values_list("id", "lineage")]


def taking_part(case: Case) -> list[Hold]:
    """The units that handle a case now: the one that leads, and those with it. One statement."""
    roles = (HoldRole.HOLDER, HoldRole.JOINT)
    found = Hold.objects.filter(case=case, role__in=roles, until=None, unit__isnull=False)
    return list(found.select_related("unit").order_by("since", "id"))


def leads_for(case: Case) -> list[Post]:
    """The posts that can answer for a case's result: heads of the unit that handles it and of those above it.

    None heads a unit that the case is about. Three statements.
    """
    holder = next((one for one in taking_part(case) if one.role == HoldRole.HOLDER), None)
    if holder is None or holder.unit is None:
        return []
    about = [one.unit.lineage for one in case.concerned.select_related("unit")]
    found = Post.objects.filter(
        kind=PostKind.LEADER, unit__key__in=ancestors(holder.unit.lineage), closed_at=None
    ).select_related("unit")
    found = found.order_by("-unit__lineage", "id")
    return [one for one in found if not any(one.unit.lineage.startswith(line) for line in about)]


def answering(by: Actor, unit: Unit) -> HeldPost | None:
    """The post by which somebody answers an inquiry for a unit: its head's, or its officer's."""
    kinds = (PostKind.LEADER, PostKind.CASE_OFFICER)
    return next((post for post in by.posts if post.unit_id == unit.id and post.kind in kinds), None)


def number_of(inquiry: Inquiry) -> str:
    """The number under which a unit is asked; it tells nothing of the case's."""
    return inquiry.id.hex[:8].upper()
