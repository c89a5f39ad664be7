"""The delivery log: what was told to whom, and when."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from duecare.notify.models import Delivery, Mention


@dataclass(frozen=True, slots=True)
class Told:
    """One person was told of one obligation.

    :param mail: state of the e-mail (sent, gave-up, dropped, held, retrying, waiting); empty without one.
    :param mailed_at: when the server took it.
    """

    obligation: uuid.UUID
    notice: uuid.UUID
    what: str
    recipient: uuid.UUID
    name: str
    at: datetime
    read_at: datetime | None
    mail: str
    mailed_at: datetime | None
    held_until: datetime | None


def told(obligations: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Told]]:
    """Who was told of these obligations, oldest first: two queries. The caller sees to it that they may be seen."""
    found: dict[uuid.UUID, list[Told]] = defaultdict(list)
    mentions = (
        Mention.objects.filter(obligation_id__in=list(obligations))
        .select_related("notice__recipient")
        .prefetch_related("notice__deliveries")
        .order_by("notice__created_at", "id")
    )
    for mention in mentions:
        n = mention.notice
        sent: Delivery | None = next(iter(n.deliveries.all()), None)
        found[mention.obligation_id].append(
            Told(
                mention.obligation_id,
                n.id,
                n.what,
                n.recipient_id,
                n.recipient.name,
                n.created_at,
                n.read_at,
                sent.state if sent else "",
                sent.sent_at if sent else None,
                sent.held_until if sent else None,
            )
        )
    return dict(found)


def troubles(since: datetime) -> dict[str, int]:
    """For the doctor: deliveries ``waiting`` after a failed attempt, and ``given_up`` since a time."""
    return Delivery.objects.aggregate(
        waiting=Count("id", filter=Q(next_try_at__isnull=False, attempts__gt=0)),
        given_up=Count("id", filter=Q(gave_up_at__gte=since)),
    )
