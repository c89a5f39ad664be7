"""Times in which duties could not be done or seen."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duecare.audit.actions import record
from duecare.core.errors import BadInput
from duecare.obligations.actions.together import together
from duecare.obligations.actions.traces import post_id
from duecare.obligations.models import Heartbeat, Outage
from duecare.orgs import rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import Actor

#: A clock that has not run for longer than this was out.
OUTAGE_AFTER = timedelta(minutes=10)


def declare_outage(
    *, creditor: Unit, from_at: datetime, until_at: datetime, why: str, by: Actor, at: datetime
) -> Outage:
    """Say that the service was down for those who owe the unit something: lateness in it is reported apart.

    :raises NotAllowed: the actor does not answer for the creditor.
    :raises BadInput: the time does not end after it begins, or has not passed yet.
    """
    post = rights.require(by, "obligations.outage", creditor.lineage)
    if not from_at < until_at <= at:
        raise BadInput("outage-times", _("An outage ends after it begins, and not in the future."))
    outage = Outage(
        from_at=from_at, until_at=until_at, creditor=creditor, why=why[:300], by_user=by.user_id,
        by_post=post_id(post), noted_at=at,
    )  # fmt: skip
    with together():
        outage.save()
        record(
            root=creditor.root_id, verb="obligations.outage-declared", object_kind="outage", object_id=outage.id,
            at=at, actor=by.user_id, post=post_id(post),
            details={"from": from_at.isoformat(), "until": until_at.isoformat(), "why": why},
        )  # fmt: skip
    return outage


def beat(at: datetime, outage_after: timedelta = OUTAGE_AFTER) -> Outage | None:
    """Note that the clock runs, and that it did not, when its last beat is too long ago.

    A clock that has been set back beats no earlier than before. Of several clocks one notes the outage.
    """
    with transaction.atomic():
        last = Heartbeat.objects.select_for_update().filter(name="clock").first()
        if last is None:
            Heartbeat.objects.bulk_create([Heartbeat(name="clock", at=at)], ignore_conflicts=True)
            return None
        if at <= last.at:
            return None
        Heartbeat.objects.filter(name="clock").update(at=at)
        if at - last.at <= outage_after:
            return None
        return Outage.objects.create(from_at=last.at, until_at=at, noted_at=at)
