"""What watches owe: their obligations' names and times. Pure."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from duecare.duty.rules.terms import Planned, Terms, watches_on

HANDOVER = "handover"
PRESENCE = "presence"
ROSTER = "roster"
REQUEST = "request"
#: A watch's log can still be written for so long after its end.
AFTERWARDS = timedelta(hours=2)
#: A presence check keeps this far from either end of a watch, as a part of its length.
EDGE = 0.1


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
    if terms["handover"] and following is not None:
        before, within = (timedelta(seconds=terms["handover"][name]) for name in ("opens_before", "within"))
        yield Owed(HANDOVER, watch.ends_at - before, watch.ends_at + within, following.ends_at)


def next_watch(terms: Terms, watch: Planned) -> Planned | None:
    """The watch that begins at the moment one ends; None where nobody follows at once."""
    for day in (watch.day, watch.day + timedelta(1), watch.day + timedelta(2)):
        if date.fromisoformat(terms["first"]) <= day <= date.fromisoformat(terms["last"]):
            for other in watches_on(terms, day):
                if other.starts_at == watch.ends_at:
                    return other
    return None


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
