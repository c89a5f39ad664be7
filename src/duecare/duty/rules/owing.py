"""What watches owe: their obligations' names and times. Pure."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Protocol, TypeVar

from duecare.duty.rules.terms import Planned, Terms, watches_on

HANDOVER = "handover"
PRESENCE = "presence"
ROSTER = "roster"
REQUEST = "request"
#: A watch's log can still be written for so long after its end.
AFTERWARDS = timedelta(hours=2)
#: A watch whose hours are no longer the plan's is taken over by one that begins so soon after its end.
SOON = timedelta(hours=4)
#: A presence check keeps this far from either end of a watch, as a part of its length.
EDGE = 0.1


class Stretch(Protocol):
    """A watch, planned or made."""

    @property
    def day(self) -> date: ...
    @property
    def shift(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


S = TypeVar("S", bound=Stretch)


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that a watch owes at every site alike.

    :param what: a post's key, ``handover``, or ``presence-1`` …
    :param people: how many have to check in; 0 where nobody does.
    """

    what: str
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    people: int = 0


def origin(programme: str, key: str, unit_key: str, *parts: object) -> str:
    """The stable name of one obligation of an arrangement; the same again is the same obligation."""
    return "/".join(["duty", programme, key, unit_key, *(str(part) for part in parts)])


def owed_by(terms: Terms, watch: Planned) -> Iterator[Owed]:
    """What a watch owes but for presence checks: that each post is taken up, and that it is handed over."""
    before, within = (timedelta(seconds=terms["check_in"][name]) for name in ("opens_before", "within"))
    for post, people in watch.needs.items():
        due = min(watch.starts_at + within, watch.ends_at)
        yield Owed(post, watch.starts_at - before, due, watch.ends_at, people)
    following = next_watch(terms, watch)
    if following is not None:
        yield from handed_over(terms, watch, following)


def handed_over(terms: Terms, watch: Stretch, following: Stretch) -> Iterator[Owed]:
    """That a watch is handed over to the one that takes over from it, if the terms ask for handovers."""
    if terms["handover"]:
        before, within = (timedelta(seconds=terms["handover"][name]) for name in ("opens_before", "within"))
        due = max(watch.ends_at, following.starts_at) + within
        yield Owed(HANDOVER, watch.ends_at - before, due, max(following.ends_at, due))


def next_watch(terms: Terms, watch: Stretch) -> Planned | None:
    """The watch that by the terms begins at the moment one ends; None where nobody follows at once."""
    for day in (watch.day, watch.day + timedelta(1), watch.day + timedelta(2)):
        for other in _asked_on(terms, day):
            if other.starts_at == watch.ends_at:
                return other
    return None


def is_asked(terms: Terms, watch: Stretch) -> bool:
    """Whether the terms ask for a watch, at whichever hours."""
    return any(other.shift == watch.shift for other in _asked_on(terms, watch.day))


def has_its_hours(terms: Terms, watch: Stretch) -> bool:
    """Whether a watch has the hours that the terms ask for; one that ran as they changed has not."""
    hours = (watch.shift, watch.starts_at, watch.ends_at)
    return any((o.shift, o.starts_at, o.ends_at) == hours for o in _asked_on(terms, watch.day))


def _asked_on(terms: Terms, day: date) -> list[Planned]:
    inside = date.fromisoformat(terms["first"]) <= day <= date.fromisoformat(terms["last"])
    return watches_on(terms, day) if inside else []


def taken_over_by(terms: Terms, watch: S, others: Iterable[S]) -> S | None:
    """Which of a site's other watches takes over from one: the one that begins as it ends.

    Where the plan's hours changed while it ran, the first that begins within :data:`SOON` after its end, else the last
    to begin before that and outlast it.
    """
    later = [other for other in others if other.starts_at > watch.starts_at and other.ends_at > watch.ends_at]
    after = [other for other in later if watch.ends_at <= other.starts_at <= watch.ends_at + SOON]
    first = min(after, key=_order, default=None)
    if has_its_hours(terms, watch):
        return first if first and first.starts_at == watch.ends_at else None
    return first or max(
        (other for other in later if other.starts_at < watch.ends_at), key=_order, default=None
    )


def _order(watch: Stretch) -> tuple[datetime, str]:
    return watch.starts_at, watch.shift


def presence_checks(terms: Terms, watch: Planned, site_key: str, secret: bytes) -> list[Owed]:
    """The presence checks of a watch at a site: few, drawn so that nobody who lacks the secret knows when."""
    asked = terms["presence"]
    if not asked or watch.shift not in asked["shifts"]:
        return []
    length = (watch.ends_at - watch.starts_at).total_seconds()
    within = timedelta(seconds=asked["within"])
    room = length * (1 - 2 * EDGE) / asked["times"]
    found = []
    for n in range(asked["times"]):
        text = f"{site_key}/{watch.day}/{watch.shift}/{n}".encode()
        drawn = int.from_bytes(hmac.new(secret, text, sha256).digest()[:6], "big") / 2**48
        seconds = int((length * EDGE + room * (n + drawn)) // 60 * 60)
        opens = watch.starts_at + timedelta(seconds=seconds)
        due = min(opens + within, watch.ends_at)
        found.append(Owed(f"{PRESENCE}-{n + 1}", opens, due, watch.ends_at))
    return found


def coming(watches: Iterable[Planned], after: datetime, until: datetime) -> Iterator[Planned]:
    """Those that start after ``after`` and no later than ``until``."""
    return (watch for watch in watches if after < watch.starts_at <= until)
