"""Making notices of what happened."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from duecare.notify.actions.messages import Draft, write
from duecare.notify.rules import Away, Happened, fell_into, message_key
from duecare.obligations.models import Happening, Outage
from duecare.orgs.models import User

#: Happenings claimed in one transaction.
BATCH = 2000


def tell(at: datetime) -> int:
    """Turn every untold happening into notices: one for each person, rung, strand and day, however many units.

    Safe to run by any number of processes at once and to repeat: a happening is told once, and a message whose key is
    taken is the same message.

    :returns: how many notices were made or grew.
    """
    made = 0
    while True:
        with transaction.atomic():
            happenings = _claim()
            if not happenings:
                return made
            made += write(list(_drafts(happenings).values()), at)
            Happening.objects.filter(id__in=[h.id for h in happenings]).update(told_at=at)


def _claim() -> list[Happening]:
    """Some untold happenings, oldest first, that nobody else is telling."""
    found = (
        Happening.objects.filter(told_at=None)
        .select_related("obligation__debtor", "root")
        .order_by("done_at")
    )
    if connection.features.has_select_for_update_skip_locked:
        found = found.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return list(found[:BATCH])


def _drafts(happenings: Sequence[Happening]) -> dict[str, Draft]:
    """What is to be said, by message key."""
    people, outages = _people(happenings), _outages(happenings)
    drafts: dict[str, Draft] = {}
    seen: dict[str, set[uuid.UUID]] = defaultdict(set)
    for happening in happenings:
        shape = _shape(happening, outages)
        for recipient in happening.recipients:
            if recipient not in people:
                continue
            key = message_key(shape, recipient)
            draft = drafts.setdefault(
                key, Draft(key, key.split("/", 1)[0], people[recipient], happening.root, happening.done_at)
            )
            draft.urgent = draft.urgent or happening.what == "escalate"
            if happening.obligation_id not in seen[key]:
                seen[key].add(happening.obligation_id)
                draft.obligations.append(happening.obligation)
    return drafts


def _people(happenings: Sequence[Happening]) -> dict[str, User]:
    """Everybody named, with what they prefer; those who left since are told nothing."""
    ids = {recipient for h in happenings for recipient in h.recipients}
    found = User.objects.filter(id__in=ids, left_at=None).select_related("notice_preference")
    return {str(user.id): user for user in found}


def _outages(happenings: Sequence[Happening]) -> list[Away]:
    """The times without a clock that reach into what is told; what a creditor declares later is another matter."""
    first = min(h.was_due_at for h in happenings)
    found = Outage.objects.filter(creditor=None, until_at__gt=first).order_by("from_at")
    return [Away(o.id, o.from_at, o.until_at) for o in found]


def _shape(happening: Happening, outages: Sequence[Away]) -> Happened:
    owed = happening.obligation
    return Happened(
        happening.what,
        happening.rung,
        happening.root.key,
        owed.id,
        owed.strand,
        owed.slot,
        owed.confidential,
        happening.done_at,
        fell_into(outages, happening.rung, happening.was_due_at),
    )
