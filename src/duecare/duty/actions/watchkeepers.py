"""Saying who stands the watches of a roster."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, NotFound
from duecare.duty.actions.assignments import change
from duecare.duty.actions.keeping import hold_to_keep, moved_on, write_down
from duecare.duty.models import Assignment, Leave, Roster, Watchkeeper, Wish
from duecare.duty.queries.candidates import people_within
from duecare.orgs.rules import Actor, HeldPost


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person may stand.

    :param posts: keys of the arrangement's posts.
    :param share: percent of a full load.
    """

    user_id: uuid.UUID
    posts: Sequence[str]
    share: int = 100


@transaction.atomic
def enter(*, roster_id: uuid.UUID, people: Iterable[Standing], by: Actor, at: datetime) -> list[Watchkeeper]:
    """Take people in, or change what they may stand. Saying the same again changes nothing.

    What somebody may no longer stand but is down for stays, and shows as a broken rule until the roster is mended.

    :raises BadInput: a post is none of the arrangement's, none is given, or a share is no percentage.
    :raises NotFound: somebody is not of the units that the roster draws on.
    """
    roster, post = hold_to_keep(roster_id, by)
    given = list(people)
    known = {user.id for user in people_within(roster)}
    there = {keeper.user_id: keeper for keeper in roster.watchkeepers.filter(left_at=None)}
    for one in given:
        if one.user_id not in known and one.user_id not in there:
            raise NotFound("duty.nobody", _("There is no such person in the units of this roster."))
        _check(roster, one)
    changed = [keeper for one in given if (keeper := _entered(roster, one, there.get(one.user_id), at))]
    if changed:
        moved_on(roster)
        details = {"people": [[k.user_id, k.posts, k.share] for k in changed]}
        write_down(roster, "duty.watchkeepers", details, by=by, post=post, at=at)
    return changed


def _check(roster: Roster, one: Standing) -> None:
    posts = {post["key"] for post in roster.arrangement.terms["posts"]}
    if not one.posts or set(one.posts) - posts:
        raise BadInput("duty.posts", _("Choose at least one of the posts."), where="posts")
    if not 1 <= one.share <= 100:
        raise BadInput("duty.share", _("The share is a percentage from 1 to 100."), where="share")


def _entered(roster: Roster, one: Standing, keeper: Watchkeeper | None, at: datetime) -> Watchkeeper | None:
    """The row if it is new or other than it was."""
    order = [post["key"] for post in roster.arrangement.terms["posts"]]
    posts = sorted(set(one.posts), key=order.index)
    if keeper is None:
        return Watchkeeper.objects.create(
            roster=roster, user_id=one.user_id, posts=posts, share=one.share, joined_at=at
        )
    if (keeper.posts, keeper.share) == (posts, one.share):
        return None
    keeper.posts, keeper.share = posts, one.share
    keeper.save(update_fields=["posts", "share"])
    return keeper


@transaction.atomic
def let_go(*, watchkeeper_id: uuid.UUID, by: Actor, at: datetime) -> Watchkeeper:
    """Somebody stands no more watches of this roster: those that have not begun become empty places, which shows.

    Their wishes are erased. Saying it again changes nothing.
    """
    keeper, roster, post = hold_keeper(watchkeeper_id, by)
    if keeper.left_at is None:
        part_with(keeper, roster, by=by, post=post, at=at)
    return keeper


def part_with(
    keeper: Watchkeeper, roster: Roster, *, by: Actor, post: HeldPost | None, at: datetime
) -> list[Assignment]:
    """The same, in the caller's transaction; the caller holds the roster.

    :returns: the watches that are left empty.
    """
    if keeper.left_at is None:
        keeper.left_at = at
        keeper.save(update_fields=["left_at"])
    keeper.wishes.all().delete()
    ahead = list(keeper.assignments.filter(ended_at=None, starts_at__gt=at).order_by("starts_at"))
    change(
        roster=roster, end=ahead, make=[], came_by="post", by=by, at=at, post=post.post_id if post else None
    )
    moved_on(roster)
    write_down(roster, "duty.left", {"user": keeper.user_id, "watches": len(ahead)}, by=by, post=post, at=at)
    return ahead


@transaction.atomic
def enter_leave(*, watchkeeper_id: uuid.UUID, first: date, last: date, by: Actor, at: datetime) -> Leave:
    """Enter leave that was granted before the roster was drawn up. The same days again are the same leave.

    :raises BadInput: it ends before it begins.
    :raises Conflict: the person is down for a watch in it; then leave is asked for, and granted with cover.
    """
    keeper, roster, post = hold_keeper(watchkeeper_id, by)
    if last < first:
        raise BadInput("duty.leave-days", _("Leave can't end before it begins."), where="last")
    same = keeper.leaves.filter(first=first, last=last, granted=True, withdrawn_at=None).first()
    if same is not None:
        return same
    if keeper.assignments.filter(ended_at=None, day__gte=first, day__lte=last).exists():
        raise Conflict(
            "duty.leave-stands",
            _("There are watches of this person on these days."),
            hint=_("Ask for the leave on the person's own page; it is granted once the watches are covered."),
        )
    leave = Leave.objects.create(
        watchkeeper=keeper,
        first=first,
        last=last,
        asked_by=by.user_id,
        asked_at=at,
        decided_at=at,
        granted=True,
        decided_by=by.user_id,
        decided_post=post.post_id if post else None,
    )
    moved_on(roster)
    details: Mapping[str, object] = {"user": keeper.user_id, "first": first, "last": last}
    write_down(roster, "duty.leave_entered", details, by=by, post=post, at=at, about=("leave", leave.id))
    return leave


def hold_keeper(watchkeeper_id: uuid.UUID, by: Actor) -> tuple[Watchkeeper, Roster, HeldPost | None]:
    """A watchkeeper whose roster ``by`` keeps; the roster's row is locked.

    :raises NotFound: there is none that ``by`` may know of.
    """
    keeper = Watchkeeper.objects.select_related("user").filter(id=watchkeeper_id).first()
    if keeper is None:
        raise NotFound("duty.nobody", _("There is no such person in the units of this roster."))
    roster, post = hold_to_keep(keeper.roster_id, by)
    keeper.refresh_from_db()
    return keeper, roster, post


def forget_wishes(at: datetime, _until: datetime) -> int:
    """The clock's turn: erase wishes for periods that are over. :returns: 0, since nothing comes to be owed."""
    with_wishes = Roster.objects.filter(watchkeepers__wishes__isnull=False).distinct()
    over = [
        roster.id
        for roster in with_wishes.select_related("arrangement")
        if roster.arrangement.terms["last"] < at.date().isoformat()
    ]
    if over:
        Wish.objects.filter(watchkeeper__roster__in=over).delete()
    return 0
