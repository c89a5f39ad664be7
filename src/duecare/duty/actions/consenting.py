"""The leader's word on a swap, a swap that whoever keeps the roster makes, and undoing one before the watch."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict
from duecare.duty.actions.assignments import Place, change
from duecare.duty.actions.keeping import write_down
from duecare.duty.actions.requests import decided, refuse_begun, refuse_broken, require_decider, tell
from duecare.duty.actions.swapping import end, hold_exchange, hold_swap, refuse_over
from duecare.duty.actions.telling import watches_in_words
from duecare.duty.models import Assignment, Roster, Swap, Watchkeeper
from duecare.duty.queries.deciding import leading
from duecare.duty.queries.ground import ground_of
from duecare.orgs import rights
from duecare.orgs.rules import Actor, HeldPost


@transaction.atomic
def consent(*, swap_id: uuid.UUID, by: Actor, at: datetime) -> Swap:
    """Consent to a swap that both people agreed on: from then on it holds. Consenting again changes nothing.

    Whoever leads the watch consents, or a leader who answers for the roster.

    :raises NotAllowed: ``by`` does not decide for this roster, or it is their own and somebody else can.
    :raises Conflict: nobody has accepted it; it is over; a watch has begun; a hard rule would be broken, which it
        names.
    """
    swap, roster = hold_swap(swap_id, by)
    post = require_decider(roster, by, swap.parties, at, leading(swap))
    if swap.ended_as == "done" and swap.consented_at is not None:
        return swap
    refuse_over(swap)
    if swap.accepted_by is None:
        raise Conflict("duty.not-accepted", _("Nobody has accepted this watch yet."))
    refuse_begun([one for one in (swap.given, swap.wanted) if one], at)
    _pass_on(swap, roster, swap.accepted_by, "swap", by=by, post=post, at=at)
    swap.consented_by, swap.consented_post, swap.consented_at = by.user_id, post.post_id if post else None, at
    swap.save(update_fields=["consented_by", "consented_post", "consented_at"])
    decided(swap.obligation, by=by, at=at)
    _write_down(swap, roster, "duty.swap_consented", by, post, at)
    return swap


@transaction.atomic
def refuse(*, swap_id: uuid.UUID, by: Actor, at: datetime) -> Swap:
    """Refuse a swap: everybody keeps what they stand, and both are told. Refusing again changes nothing."""
    swap, roster = hold_swap(swap_id, by)
    post = require_decider(roster, by, swap.parties, at, leading(swap))
    if swap.ended_as == "refused":
        return swap
    refuse_over(swap)
    if swap.accepted_by is None:
        raise Conflict("duty.not-accepted", _("Nobody has accepted this watch yet."))
    swap.obligation = decided(swap.obligation, by=by, at=at)
    end(swap, "refused", by=by, at=at)
    _write_down(swap, roster, "duty.swap_refused", by, post, at)
    said = (_("A swap is refused: %(roster)s"), _("%(given)s\nEverybody keeps the watches they stand."))
    tell(roster, swap.parties, f"swap/{swap.id}/refused", said, at,
         given=lambda: watches_in_words(roster, [swap.given]))  # fmt: skip
    return swap


@transaction.atomic
def put_in(
    *, assignment_id: uuid.UUID, to: uuid.UUID, wanted: uuid.UUID | None, by: Actor, at: datetime
) -> Swap:
    """Let somebody else stand a watch, also one that runs, perhaps for one of theirs; by whoever keeps the roster.

    Both are told. It can be undone like a swap before the watch. The same again changes nothing.

    :raises NotAllowed: ``by`` does not keep the roster.
    :raises BadInput: nobody is named.
    :raises Conflict: the watch is over or passed on meanwhile; a hard rule would be broken, which it names.
    """
    roster, (given, keeper, back) = hold_exchange(assignment_id, to, wanted, by)
    post = rights.require(by, "duty.keep", roster.keeper.lineage)
    if keeper is None or by.user_id is None:
        raise BadInput("duty.nobody-named", _("Choose who stands it instead."), where="to")
    there = Swap.objects.filter(given=given, gave__watchkeeper=keeper, gave__ended_at=None).first()
    if there is not None:
        return there
    _refuse_over(given, at)
    refuse_begun([one for one in (back,) if one], at)
    swap = Swap.objects.create(
        roster=roster, given=given, asked_of=keeper, wanted=back, asked_by=by.user_id, asked_at=at,
        ended_at=at, ended_as="done", ended_by=by.user_id,
    )  # fmt: skip
    _pass_on(swap, roster, keeper, "manager" if back else "cover", by=by, post=post, at=at)
    _write_down(swap, roster, "duty.put_in", by, post, at)
    return swap


@transaction.atomic
def undo(*, swap_id: uuid.UUID, by: Actor, at: datetime) -> Swap:
    """Undo a swap before either watch begins: everybody stands again what they stood. Undoing again changes nothing.

    :raises NotAllowed: ``by`` does not keep the roster.
    :raises Conflict: a watch has begun or was changed since; a hard rule would be broken, which it names.
    """
    swap, roster = hold_swap(swap_id, by)
    post = rights.require(by, "duty.keep", roster.keeper.lineage)
    if swap.ended_as == "undone":
        return swap
    if swap.ended_as != "done" or swap.gave is None:
        raise Conflict("duty.not-done", _("This swap does not hold, so there is nothing to undo."))
    made = [one for one in (swap.gave, swap.gave_back) if one]
    refuse_begun(made, at)
    ground = ground_of(roster, at)
    back = ground.stood(swap.gave_back) if swap.gave_back else None
    refuse_broken(ground.passes(ground.stood(swap.gave), str(swap.given.watchkeeper_id), back))
    before = [one for one in (swap.given, swap.wanted) if one]
    places = [_place(one, one.watchkeeper) for one in before]
    change(
        roster=roster, end=made, make=places, came_by="manager", by=by, at=at, post=_id(post), sparing=swap.id
    )
    swap.ended_as, swap.ended_by, swap.ended_at = "undone", by.user_id, at
    swap.save(update_fields=["ended_as", "ended_by", "ended_at"])
    _write_down(swap, roster, "duty.swap_undone", by, post, at)
    return swap


def _refuse_over(given: Assignment, at: datetime) -> None:
    if given.ended_at is not None:
        refuse_begun([given], at)
    if given.ends_at <= at:
        raise Conflict("duty.watch-over-now", _("This watch is over; who stood it stays as it is."))


def _pass_on(
    swap: Swap,
    roster: Roster,
    keeper: Watchkeeper,
    came_by: str,
    *,
    by: Actor,
    post: HeldPost | None,
    at: datetime,
) -> None:
    given, back = swap.given, swap.wanted
    ground = ground_of(roster, at, [given.starts_at])
    stood_back = ground.stood(back) if back else None
    refuse_broken(ground.passes(ground.stood(given), str(keeper.id), stood_back))
    places = [_place(given, keeper)] + ([_place(back, given.watchkeeper)] if back else [])
    ended: Sequence[Assignment] = [one for one in (given, back) if one]
    made = change(
        roster=roster, end=ended, make=places, came_by=came_by, by=by, at=at, post=_id(post), sparing=swap.id
    )
    swap.gave, swap.gave_back = made[0], made[1] if back else None
    swap.ended_at, swap.ended_as, swap.ended_by = at, "done", by.user_id
    swap.save(update_fields=["gave", "gave_back", "ended_at", "ended_as", "ended_by"])


def _place(one: Assignment, keeper: Watchkeeper) -> Place:
    return Place(keeper, one.site_id, one.day, one.shift, one.post)


def _id(post: HeldPost | None) -> uuid.UUID | None:
    return post.post_id if post else None


def _write_down(
    swap: Swap, roster: Roster, verb: str, by: Actor, post: HeldPost | None, at: datetime
) -> None:
    details = {"given": swap.given_id, "gave": swap.gave_id, "gave_back": swap.gave_back_id}
    write_down(roster, verb, details, by=by, post=post, at=at, about=("swap", swap.id))
