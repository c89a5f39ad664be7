"""Calendar feeds: the secret of an address, and events told again only when they changed. Pure but for the key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Event

from duecare.web import calendars

#: Events stay in the feed this long after they were due or cancelled, so that every calendar hears of the end.
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls due, as a calendar is told.

    :param uid: stable, whatever becomes of the due time.
    :param due_at: aware, in the zone it is shown in.
    """

    uid: str
    due_at: datetime
    summary: str
    description: str = ""
    url: str = ""

    @property
    def mark(self) -> str:
        """Changes whenever a calendar has to be told again."""
        text = "\n".join((self.due_at.astimezone(UTC).isoformat(), self.summary, self.description))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def uid_of(strand: str, slot: str, unit_key: str) -> str:
    """The uid of one unit's duty in one slot of one strand."""
    return hashlib.sha256(f"{strand}|{slot}|{unit_key}".encode()).hexdigest()[:32]


def secret_hash(token: str) -> str:
    """What is stored of an address."""
    return calendars.secret_hash(token, "duecare.desk.feeds")


def told(known: Mapping[str, Any], dues: Iterable[Due], at: datetime) -> dict[str, Any]:
    """What the feed knows after this reading: new events, changed ones one sequence on, vanished ones cancelled."""
    after: dict[str, Any] = {}
    for due in dues:
        before = known.get(due.uid)
        if before is None:
            sequence = 0
        else:
            same = before["mark"] == due.mark and not before["gone"]
            sequence = before["sequence"] + (0 if same else 1)
        after[due.uid] = {
            "mark": due.mark,
            "sequence": sequence,
            "due": due.due_at.isoformat(),
            "summary": due.summary,
            "gone": None,
        }
    for uid, before in known.items():
        if uid in after:
            continue
        due_at = datetime.fromisoformat(before["due"])
        gone = datetime.fromisoformat(before["gone"]) if before["gone"] else None
        if gone is None and due_at > at:
            after[uid] = {**before, "sequence": before["sequence"] + 1, "gone": at.isoformat()}
        elif (gone or due_at) > at - KEPT:
            after[uid] = dict(before)
    return after


def written(
    known: Mapping[str, Any], dues: Mapping[str, Due], *, name: str, zone: str, host: str, at: datetime
) -> bytes:
    """The feed as iCalendar (RFC 5545)."""
    calendar = calendars.frame(name=name, zone=zone, prodid="-//duecare//duties//ZH", at=at)
    for uid, fact in sorted(known.items(), key=lambda pair: (pair[1]["due"], pair[0])):
        calendar.add_component(_event(uid, fact, dues.get(uid), host, at))
    body: bytes = calendar.to_ical()
    return body


def _event(uid: str, fact: Mapping[str, Any], due: Due | None, host: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{host}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("sequence", fact["sequence"])
    start = due.due_at if due else datetime.fromisoformat(fact["due"])
    event.add("dtstart", start)
    event.add("duration", timedelta(0))
    event.add("summary", fact["summary"])
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if fact["gone"] else "CONFIRMED")
    if due and due.description:
        event.add("description", due.description)
    if due and due.url:
        event.add("url", due.url)
    return event
