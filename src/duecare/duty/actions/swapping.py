"""Passing a watch on: offered by one, accepted by another, consented to by the leader."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, Conflict, NotAllowed, NotFound
from duecare.duty.actions.assignments import hold
from duecare.duty.actions.keeping import write_down
from duecare.duty.actions.requests import (
    SWAP,
    ask_to_decide,
    dropped,
    refuse_begun,
    refuse_broken,
    tell,
)
from duecare.duty.actions.telling import watches_in_words
from duecare.duty.models import Assignment, Roster, Swap, Watchkeeper
from duecare.duty.queries import reach
from duecare.duty.queries.deciding import leading
from duecare.duty.queries.ground import Ground, ground_of
from duecare.orgs.rules import Actor

Exchange = tuple[Assignment, Watchkeeper | None, Assignment | None]
"""What is given, to whom (None: whoever may), and what is wanted for it."""


@transaction.atomic
def offer(
    *, assignment_id: uuid.UUID, to: uuid.UUID | None, wanted: uuid.UUID | None, by: Actor, at: datetime
) -> Swap:
    """Offer a watch of one's own, to one colleague or to all who may stand it. The same again is the same offer.

    :param to: id of the colleague's watchkeeper; None offers it to all.
    :param wanted: id of a watch of theirs for it; None gives it without one.
    :raises NotAllowed: the watch is not theirs.
    :raises Conflict: a hard rule would be broken, which it names; nobody may stand it; the watch has begun, passed on
        meanwhile, or is offered already.
    """
    roster, exchange = hold_exchange(assignment_id, to, wanted, by)
    given, keeper, back = exchange
    if given.user_id != by.user_id:
        raise NotAllowed("duty.not-your-watch", _("You offer only what you stand yourself."))
    refuse_begun([one for one in (given, back) if one], at)
    there = Swap.objects.filter(given=given, ended_at=None).first()
    if there is not None:
        if (there.asked_of_id, there.wanted_id) == (to, wanted):
            return there
        raise Conflict(
            "duty.offered",
            _("This watch is offered already."),
            hint=_("Withdraw that offer first, then offer it anew."),
        )
    asked = _who_may(ground_of(roster, at), given, keeper, back)
    swap = Swap.objects.create(
        roster=roster, given=given, asked_of=keeper, wanted=back, asked_by=by.user_id, asked_at=at
    )
    _write_down(swap, roster, "duty.swap_offered", by, at)
    _ask(roster, swap, asked, by, at)
    return swap


def hold_exchange(
    assignment_id: uuid.UUID, to: uuid.UUID | None, wanted: uuid.UUID | None, by: Actor
) -> tuple[Roster, Exchange]:
    """The roster, locked, and the watches and people that are meant, as of now.

    :raises NotFound: there is no such watch or colleague that ``by`` may know of.
    :raises BadInput: what is wanted is not the colleague's.
    """
    given = Assignment.objects.filter(id=assignment_id).first()
    if given is None:
        raise NotFound("duty.no-watch", _("There is no such watch."))
    roster = hold(given.roster_id)
    if not (given.user_id == by.user_id or reach.sees(by, roster)):
        raise NotFound("duty.no-watch", _("There is no such watch."))
    given = _read(roster, given.id)
    keeper = roster.watchkeepers.select_related("user").filter(id=to, left_at=None).first() if to else None
    if to and (keeper is None or keeper.id == given.watchkeeper_id):
        raise NotFound("duty.nobody", _("There is no such person in the units of this roster."))
    back = _read(roster, wanted) if wanted else None
    if back is not None and (keeper is None or back.watchkeeper_id != keeper.id):
        raise BadInput("duty.not-theirs", _("Choose a watch that this colleague stands."), where="wanted")
    return roster, (given, keeper, back)


def _read(roster: Roster, assignment_id: uuid.UUID) -> Assignment:
    found = roster.assignments.select_related("watchkeeper__user", "user").filter(id=assignment_id).first()
    if found is None:
        raise NotFound("duty.no-watch", _("There is no such watch."))
    return found


def _who_may(
    ground: Ground, given: Assignment, keeper: Watchkeeper | None, back: Assignment | None
) -> list[uuid.UUID]:
    """User ids of those who are asked. :raises Conflict: they may not, or nobody may."""
    place = ground.stood(given)
    if keeper is not None:
        refuse_broken(ground.passes(place, str(keeper.id), ground.stood(back) if back else None))
        return [keeper.user_id]
    found = [ground.keeper(cover.person).user_id for cover in ground.covers(place) if cover.may]
    if not found:
        raise Conflict(
            "duty.nobody-may",
            _("Nobody else may stand this watch without breaking a rule of the roster."),
            hint=_("Offer it for one of a colleague's watches, or ask for leave."),
        )
    return found


def _ask(roster: Roster, swap: Swap, asked: list[uuid.UUID], by: Actor, at: datetime) -> None:
    back = swap.wanted
    tell(
        roster,
        [user for user in asked if user != by.user_id],
        f"swap/{swap.id}/offered",
        (
            _("A watch is offered to you: %(roster)s"),
            _("%(who)s offers:\n%(given)s\nFor: %(back)s\nAnswer under “My watches”."),
        ),
        at,
        who=lambda: by.name,
        given=lambda: watches_in_words(roster, [swap.given]),
        back=lambda: watches_in_words(roster, [back]) if back else str(_("nothing in return")),
    )


@transaction.atomic
def accept(*, swap_id: uuid.UUID, by: Actor, at: datetime) -> Swap:
    """Accept a watch that is offered; the leader then decides. Accepting again changes nothing.

    Where it was offered to all, the first who accepts has it.

    :raises NotAllowed: it was offered to somebody else.
    :raises Conflict: somebody was faster; the offer is over; a hard rule would be broken, which it names.
    """
    swap, roster = hold_swap(swap_id, by)
    keeper = roster.watchkeepers.filter(user_id=by.user_id, left_at=None).first() if by.user_id else None
    if keeper is None or swap.given.user_id == by.user_id or swap.asked_of_id not in {None, keeper.id}:
        raise NotAllowed("duty.not-asked-of-you", _("This watch is not offered to you."))
    if swap.accepted_by_id == keeper.id:
        return swap
    refuse_over(swap)
    if swap.accepted_by_id is not None:
        raise Conflict("duty.faster", _("Somebody else has accepted this watch already."))
    touched = [one for one in (swap.given, swap.wanted) if one]
    refuse_begun(touched, at)
    ground = ground_of(roster, at)
    back = ground.stood(swap.wanted) if swap.wanted else None
    refuse_broken(ground.passes(ground.stood(swap.given), str(keeper.id), back))
    swap.accepted_by, swap.accepted_at = keeper, at
    first = min(one.starts_at for one in touched)
    swap.obligation = ask_to_decide(roster=roster, page=SWAP, about=swap.id, first_starts_at=first, at=at)
    swap.save(update_fields=["accepted_by", "accepted_at", "obligation"])
    _write_down(swap, roster, "duty.swap_accepted", by, at)
    _tell_accepted(roster, swap, by, at)
    return swap


def _tell_accepted(roster: Roster, swap: Swap, by: Actor, at: datetime) -> None:
    """Tell whose offer it is, and whoever leads the watch, that a decision waits."""
    waits = (
        _("A swap waits for your word: %(roster)s"),
        _("%(given)s\nBoth agree. Decide under “My watches”."),
    )
    told = leading(swap) - {by.user_id, swap.given.user_id}
    tell(roster, told, f"swap/{swap.id}/waits", waits, at,
         given=lambda: watches_in_words(roster, [swap.given]))  # fmt: skip
    said = (_("Your offer is accepted: %(roster)s"), _("%(who)s accepts:\n%(given)s\nThe leader decides."))
    tell(roster, [swap.given.user_id], f"swap/{swap.id}/accepted", said, at,
         who=lambda: by.name, given=lambda: watches_in_words(roster, [swap.given]))  # fmt: skip


@transaction.atomic
def decline(*, swap_id: uuid.UUID, by: Actor, at: datetime) -> Swap:
    """Decline a watch that is offered to oneself alone. No reason is asked for. Declining again changes nothing."""
    swap, roster = hold_swap(swap_id, by)
    if swap.asked_of is None or swap.asked_of.user_id != by.user_id:
        raise NotAllowed("duty.not-asked-of-you", _("This watch is not offered to you."))
    if swap.ended_as == "refused":
        return swap
    refuse_over(swap)
    end(swap, "refused", by=by, at=at)
    _write_down(swap, roster, "duty.swap_declined", by, at)
    said = (
        _("Your offer is declined: %(roster)s"),
        _("%(given)s\nYou still stand it. You can offer it to others."),
    )
    tell(roster, [swap.given.user_id], f"swap/{swap.id}/declined", said, at,
         given=lambda: watches_in_words(roster, [swap.given]))  # fmt: skip
    return swap


@transaction.atomic
def withdraw(*, swap_id: uuid.UUID, by: Actor, at: datetime) -> Swap:
    """Take an offer of one's own back, while it is not decided. Doing so again changes nothing."""
    swap, roster = hold_swap(swap_id, by)
    if swap.given.user_id != by.user_id:
        raise NotAllowed("duty.not-your-offer", _("Only who made the offer takes it back."))
    if swap.ended_as == "withdrawn":
        return swap
    refuse_over(swap)
    end(swap, "withdrawn", by=by, at=at)
    _write_down(swap, roster, "duty.swap_withdrawn", by, at)
    if swap.accepted_by is not None:
        said = (_("An offer is withdrawn: %(roster)s"), _("%(given)s\nIt stays with who stood it."))
        tell(roster, [swap.accepted_by.user_id], f"swap/{swap.id}/withdrawn", said, at,
             given=lambda: watches_in_words(roster, [swap.given]))  # fmt: skip
    return swap


