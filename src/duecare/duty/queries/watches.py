"""A watch as its page shows it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotFound
from duecare.duty.kinds import HANDOVER, PRESENCE
from duecare.duty.models import Assignment, Handover, LogLine, Matter, Watch
from duecare.duty.queries import places, reach, watching
from duecare.duty.queries.places import Place
from duecare.duty.rules.owing import AFTERWARDS
from duecare.duty.rules.terms import shift_of
from duecare.obligations.models import Obligation
from duecare.orgs.models import User
from duecare.orgs.rules import Actor


@dataclass(frozen=True, slots=True)
class WatchPage:
    """A watch, its people, its log and what it passes on.

    :param places: each place of each post: who stands it, or that nobody does.
    :param mine: what the reader stands of it; None where it is not theirs.
    :param was_mine: since when it no longer is, where it once was.
    :param may_take: posts that the reader may take now; ``may_keep``: whether they may put somebody else in.
    :param before: the watch before it, whose handover is to be signed for.
    :param hands_over: whether another watch follows at once and signs for it; ``takes_over``: it signs for another.
    """

    watch: Watch
    shift: Any
    at: datetime
    places: Sequence[Place]
    mine: Assignment | None
    was_mine: datetime | None
    checked_in: bool
    may_check_in: bool
    may_write: bool
    lines: Sequence[tuple[LogLine, str]]
    matters: Sequence[Matter]
    handover: Handover | None
    written_by: str
    signed_by: str
    following: Watch | None
    before: Watch | None
    before_handover: Handover | None
    before_written_by: str
    may_sign: bool
    presence: Obligation | None
    may_take: Sequence[str]
    may_keep: bool
    hands_over: bool
    takes_over: bool

    @property
    def running(self) -> bool:
        """Whether it runs now."""
        return self.watch.starts_at <= self.at < self.watch.ends_at


def page(*, watch_id: uuid.UUID, by: Actor, at: datetime) -> WatchPage:
    """A watch for those who stand it and those who see its site.

    :raises NotFound: there is none that ``by`` may see.
    """
    watch = _find(watch_id, by)
    terms = watch.arrangement.terms
    found = places.of_watch(watch, by, at)
    mine = next((p.assignment for p in found if p.assignment and p.assignment.user_id == by.user_id), None)
    following, before = watching.neighbours(watch)
    handover = Handover.objects.filter(watch=watch).first()
    before_handover = Handover.objects.filter(watch=before).first() if before else None
    takes_over = before is not None and _handed_over(before, before_handover)
    lines = list(LogLine.objects.filter(watch=watch).order_by("written_at", "id"))
    names = _names(lines, handover, before_handover)
    opens = watch.starts_at - timedelta(seconds=terms["check_in"]["opens_before"])
    checked_in = mine is not None and any(p.assignment == mine and p.checked_in_at for p in found)
    return WatchPage(
        watch=watch,
        shift=shift_of(terms, watch.shift),
        at=at,
        places=found,
        mine=mine,
        was_mine=_was_mine(watch, by) if mine is None else None,
        checked_in=checked_in,
        may_check_in=mine is not None and not checked_in and opens <= at < watch.ends_at,
        may_write=mine is not None and opens <= at <= watch.ends_at + AFTERWARDS,
        lines=[(line, names.get(line.written_by, "")) for line in lines],
        matters=_matters(watch),
        handover=handover,
        written_by=_name(names, handover.written_by if handover else None),
        signed_by=_name(names, handover.signed_by if handover else None),
        following=following,
        before=before,
        before_handover=before_handover,
        before_written_by=_name(names, before_handover.written_by if before_handover else None),
        may_sign=takes_over and _may_sign(before, before_handover, mine, by, at),
        presence=_presence(watch, at) if mine is not None else None,
        may_take=places.may_take(watch, found, by, at),
        may_keep=at < watch.ends_at and _keeps(watch, by),
        hands_over=following is not None and _handed_over(watch, handover),
        takes_over=takes_over,
    )


def _find(watch_id: uuid.UUID, by: Actor) -> Watch:
    watch = Watch.objects.select_related("arrangement", "site").filter(id=watch_id).first()
    if watch is None or not watching.may_see(by, watch):
        raise NotFound("duty.no-watch", _("There is no such watch."))
    return watch


def _handed_over(watch: Watch, handover: Handover | None) -> bool:
    """Whether a watch is handed over: the plan asks for it, or did until it was written, signed for or owed."""
    if watch.arrangement.terms["handover"] or handover is not None:
        return True
    owed = Obligation.objects.filter(kind=HANDOVER.key, debtor=watch.site_id, subject=str(watch.id))
    return owed.filter(closed_at=None).exists()


def _keeps(watch: Watch, by: Actor) -> bool:
    roster = places.serving(watch)
    return roster is not None and reach.keeps(by, roster)


def _was_mine(watch: Watch, by: Actor) -> datetime | None:
    if by.user_id is None:
        return None
    mine = Assignment.objects.filter(
        roster__arrangement=watch.arrangement_id, site=watch.site_id, day=watch.day, shift=watch.shift,
        user=by.user_id, ended_at__isnull=False,
    )  # fmt: skip
    return mine.order_by("-ended_at").values_list("ended_at", flat=True).first()


def _matters(watch: Watch) -> list[Matter]:
    """Those that are open, and those that this watch closed."""
    ours = Matter.objects.filter(arrangement=watch.arrangement_id, site=watch.site_id)
    return list((ours.filter(closed_at=None) | ours.filter(closed_in=watch)).order_by("opened_at", "id"))


def _presence(watch: Watch, at: datetime) -> Obligation | None:
    waiting = Obligation.objects.filter(kind=PRESENCE.key, subject=str(watch.id), closed_at=None)
    return waiting.filter(opens_at__lte=at, closes_at__gt=at).order_by("due_at").first()


def _may_sign(
    before: Watch | None, handover: Handover | None, mine: Assignment | None, by: Actor, at: datetime
) -> bool:
    if before is None or mine is None:
        return False
    asked = before.arrangement.terms["handover"] or {"opens_before": 0}
    if not before.ends_at - timedelta(seconds=asked["opens_before"]) <= at < mine.ends_at:
        return False
    return handover is None or (handover.signed_at is None and handover.written_by != by.user_id)


def _names(lines: Sequence[LogLine], *handovers: Handover | None) -> dict[uuid.UUID, str]:
    ids = {line.written_by for line in lines}
    for one in handovers:
        if one is not None:
            ids |= {person for person in (one.written_by, one.signed_by) if person is not None}
    return dict(User.objects.filter(id__in=ids).values_list("id", "name"))


def _name(names: dict[uuid.UUID, str], person: uuid.UUID | None) -> str:
    return names.get(person, "") if person is not None else ""
