"""Pure decisions about hazards: states, deadlines, who may verify. Domain: a major one needs its five commitments."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from duecare.core.calendar import at_local, local_date

GENERAL, MAJOR = "general", "major"
#: The same thing found at the same place so long after close-out is the same hazard, open again.
RECURS_WITHIN = timedelta(days=90)
#: Free text goes so long after close-out (charter, rule 5).
WORDS_KEPT = timedelta(days=90)
#: How long each step may take.
TO_COMMIT, TO_ACCEPT = timedelta(hours=24), timedelta(hours=24)
TO_VERIFY, TO_DECIDE = timedelta(days=3), timedelta(days=3)
#: New commitments after a question take so long at most, where the first ones were not due later.
TO_ANSWER = timedelta(hours=24)
#: The level above is told of a major hazard so soon after it was found.
TOLD_AFTER = timedelta(minutes=2)
LONGEST = timedelta(days=366)
TEXT_LENGTH, SHORT_LENGTH, WHY_LENGTH = 1000, 200, 300
#: A reader's saved views of the ledger.
VIEWS, VIEW_NAME_LENGTH, VIEW_LENGTH = 20, 40, 1000
#: What a major hazard must have: measures, responsible post, funds, deadline, contingency plan.
COMMITMENTS = ("measures", "post", "funds", "due_at", "contingency")
#: Where a deadline comes from.
BASES = ("default", "commitment", "extension", "plan", "checklist", "paper")
#: Deadlines that commitments do not put off.
BINDING = ("plan", "paper")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a hazard's state is made of: times, each None until it happened.

    :param reopened: how often it was opened again.
    """

    level: str
    accepted_at: datetime | None
    put_right_at: datetime | None
    closed_at: datetime | None
    linked: bool = False
    reopened: int = 0


def state(facts: Facts) -> str:
    """found (a major one not yet accepted), accepted, reopened, put_right, closed, or linked to another."""
    if facts.linked:
        return "linked"
    if facts.closed_at is not None:
        return "closed"
    if facts.put_right_at is not None:
        return "put_right"
    if facts.accepted_at is None:
        return "found"
    return "reopened" if facts.reopened else "accepted"


def deadline(found_at: datetime, days: int, zone: str) -> datetime:
    """The last minute of the local day so many days after that of ``found_at``."""
    return at_local(local_date(found_at, zone) + timedelta(days=days), "23:59", zone, gap="forward")


def recurs(closed_at: datetime, at: datetime) -> bool:
    """Whether something found at ``at`` is what was closed out, come back."""
    return closed_at <= at <= closed_at + RECURS_WITHIN


def may_verify(verifier: uuid.UUID | None, rectifier: uuid.UUID | None) -> bool:
    """Close-out is done by another person than who put it right."""
    return verifier is not None and verifier != rectifier


def verified_above(by_terms: bool, by_leader: bool, known: bool = True) -> bool:
    """Whether verification is owed by the level above: where the level or the plan says so, of what the unit's head put
    right, and of what nobody knows who put right.

    :param by_terms: see :func:`duecare.hazards.terms.verified_above`; ``known`` whether it is known who put it right.
    """
    return by_terms or by_leader or not known


def latest_commitment(basis: str, due_at: datetime, at: datetime) -> datetime:
    """Until when commitments may put rectification: the plan's own deadline while it lies ahead, else a year."""
    return due_at if basis in BINDING and at < due_at else at + LONGEST


def answer_due(first_due: datetime, within: timedelta, asked_at: datetime) -> datetime:
    """By when new commitments are owed after a question: the first deadline or a day later, whichever is later.

    :param within: how long commitments may take at all, which may be less than a day.
    """
    return max(first_due, asked_at + min(TO_ANSWER, within))


def owed_from_commitment(basis: str, due_at: datetime, committed: datetime) -> datetime:
    """By when it is owed once commitments are accepted: no later than a plan said, also when that has passed."""
    return min(due_at, committed) if basis in BINDING else committed


def missing(given: Mapping[str, object]) -> list[str]:
    """Which of the five commitments have nothing in them."""
    return [name for name in COMMITMENTS if not given.get(name)]


def share(hours: timedelta, after: timedelta) -> int:
    """The offset of a rung from the due time, in whole seconds, that fires ``after`` the opening."""
    return int((after - hours).total_seconds())


def quantile(counts: Mapping[int, int], share: float) -> int | None:
    """The value that so large a share of all does not exceed (nearest rank), of how often each value is there.

    :param share: over 0, up to 1.
    """
    rank, seen = ceil(share * sum(counts.values())), 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= rank:
            return value
    return None
