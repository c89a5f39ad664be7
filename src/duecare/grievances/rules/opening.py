"""Which acts are open to whom, and why an act is not."""

from __future__ import annotations

from duecare.grievances.rules.facts import Event, Refused
from duecare.grievances.rules.procedure import (
    DECIDERS,
    DECIDES_REVIEW,
    Act,
    ActKind,
    Need,
    Role,
)
from duecare.grievances.rules.running import Path


def may(path: Path, role: Role, *, actor: str = "", level: int = 0) -> tuple[Act, ...]:
    """The acts that are open at `path.at` to whoever has that role, in the procedure's order.

    :param actor: opaque key of a member of staff, empty for the owner.
    :param level: of the actor's unit, as in `Event.level`.
    """
    if role is Role.TIME:
        return ()
    return tuple(
        act
        for act in path.procedure.acts
        if _closed_to(path, act, Event(act.key, path.at, role, actor, level)) is None
    )


def why_not(path: Path, event: Event) -> Refused | None:
    """Why an event can't happen where the path stands; None when it can.

    :raises KeyError: the procedure has no such act.
    """
    act = path.procedure.act(event.act)
    return _closed_to(path, act, event) or _days_refused(path, act, event)


def _closed_to(path: Path, act: Act, event: Event) -> Refused | None:
    """What keeps somebody from an act, apart from the days that come with it."""
    if event.role not in act.by or event.role is Role.TIME:
        return Refused.ROLE
    if act.kind is ActKind.BEGINS:
        return Refused.BEGUN if path.stage else None
    if path.stage not in act.at:
        return Refused.STAGE
    return _person_refused(path, act, event) or _clock_refused(path, act)


def _person_refused(path: Path, act: Act, event: Event) -> Refused | None:
    if event.role is Role.OWNER:
        return None
    if event.actor in path.excused:
        return Refused.EXCUSED
    if act.kind in DECIDES_REVIEW:
        if not event.actor:
            return Refused.UNNAMED
        if event.actor in path.took_part:
            return Refused.TOOK_PART
        if any(event.level >= level for level in path.decided_at):
            return Refused.NOT_ABOVE
    if act.kind is ActKind.RECUSES and not event.actor:
        return Refused.UNNAMED
    return None


def _clock_refused(path: Path, act: Act) -> Refused | None:
    if act.within and path.run(act.within) is None:
        return Refused.OVER
    if act.kind is ActKind.WITHDRAWS and any(
        path.run(limit.key) for limit in path.procedure.starting(act.key)
    ):
        return Refused.PENDING
    if act.kind is ActKind.EXTENDS:
        run, allowed = path.run(act.limit), path.procedure.limit(act.limit).extension
        if run is None or allowed is None:
            return Refused.NO_CLOCK
        if run.times >= allowed.times:
            return Refused.EXTENDED
    stands = any(ground == act.ground for ground, _since in path.standing)
    if (act.kind is ActKind.PAUSES and stands) or (act.kind is ActKind.RESUMES and not stands):
        return Refused.STANDING
    return None


def _days_refused(path: Path, act: Act, event: Event) -> Refused | None:
    if act.kind is ActKind.EXTENDS:
        allowed = path.procedure.limit(act.limit).extension
        most = allowed.most_days if allowed else 0
        return None if 1 <= event.days <= most else Refused.DAYS
    if Need.DAYS in act.needs:
        return None if event.days >= 1 else Refused.DAYS
    return Refused.DAYS if event.days else None


__all__ = ["DECIDERS", "may", "why_not"]