def hold_swap(swap_id: uuid.UUID, by: Actor) -> tuple[Swap, Roster]:
    """A swap as it is now; its roster is locked.

    :raises NotFound: there is none that ``by`` may know of.
    """
    found = Swap.objects.filter(id=swap_id).first()
    if found is None:
        raise no_such_swap()
    roster = hold(found.roster_id)
    if not (reach.stands(by, roster) or reach.sees(by, roster)):
        raise no_such_swap()
    related = (
        "roster__arrangement",
        "given__watchkeeper",
        "wanted__watchkeeper",
        "asked_of",
        "accepted_by",
        "obligation",
        "gave",
        "gave_back",
    )
    return Swap.objects.select_related(*related).get(id=swap_id), roster


def no_such_swap() -> NotFound:
    """The same answer for what does not exist and for what is another's."""
    return NotFound("duty.no-swap", _("There is no such offer."))


def refuse_over(swap: Swap) -> None:
    """:raises Conflict: the swap has ended."""
    if swap.ended_at is not None:
        raise Conflict(
            "duty.swap-over",
            _("This offer is over."),
            hint=_("What holds now is under “My watches”."),
        )


def end(swap: Swap, ended_as: str, *, by: Actor, at: datetime) -> None:
    """End a swap that came to nothing, and what was owed about it."""
    swap.ended_at, swap.ended_as, swap.ended_by = at, ended_as, by.user_id
    swap.save(update_fields=["ended_at", "ended_as", "ended_by"])
    dropped(swap.obligation, at=at, why=str(_("The offer is over.")))


def _write_down(swap: Swap, roster: Roster, verb: str, by: Actor, at: datetime) -> None:
    details = {"given": swap.given_id, "wanted": swap.wanted_id, "asked_of": swap.asked_of_id}
    write_down(roster, verb, details, by=by, post=None, at=at, about=("swap", swap.id))
