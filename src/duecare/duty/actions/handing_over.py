"""The handover: one watch writes it, the next signs for it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict, NotAllowed, NotFound, TooLate
from duecare.duty.actions.forgetting import KEPT
from duecare.duty.actions.log import words
from duecare.duty.actions.opening import watch_of
from duecare.duty.actions.watches import hold_watch, owed, own_place, stood_by, write_down
from duecare.duty.models import Handover, Matter, Watch
from duecare.duty.queries import watching
from duecare.duty.rules import owing
from duecare.obligations import actions as kernel
from duecare.orgs.rules import Actor

NOTE = "duty.note"
LONGEST = 1000


@transaction.atomic
def write_handover(*, watch_id: uuid.UUID, note: str, by: Actor, at: datetime) -> Handover:
    """Write what the next watch has to know; it may be written anew until it is signed for.

    :raises NotAllowed: the watch is not theirs.
    :raises BadInput: there is no text, or too much.
    :raises Conflict: it has been signed for, or the watch has not begun.
    :raises NotFound: no watch follows this one at once.
    """
    watch = hold_watch(watch_id, by)
    own_place(watch, by)
    said = words(note, LONGEST)
    if at < watch.starts_at:
        raise Conflict("duty.not-begun", _("This watch has not begun yet."))
    handover = _handover(watch)
    if handover.signed_at is not None:
        if handover.note == said:
            return handover
        raise Conflict("duty.signed", _("The next watch has signed for it; it stays as it is."))
    handover.note, handover.written_by, handover.written_at = said, by.user_id, at
    handover.forget_at = at + KEPT
    handover.save(update_fields=["note", "written_by", "written_at", "forget_at"])
    write_down(watch, "duty.handed_over", by=by, at=at, about=(NOTE, handover.id), note=said)
    return handover


@transaction.atomic
def sign(*, watch_id: uuid.UUID, by: Actor, at: datetime) -> Handover:
    """Sign for a watch taken over, as one of the next watch; the open matters are then the next watch's.

    Where nothing was written it can be signed for all the same, and that it was without a note stays visible.

    :param watch_id: the watch that is handed over.
    :raises NotAllowed: they are not on the next watch, or wrote the note themselves.
    :raises Conflict: the watch has not come to its end yet.
    :raises TooLate: the next watch is over too.
    """
    watch = hold_watch(watch_id, by)
    handover = _handover(watch)
    if stood_by(handover.to, by) is None:
        names = ", ".join(a.user.name for a in watching.standing(handover.to).select_related("user"))
        raise NotAllowed(
            "duty.not-next",
            _("The next watch signs for it: %(who)s."),
            who=names or _("nobody is rostered for it"),
        )
    if handover.signed_at is not None:
        return handover
    _may_sign(watch, handover, by, at)
    matters = Matter.objects.filter(arrangement=watch.arrangement_id, site=watch.site_id, closed_at=None)
    handover.signed_by, handover.signed_at = by.user_id, at
    handover.matters = [str(one) for one in matters.order_by("opened_at").values_list("id", flat=True)]
    handover.save(update_fields=["signed_by", "signed_at", "matters"])
    details = {"written": handover.written_at is not None, "matters": handover.matters}
    write_down(watch, "duty.signed", by=by, at=at, **details)
    row = owed(watch, owing.HANDOVER)
    if row is not None:
        kernel.discharge(obligation_id=row.id, by=by, at=at, held=row)
    return handover


def _may_sign(watch: Watch, handover: Handover, by: Actor, at: datetime) -> None:
    asked = watch.arrangement.terms["handover"] or {"opens_before": 0}
    if at < watch.ends_at - timedelta(seconds=asked["opens_before"]):
        raise Conflict("duty.watch-runs", _("This watch still runs; it is signed for when it ends."))
    if at >= handover.to.ends_at:
        raise TooLate(
            "duty.next-over", _("The next watch is over too. That it was not signed for stays on record.")
        )
    if handover.written_by == by.user_id:
        raise NotAllowed("duty.own-note", _("Somebody else of the next watch signs for what you wrote."))


def _handover(watch: Watch) -> Handover:
    """The watch's handover, made where it is not there yet, its row locked with the watch's.

    Until it is signed for, it goes to whichever watch takes over now: the plan may have changed.
    """
    there = Handover.objects.select_related("to").filter(watch=watch).first()
    if there is not None and there.signed_at is not None:
        return there
    following = _following(watch)
    if there is not None and following in {None, there.to}:
        return there
    if following is None:
        raise NotFound(
            "duty.no-next", _("No watch follows this one at once, so there is nothing to hand over.")
        )
    if there is None:
        return Handover.objects.create(watch=watch, to=following)
    there.to = following
    there.save(update_fields=["to"])
    return there


def _following(watch: Watch) -> Watch | None:
    """The watch that takes over, as it was made; or makes it, where the plan asks for one that is not made yet."""
    terms = watch.arrangement.terms
    if not terms["handover"] and owed(watch, owing.HANDOVER) is None:
        return None
    following, _before = watching.neighbours(watch)
    if following is None:
        planned = owing.next_watch(terms, watch)
        following = watch_of(watch.arrangement, watch.site, planned) if planned else None
    return following
