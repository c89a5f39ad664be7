"""Pure decisions: quiet hours, retries, which happenings make one message."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from duecare.core.calendar import at_local

QUIET_FROM = time(22, 0)
QUIET_UNTIL = time(6, 30)

#: What is not held back at night.
URGENT = frozenset({"escalate"})

#: Waiting time after the first, second … failed attempt; after the last it is given up. About two days in all: a
#: mail server may be away from Friday evening until Sunday.
BACKOFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 480, 720, 1440))

#: How long an attempt belongs to the process that took it up. Longer than any attempt takes.
LEASE = timedelta(minutes=5)

#: A message not sent yet takes up further duties for so long.
GROWS_FOR = timedelta(minutes=10)

#: How many units or matters a message names.
NAMED = 10

#: When a notice's words are forgotten.
KEPT = timedelta(days=90)


def held_until(
    what: str, at: datetime, quiet_from: time, quiet_until: time, zone: ZoneInfo
) -> datetime | None:
    """When the quiet hours end in which ``at`` falls; None when it falls in none, or the matter can't wait."""
    if what in URGENT or quiet_from == quiet_until:
        return None
    local = at.astimezone(zone)
    clock = local.time()
    if quiet_from < quiet_until:
        quiet, ends = quiet_from <= clock < quiet_until, local.date()
    else:
        quiet = clock >= quiet_from or clock < quiet_until
        ends = local.date() + timedelta(days=clock >= quiet_from)
    return at_local(ends, quiet_until, zone, gap="forward") if quiet else None


def next_try(attempts: int, at: datetime) -> datetime | None:
    """When to try again after so many attempts (1 or more); None to give up."""
    return at + BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None


@dataclass(frozen=True, slots=True)
class Happened:
    """What grouping needs of a happening.

    :param outage: the outage it fell due in, if it did.
    """

    what: str
    rung: int | None
    root_key: str
    obligation: uuid.UUID
    strand: str
    slot: date
    confidential: bool
    done_at: datetime
    outage: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """A time in which the clock did not run."""

    id: uuid.UUID
    from_at: datetime
    until_at: datetime


def fell_into(outages: Sequence[Away], rung: int | None, was_due_at: datetime) -> uuid.UUID | None:
    """The outage in which a step of a ladder fell due; None for what people did, and when the clock was running."""
    if rung is None:
        return None
    return next((o.id for o in outages if o.from_at < was_due_at < o.until_at), None)


def message_key(one: Happened, recipient: str) -> str:
    """What happenings of one message have in common; the message's deduplication key.

    A rung of a ladder is one message for each person, strand and day, however many units are silent. What people did
    (an extension, a question) is one for each act. A confidential matter is never mixed with another. After an
    outage everything is one summary.
    """
    if one.confidential:
        about = (
            f"{one.obligation.hex}/{one.rung}"
            if one.rung is not None
            else f"{one.obligation.hex}/{_moment(one)}"
        )
        return f"{one.what}/{about}/{recipient}"
    if one.outage:
        return f"outage/{one.root_key}/{one.outage.hex}/{recipient}"
    step = str(one.rung) if one.rung is not None else _moment(one)
    return f"{one.what}/{one.root_key}/{one.strand}/{one.slot.isoformat()}/{step}/{recipient}"


def _moment(one: Happened) -> str:
    return f"at{int(one.done_at.timestamp())}"
