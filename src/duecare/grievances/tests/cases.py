"""Procedures, a calendar and facts to test with; drawn facts are reached by acts that are open, as in life."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from duecare.core.calendar import Calendar, shipped
from duecare.grievances.rules import (
    ActKind,
    Event,
    Need,
    Path,
    Procedure,
    Role,
    clocks,
    may,
    take,
    walk,
)
from duecare.grievances.rules.path import pass_time
from duecare.grievances.versions import procedure_of, shipped_procedure
from tools.procedure_file import EXAMPLE

_FOUND = shipped_procedure()
assert _FOUND is not None
PETITION: Procedure = _FOUND
HOTLINE = procedure_of(EXAMPLE.encode(), file="hotline.yaml")
CALENDAR: Calendar = shipped("cn")
#: Monday noon in Shanghai, a working day.
MONDAY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
STAFF = {
    Role.CLERK: ("clerk", 3),
    Role.HOLDER: ("officer", 2),
    Role.LEADER: ("leader", 2),
    Role.CONCERNED: ("school", 3),
    Role.ABOVE: ("county", 1),
    Role.REREVIEW: ("prefecture", 0),
}


def day(n: float) -> datetime:
    """So many days after MONDAY."""
    return MONDAY + timedelta(days=n)


def did(act: str, at: float | datetime = 0, role: Role | None = None, **more: Any) -> Event:
    """An act by whoever does it first in the petition's procedure, on that day."""
    who = role or PETITION.act(act).by[0]
    actor, level = STAFF.get(who, ("", 0))
    more = {"actor": actor, "level": level, **more}
    return Event(act, at if isinstance(at, datetime) else day(at), who, **more)


def at(n: float, *facts: Event, procedure: Procedure = PETITION, calendar: Calendar = CALENDAR) -> Path:
    """Where those facts stand so many days after MONDAY."""
    return walk(facts, procedure, calendar, day(n))


def clocks_of(path: Path) -> Any:
    """The clocks of a path; a test knows which of them are there."""
    return clocks(path)


ACCEPTED = (did("register"), did("accept", 3))
REPLIED = (*ACCEPTED, did("reply", 20))
REFUSED = (*REPLIED, did("ask-review", 25), did("refuse-review", 40))


#: Minutes from one act to the next: none, some, or weeks.
PASSED = st.one_of(st.just(0), st.integers(1, 600), st.integers(600, 60 * 24 * 40))


#: How far a drawn case goes before it goes any way: by these acts, where they are open.
STARTS = [
    "",
    "accept",
    "accept reply",
    "accept reply close follow-up",
    "accept propose-mediation consent-to-mediation mediate agree",
    "accept reply ask-review",
    "accept explain ask-review refuse-review",
    "accept reply ask-review refuse-review ask-re-review",
    "accept reply ask-review refuse-review ask-re-review begin-hearing",
    "accept reply ask-review refuse-review ask-re-review uphold-re-review",
]


@st.composite
def gone(draw: Any, procedure: Procedure, most: int = 8) -> Path:
    """The path of a case: some way straight on, then one open act after the other."""
    begin = next(act for act in procedure.acts if act.kind is ActKind.BEGINS)
    when = MONDAY + timedelta(minutes=draw(st.integers(0, 60 * 24 * 14)))
    actor, level = STAFF.get(begin.by[0], ("", 0))
    path = take(Path(procedure, CALENDAR, when), Event(begin.key, when, begin.by[0], actor, level))
    straight = draw(st.sampled_from(STARTS)).split()
    for wanted in [*straight, *[""] * draw(st.integers(0, most))]:
        when += timedelta(minutes=draw(PASSED))
        path = pass_time(path, when)
        found = [event for event in opened(path) if event.act == (wanted or event.act)]
        if found:
            path = take(path, draw(one_of_them(found)))
    return path


def opened(path: Path) -> list[Event]:
    """Events that are open where a path stands, by one of two people of every role."""
    found = []
    for role, (actor, level) in [(Role.OWNER, ("", 0)), *STAFF.items()]:
        for who in (actor, f"{actor}-2") if actor else ("",):
            for act in may(path, role, actor=who, level=level):
                days = path.procedure.limit(act.limit).extension if act.limit else None
                given = (days.most_days if days else 20) if Need.DAYS in act.needs else 0
                found.append(Event(act.key, path.at, role, who, level, days=given))
    return found


def one_of_them(events: list[Event]) -> Any:
    """One of some events: any act as likely as any other, whoever may do it."""
    keys = sorted({event.act for event in events})
    return st.sampled_from(keys).flatmap(lambda key: st.sampled_from([e for e in events if e.act == key]))


def paths(procedure: Procedure = PETITION) -> Any:
    """Paths at some time after the last thing that happened."""
    later = st.integers(0, 60 * 24 * 100)
    return st.builds(
        lambda path, minutes: pass_time(path, path.at + timedelta(minutes=minutes)), gone(procedure), later
    )
