"""Saying something that no obligation is about: a watch has changed hands, somebody asks for a swap."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from duecare.notify.actions.messages import Draft, delivery_of
from duecare.notify.models import Delivery, Notice
from duecare.orgs.models import Unit, User

SAID = "say"


def say(
    *,
    recipients: Iterable[uuid.UUID],
    root: uuid.UUID,
    dedup: str,
    title: str,
    title_en: str,
    body: str,
    body_en: str,
    at: datetime,
    urgent: bool = False,
) -> int:
    """A notice to each of some people, and mail as each prefers, in the caller's transaction.

    Who has left is told nothing. The same ``dedup`` to the same person again is the same message.

    :param dedup: stable key of what is said, without the person.
    :param urgent: mail does not wait for the end of quiet hours.
    :returns: how many notices were made.
    """
    people = User.objects.filter(id__in=set(recipients), left_at=None).select_related("notice_preference")
    unit = Unit.objects.get(id=root)
    drafts = [
        Draft(f"{SAID}/{dedup}/{user.id}", SAID, user, unit, at, urgent) for user in people.order_by("id")
    ]
    said = {"title": title[:200], "title_en": title_en[:240], "body": body, "body_en": body_en}
    notices = [
        Notice(recipient=draft.recipient, root=unit, dedup=draft.key, what=SAID, created_at=at, **said)
        for draft in drafts
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    ours = set(Notice.objects.filter(id__in=[n.id for n in notices]).values_list("id", flat=True))
    pairs = [(draft, n) for draft, n in zip(drafts, notices, strict=True) if n.id in ours]
    deliveries = [delivery_of(draft, notice, at) for draft, notice in pairs]
    Delivery.objects.bulk_create([delivery for delivery in deliveries if delivery])
    return len(pairs)
