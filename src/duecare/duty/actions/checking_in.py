"""Taking up a watch, and answering a presence check."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import Conflict, TooLate
from duecare.duty.actions.watches import hold_watch, owed, own_place, write_down
from duecare.duty.kinds import PRESENCE
from duecare.duty.models import Assignment, CheckIn, Watch
from duecare.duty.queries import watching
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.orgs.rules import SYSTEM, Actor
from duecare.web import moments
from duecare.web.templatetags.duecare import in_zone


@transaction.atomic
def check_in(*, watch_id: uuid.UUID, by: Actor, at: datetime) -> CheckIn:
    """Say that one is there. A second time, also from another phone, is the same check-in.

    The watch's post is manned once as many have checked in as it needs; until then it is owed, and missed when its
    time passes. That somebody is there is kept, never where.

    :param at: when the request came in.
    :raises NotAllowed: the watch is not theirs, or no longer.
    :raises Conflict: it is too early.
    :raises TooLate: the watch is over.
    """
    watch = hold_watch(watch_id, by)
    mine = own_place(watch, by)
    there = CheckIn.objects.filter(assignment=mine).first()
    if there is not None:
        return there
    _in_time(watch, at)
    done = CheckIn.objects.create(watch=watch, assignment=mine, at=at)
    write_down(watch, "duty.checked_in", by=by, at=at, post=mine.post)
    _manned(watch, mine, by, at)
    return done


def _in_time(watch: Watch, at: datetime) -> None:
    before = timedelta(seconds=watch.arrangement.terms["check_in"]["opens_before"])
    opens = watch.starts_at - before
    if at < opens:
        raise Conflict(
            "duty.too-early",
            _("It is too early: you can check in from %(time)s on."),
            time=moments.moment(in_zone(opens, watch.arrangement.terms["zone"])),
        )
    if at >= watch.ends_at:
        raise TooLate(
            "duty.watch-over",
            _("This watch ended at %(time)s. It can no longer be taken up."),
            time=moments.moment(in_zone(watch.ends_at, watch.arrangement.terms["zone"])),
        )


def _manned(watch: Watch, mine: Assignment, by: Actor, at: datetime) -> None:
    there = watching.standing(watch).filter(post=mine.post, check_in__isnull=False).count()
    row = owed(watch, mine.post)
    if row is not None and there >= watch.needs.get(mine.post, 1):
        kernel.discharge(obligation_id=row.id, by=by, at=at, held=row)


@transaction.atomic
def answer_presence(*, watch_id: uuid.UUID, by: Actor, at: datetime) -> bool:
    """Say that the watch is there, for all of it: nobody's name is kept with the answer (charter, rule 6).

    :returns: False where no presence check waits; a second answer changes nothing.
    :raises NotAllowed: the watch is not theirs.
    """
    watch = hold_watch(watch_id, by)
    own_place(watch, by)
    waiting = Obligation.objects.select_for_update().filter(
        kind=PRESENCE.key, subject=str(watch.id), closed_at=None, opens_at__lte=at, closes_at__gt=at
    )
    rows = list(waiting)
    for row in rows:
        kernel.discharge(obligation_id=row.id, by=SYSTEM, at=at, held=row)
        write_down(watch, "duty.presence", by=SYSTEM, at=at)
    return bool(rows)
