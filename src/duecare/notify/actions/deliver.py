"""Sending what is due to be sent.

A delivery is taken up in one short transaction, sent without any, and settled in another: a slow server holds up
no writer. What was taken up and not settled (the process was killed) is tried again after :data:`LEASE`; the server
may then get the same message twice, with the same Message-ID, by which mailboxes tell.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from duecare.audit.actions import mark_sent
from duecare.notify.actions.mail import mail_of
from duecare.notify.models import Delivery
from duecare.notify.post_office import Answer, PostOffice
from duecare.notify.rules import BACKOFF, LEASE, next_try

log = logging.getLogger("duecare.notify")


@dataclass(slots=True)
class Delivered:
    """What a round of deliveries did. ``down``: the server did not answer, and everything due waits."""

    sent: int = 0
    dropped: int = 0
    retried: int = 0
    gave_up: int = 0
    down: bool = False


def deliver(at: datetime, limit: int = 200) -> Delivered:
    """Send what is due, oldest first; any number of processes may do so at once.

    To be called in a thread of its own, in every round: a server that does not answer costs one time-out a round.
    """
    done = Delivered()
    url = settings.DUECARE["DUECARE_SMTP_URL"]
    if not url:
        return done
    with PostOffice(url) as office:
        for _turn in range(limit):
            taken = _take(at)
            if taken is None:
                break
            _send(office, taken, at, done)
            if done.down:
                break
    return done


def _take(at: datetime) -> Delivery | None:
    """The oldest delivery that is due and nobody else's; it is ours until the lease ends."""
    with transaction.atomic():
        due = Delivery.objects.filter(next_try_at__lte=at).order_by("next_try_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, no_key=True)
        taken = due.first()
        if taken is None:
            return None
        taken.attempts += 1
        taken.next_try_at = at + LEASE
        taken.save(update_fields=["attempts", "next_try_at"])
        return taken


def _send(office: PostOffice, taken: Delivery, at: datetime, done: Delivered) -> None:
    message = mail_of(taken)
    if message is None:
        _settle(taken, dropped_at=at)
        done.dropped += 1
        return
    answer = office.hand_over(message)
    if answer.kind == "sent":
        _settle(taken, sent_at=at)
        if taken.letter:
            mark_sent(taken.letter.heads, at)
        done.sent += 1
        return
    log.warning("delivery %s, attempt %d: %s %s", taken.id, taken.attempts, answer.kind, answer.problem)
    again = None if answer.kind == "refused" else next_try(taken.attempts, at)
    _settle(taken, answer, next_try_at=again, gave_up_at=None if again else at)
    done.retried += bool(again)
    done.gave_up += again is None
    if answer.kind == "down":
        done.down = True
        done.gave_up += _postpone(at, answer)


def _settle(
    taken: Delivery,
    answer: Answer | None = None,
    *,
    next_try_at: datetime | None = None,
    sent_at: datetime | None = None,
    gave_up_at: datetime | None = None,
    dropped_at: datetime | None = None,
) -> None:
    """Write the result, unless the lease ended and somebody else took it up."""
    Delivery.objects.filter(id=taken.id, attempts=taken.attempts, sent_at=None).update(
        next_try_at=next_try_at,
        sent_at=sent_at,
        gave_up_at=gave_up_at,
        dropped_at=dropped_at,
        problem=answer.problem[:60] if answer else "",
    )


def _postpone(at: datetime, answer: Answer) -> int:
    """The server is away: everything else that is due has failed as well. Returns how many were given up."""
    due = Delivery.objects.filter(next_try_at__lte=at)
    for attempts in range(len(BACKOFF)):
        due.filter(attempts=attempts).update(
            attempts=F("attempts") + 1, next_try_at=next_try(attempts + 1, at), problem=answer.problem[:60]
        )
    return due.filter(attempts__gte=len(BACKOFF)).update(
        next_try_at=None, gave_up_at=at, problem=answer.problem[:60]
    )
