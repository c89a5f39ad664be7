"""Leave from watches: asked for in writing without a reason, granted once every watch in it is covered, or refused."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, NotAllowed, NotFound, Text, TooLate
from duecare.duty.actions.assignments import Place, change, hold
from duecare.duty.actions.keeping import moved_on, write_down
from duecare.duty.actions.requests import (
    LEAVE,
    ask_to_decide,
    decided,
    dropped,
    refuse_broken,
    require_decider,
    tell,
)
from duecare.duty.models import Assignment, Leave, Roster
from duecare.duty.queries import reach
from duecare.duty.queries.ground import ground_of
from duecare.duty.queries.leaves import days_in_words, starts, touched
from duecare.duty.rules.model import Cell
from duecare.orgs.rules import Actor, HeldPost

#: Requests of one person that wait at once.
MOST_WAITING = 6


@transaction.atomic
def ask_leave(*, roster_id: uuid.UUID, first: date, last: date, by: Actor, at: datetime) -> Leave:
    """Ask for leave: the days, nothing about why. The same days again are the same request.

    :param first: and ``last``: local days, both included.
    :raises NotAllowed: ``by`` stands no watches of this roster.
    :raises BadInput: it ends before it begins, or lies outside the roster's period.
    :raises TooLate: its first day, or a watch that reaches into it, has begun.
    :raises Conflict: too many requests wait already.
    """
    roster = hold(roster_id)
    keeper = roster.watchkeepers.filter(user_id=by.user_id, left_at=None).first() if by.user_id else None
    if keeper is None:
        raise NotAllowed("duty.not-yours", _("You do not stand watches of this roster."))
    same = keeper.leaves.filter(first=first, last=last, withdrawn_at=None).exclude(granted=False).first()
    if same is not None:
        return same
    _check_days(roster, first, last)
    leave = Leave(watchkeeper=keeper, first=first, last=last, asked_by=by.user_id, asked_at=at)
    begins = min([starts(leave, roster), *(one.starts_at for one in touched(leave, roster))])
    if begins <= at:
        raise TooLate(
            "duty.leave-begun",
            _("Leave is asked for before the first watch that it touches."),
            hint=_("If you can't come, ring up whoever leads the watch: they put somebody else in."),
        )
    if keeper.leaves.filter(decided_at=None, withdrawn_at=None).count() >= MOST_WAITING:
        raise Conflict(
            "duty.leaves-wait", _("Several requests of yours wait already; let them be decided first.")
        )
    leave.save()
    leave.obligation = ask_to_decide(roster=roster, page=LEAVE, about=leave.id, first_starts_at=begins, at=at)
    leave.save(update_fields=["obligation"])
    _write_down(leave, roster, "duty.leave_asked", by, None, at)
    return leave


def _check_days(roster: Roster, first: date, last: date) -> None:
    if last < first:
        raise BadInput("duty.leave-days", _("Leave can't end before it begins."), where="last")
    terms = roster.arrangement.terms
    if last.isoformat() < terms["first"] or first.isoformat() > terms["last"]:
        raise BadInput(
            "duty.leave-outside",
            _("This roster runs from %(first)s to %(last)s."),
            where="first",
            first=terms["first"],
            last=terms["last"],
        )


@transaction.atomic
def grant(*, leave_id: uuid.UUID, covers: Mapping[uuid.UUID, uuid.UUID], by: Actor, at: datetime) -> Leave:
    """Grant leave, with who stands each watch in it. Granting again changes nothing.

    :param covers: watchkeeper's id by assignment's id, for every watch that the leave touches.
    :raises NotAllowed: ``by`` does not decide for this roster, or it is their own and somebody else can.
    :raises TooLate: a watch in it has begun.
    :raises Conflict: a watch is not covered; a hard rule would be broken, which it names; it is decided already.
    """
    leave, roster = hold_leave(leave_id, by)
    keeper = leave.watchkeeper
    post = require_decider(roster, by, {keeper.user_id}, at)
    if leave.granted and leave.withdrawn_at is None:
        return leave
    _refuse_decided(leave)
    watches = touched(leave, roster)
    _refuse_begun(watches, at)
    places = _covered(roster, watches, covers, at)
    change(roster=roster, end=watches, make=places, came_by="cover", by=by, at=at, post=_id(post))
    leave.decided_at, leave.granted, leave.decided_by, leave.decided_post = at, True, by.user_id, _id(post)
    leave.save(update_fields=["decided_at", "granted", "decided_by", "decided_post"])
    moved_on(roster)
    decided(leave.obligation, by=by, at=at)
    _write_down(leave, roster, "duty.leave_granted", by, post, at)
    said = (_("Your leave is granted: %(roster)s"), _("%(days)s. Your watches on these days are covered."))
    _tell(leave, roster, "granted", said, at)
    return leave


def _covered(
    roster: Roster, watches: Sequence[Assignment], covers: Mapping[uuid.UUID, uuid.UUID], at: datetime
) -> list[Place]:
    ground = ground_of(roster, at)
    keepers = {keeper.id: keeper for keeper in ground.facts.keepers if keeper.left_at is None}
    changes: dict[Cell, str] = {}
    places = []
    for one in watches:
        keeper = keepers.get(covers.get(one.id, one.id))
        if keeper is None or keeper.id == one.watchkeeper_id:
            raise Conflict(
                "duty.not-covered",
                _("Leave is granted once every watch in it is covered."),
                hint=_("Choose somebody for each watch."),
            )
        stood = ground.stood(one)
        taken = (str(keeper.id), stood.day)
        if changes.get(taken):
            raise Conflict("duty.two-watches", _("Nobody can stand two watches that begin on the same day."))
        changes[stood.person, stood.day] = ""
        changes[taken] = stood.kind
        places.append(Place(keeper, one.site_id, one.day, one.shift, one.post))
    refuse_broken(ground.against(changes))
    return places


@transaction.atomic
def refuse_leave(*, leave_id: uuid.UUID, by: Actor, at: datetime) -> Leave:
    """Refuse leave; the person is told. Refusing again changes nothing.

    :raises NotAllowed: ``by`` does not decide for this roster, or it is their own and somebody else can.
    :raises Conflict: it is granted or withdrawn already.
    """
    leave, roster = hold_leave(leave_id, by)
    post = require_decider(roster, by, {leave.watchkeeper.user_id}, at)
    if leave.granted is False:
        return leave
    _refuse_decided(leave)
    leave.decided_at, leave.granted, leave.decided_by, leave.decided_post = at, False, by.user_id, _id(post)
    leave.save(update_fields=["decided_at", "granted", "decided_by", "decided_post"])
    decided(leave.obligation, by=by, at=at)
    _write_down(leave, roster, "duty.leave_refused", by, post, at)
    said = (
        _("Your leave is not granted: %(roster)s"),
        _("%(days)s. You still stand your watches on these days."),
    )
    _tell(leave, roster, "refused", said, at)
    return leave


@transaction.atomic
def withdraw_leave(*, leave_id: uuid.UUID, by: Actor, at: datetime) -> Leave:
    """Take back a request, or leave that is granted; watches that were covered stay with who covers them.

    Doing so again changes nothing.
    """
    leave, roster = hold_leave(leave_id, by)
    if leave.watchkeeper.user_id != by.user_id:
        raise NotAllowed("duty.not-your-leave", _("Only who asked for leave takes it back."))
    if leave.withdrawn_at is None:
        leave.withdrawn_at = at
        leave.save(update_fields=["withdrawn_at"])
        moved_on(roster)
        dropped(leave.obligation, at=at, why=str(_("The request was taken back.")))
        _write_down(leave, roster, "duty.leave_withdrawn", by, None, at)
    return leave


def hold_leave(leave_id: uuid.UUID, by: Actor) -> tuple[Leave, Roster]:
    """A request for leave as it is now; its roster is locked.

    :raises NotFound: there is none that ``by`` may know of: whose it is, and who decides or keeps the roster.
    """
    found = Leave.objects.select_related("watchkeeper").filter(id=leave_id).first()
    if found is None:
        raise no_such_leave()
    roster = hold(found.watchkeeper.roster_id)
    if found.watchkeeper.user_id != by.user_id and not reach.keeps(by, roster):
        raise no_such_leave()
    return Leave.objects.select_related("watchkeeper__user", "obligation").get(id=leave_id), roster


def no_such_leave() -> NotFound:
    """The same answer for what does not exist and for what is another's."""
    return NotFound("duty.no-leave", _("There is no such request for leave."))


def _refuse_decided(leave: Leave) -> None:
    if leave.withdrawn_at is not None or leave.decided_at is not None:
        raise Conflict("duty.leave-decided", _("This request is decided or taken back already."))


def _refuse_begun(watches: Sequence[Assignment], at: datetime) -> None:
    if any(one.starts_at <= at for one in watches):
        raise TooLate(
            "duty.leave-too-late",
            _("A watch in it has begun, so this leave can't be granted as a whole any more."),
            hint=_("Refuse it, and put somebody else in on the watch's page."),
        )


def _tell(leave: Leave, roster: Roster, what: str, said: tuple[Text, Text], at: datetime) -> None:
    about = f"leave/{leave.id}/{what}"
    tell(roster, [leave.watchkeeper.user_id], about, said, at, days=lambda: days_in_words(leave))


def _id(post: HeldPost | None) -> uuid.UUID | None:
    return post.post_id if post else None


def _write_down(
    leave: Leave, roster: Roster, verb: str, by: Actor, post: HeldPost | None, at: datetime
) -> None:
    details = {"first": leave.first, "last": leave.last}
    write_down(roster, verb, details, by=by, post=post, at=at, about=("leave", leave.id))
