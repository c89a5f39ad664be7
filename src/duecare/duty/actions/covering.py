"""Filling a place that is empty, or to which nobody came: by whoever can at once, or by whoever keeps the roster."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict, NotAllowed, NotFound
from duecare.duty.actions.assignments import Place, change, hold
from duecare.duty.actions.checking_in import check_in
from duecare.duty.actions.requests import refuse_broken, tell
from duecare.duty.actions.telling import watches_in_words
from duecare.duty.actions.watches import hold_watch, no_such_watch
from duecare.duty.models import Assignment, Roster, Watch, Watchkeeper
from duecare.duty.queries import places
from duecare.duty.queries.deciding import keeping_posts
from duecare.duty.queries.ground import ground_of
from duecare.duty.queries.places import roster_of
from duecare.orgs import rights
from duecare.orgs.rules import Actor, HeldPost


@transaction.atomic
def take(*, watch_id: uuid.UUID, post: str, by: Actor, at: datetime) -> Assignment:
    """Take a place now that is empty, or to which nobody has come in time. Taking it again changes nothing.

    Who can be checked in already is. Whoever was rostered and did not come, and those who keep the roster, are told.

    :param post: key of the arrangement's post.
    :raises NotAllowed: ``by`` is not qualified for it, or it is too early.
    :raises Conflict: somebody was faster; a hard rule would be broken, which it names.
    """
    watch, roster = _hold(watch_id, by)
    keeper = roster.watchkeepers.filter(user_id=by.user_id, left_at=None).first() if by.user_id else None
    there = _own(watch, keeper)
    if there is not None:
        return there
    found = places.of_watch(watch, by, at)
    if keeper is None or post not in keeper.posts:
        raise NotAllowed(
            "duty.not-qualified",
            _("You are not down for this post in this roster."),
            hint=_("Ring up whoever leads the watch, or whoever keeps the roster."),
        )
    if post not in places.may_take(watch, found, by, at):
        raise Conflict(
            "duty.not-to-be-taken",
            _("There is nothing to be taken here: somebody is there, or it is too early or too late."),
        )
    free = [p for p in found if p.post["key"] == post and (p.empty or p.late)]
    free.sort(key=lambda place: not place.empty)
    gone = free[0].assignment
    made = _stand(watch, roster, keeper, post, gone, "taken", by=by, held=None, at=at)
    _tell_keepers(roster, made, by, at)
    opens = watch.starts_at - timedelta(seconds=watch.arrangement.terms["check_in"]["opens_before"])
    if at >= opens:
        check_in(watch_id=watch.id, by=by, at=at)
    return made


def _hold(watch_id: uuid.UUID, by: Actor) -> tuple[Watch, Roster]:
    """Both, locked; the roster first, as everywhere."""
    watch = Watch.objects.select_related("arrangement").filter(id=watch_id).first()
    if watch is None:
        raise no_such_watch()
    roster = hold(roster_of(watch).id)
    return hold_watch(watch_id, by), roster


def _own(watch: Watch, keeper: Watchkeeper | None) -> Assignment | None:
    if keeper is None:
        return None
    mine = keeper.assignments.filter(ended_at=None, day=watch.day, shift=watch.shift, site=watch.site_id)
    return mine.first()


@transaction.atomic
def fill(*, watch_id: uuid.UUID, post: str, to: uuid.UUID, by: Actor, at: datetime) -> Assignment:
    """Put somebody in an empty place. The same again changes nothing.

    :param to: id of the watchkeeper.
    :raises NotAllowed: ``by`` does not keep the roster.
    :raises Conflict: no place of the post is empty; the watch is over; a hard rule would be broken, which it names.
    """
    watch, roster = _hold(watch_id, by)
    held = rights.require(by, "duty.keep", roster.keeper.lineage)
    keeper = roster.watchkeepers.filter(id=to, left_at=None).first()
    if keeper is None:
        raise NotFound("duty.nobody", _("There is no such person in the units of this roster."))
    there = _own(watch, keeper)
    if there is not None and there.post == post:
        return there
    if at >= watch.ends_at:
        raise Conflict("duty.watch-over-now", _("This watch is over; who stood it stays as it is."))
    if not any(place.empty and place.post["key"] == post for place in places.of_watch(watch, by, at)):
        raise Conflict("duty.not-empty", _("No place of this post is empty any more."))
    return _stand(watch, roster, keeper, post, None, "cover", by=by, held=held, at=at)


def _stand(
    watch: Watch,
    roster: Roster,
    keeper: Watchkeeper,
    post: str,
    instead_of: Assignment | None,
    came_by: str,
    *,
    by: Actor,
    held: HeldPost | None,
    at: datetime,
) -> Assignment:
    ground = ground_of(roster, at, [watch.starts_at])
    place = ground.place(watch.site_id, watch.day, watch.shift, post)
    changes = {(str(keeper.id), place.day): place.kind}
    if instead_of is not None:
        changes[str(instead_of.watchkeeper_id), place.day] = ""
    refuse_broken(ground.against(changes))
    return change(
        roster=roster,
        end=[instead_of] if instead_of else [],
        make=[Place(keeper, watch.site_id, watch.day, watch.shift, post)],
        came_by=came_by,
        by=by,
        at=at,
        post=held.post_id if held else None,
    )[0]


def _tell_keepers(roster: Roster, made: Assignment, by: Actor, at: datetime) -> None:
    said = (
        _("A watch was taken at once: %(roster)s"),
        _("%(who)s has taken:\n%(given)s\nThe place was empty, or nobody had come."),
    )
    tell(roster, keeping_posts(roster, at) - {made.user_id}, f"taken/{made.id}", said, at, urgent=True,
         who=lambda: by.name, given=lambda: watches_in_words(roster, [made]))  # fmt: skip
