"""How one obligation moves on with time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from duecare.obligations.rules.ladders import LAST_RUNGS, Rung

#: The clock records a miss or a lapse no earlier than this past its time …
RECORD_AFTER = timedelta(seconds=60)
#: … and a filing that is not committed within this of its arrival is refused, so the two can't disagree.
ACCEPT_WITHIN = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Facts:
    """What an obligation's next steps depend on; every time aware.

    :param rung: how many rungs of its ladder have been climbed.
    :param paused: whether its time stands still; then nothing lies ahead of it.
    """

    opens_at: datetime
    due_at: datetime
    closes_at: datetime | None = None
    opened_at: datetime | None = None
    missed_at: datetime | None = None
    closed_at: datetime | None = None
    rung: int = 0
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens.

    :param what: opened, missed, lapsed; remind, tell, escalate; not_sent (a reminder that has lost its sense).
    :param was_due_at: when it should have happened.
    :param rung: which rung of the ladder, None for a transition.
    :param to: the audiences of the rung.
    """

    what: str
    was_due_at: datetime
    rung: int | None = None
    to: tuple[str, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether somebody is to be told."""
        return self.rung is not None and self.what != "not_sent"


@dataclass(frozen=True, slots=True)
class Advance:
    """What happened up to a time, what holds after it, and when to look again (None: never)."""

    steps: tuple[Step, ...]
    after: Facts
    wake_at: datetime | None

    @property
    def transitions(self) -> tuple[str, ...]:
        """The steps that change state, as tallies name them."""
        return tuple(s.what for s in self.steps if s.rung is None)


_OPEN, _MISS, _RUNG, _LAPSE = range(4)
_Event = tuple[datetime, int, int]


def _lapse_time(facts: Facts) -> datetime | None:
    if facts.closes_at is None:
        return None
    return max(facts.closes_at, facts.due_at) + RECORD_AFTER


def _events(facts: Facts, rungs: Sequence[Rung]) -> list[_Event]:
    """Everything still ahead of an obligation, in order: (time, what, rung).

    A rung before opening waits for it; one after the lapse is climbed before it, so that no silence lapses unseen.
    """
    lapse = _lapse_time(facts)
    events: list[_Event] = []
    if facts.opened_at is None:
        events.append((facts.opens_at, _OPEN, 0))
    if facts.missed_at is None:
        events.append((facts.due_at + RECORD_AFTER, _MISS, 0))
    for number in range(facts.rung, len(rungs)):
        time = max(facts.opens_at, facts.due_at + timedelta(seconds=rungs[number].offset))
        events.append((time if lapse is None else min(time, lapse), _RUNG, number))
    if lapse is not None:
        events.append((lapse, _LAPSE, 0))
    return sorted(events)


def _lost_its_sense(
    number: int, rungs: Sequence[Rung], fired: Sequence[_Event], due_at: datetime, at: datetime
) -> bool:
    """Whether a reminder helps nobody any more: due has passed, a later one goes out now too, or it has lapsed."""
    if rungs[number].act != "remind":
        return False
    if rungs[number].offset < 0 and at >= due_at:
        return True
    return any(
        what == _LAPSE or (what == _RUNG and later > number and rungs[later].act == "remind")
        for _time, what, later in fired
    )


def advance(facts: Facts, rungs: Sequence[Rung], at: datetime) -> Advance:
    """Work through every event due at ``at``, in order, however long ago it was.

    Running it again with the result and the same or an earlier time gives nothing: each step happens once.
    """
    if facts.closed_at is not None or facts.paused:
        return Advance((), facts, None)
    events = _events(facts, rungs)
    fired = [event for event in events if event[0] <= at]
    steps = []
    for time, what, number in fired:
        if what == _OPEN:
            steps.append(Step("opened", facts.opens_at))
            facts = replace(facts, opened_at=at)
        elif what == _MISS:
            steps.append(Step("missed", facts.due_at))
            facts = replace(facts, missed_at=facts.due_at)
        elif what == _LAPSE:
            ended = max(facts.closes_at or facts.due_at, facts.due_at)
            steps.append(Step("lapsed", ended))
            facts = replace(facts, closed_at=ended)
        else:
            lost = _lost_its_sense(number, rungs, fired, facts.due_at, at)
            act = "not_sent" if lost else rungs[number].act
            steps.append(Step(act, time, number, rungs[number].to))
            facts = replace(facts, rung=number + 1)
    wake_at = None
    if facts.closed_at is None and len(events) > len(fired):
        wake_at = events[len(fired)][0]
    return Advance(tuple(steps), facts, wake_at)


def wake_time(facts: Facts, rungs: Sequence[Rung]) -> datetime | None:
    """When the clock has to look at it next, which may have been long ago; None when nothing lies ahead of it."""
    if facts.closed_at is not None or facts.paused:
        return None
    events = _events(facts, rungs)
    return events[0][0] if events else None


def climb(before: Advance, rungs: Sequence[Rung], at: datetime, beyond: int) -> tuple[Advance, Step] | None:
    """The next rung at once, because the last one found nobody.

    :param beyond: how many of :data:`LAST_RUNGS` have been tried; they follow the ladder's own rungs.
    :returns: what holds then and the step to take; None when there is nothing left to climb.
    """
    number = before.after.rung
    if number < len(rungs):
        step = Step(rungs[number].act, at, number, rungs[number].to)
        after = replace(before.after, rung=number + 1)
        return Advance((*before.steps, step), after, wake_time(after, rungs)), step
    if beyond < len(LAST_RUNGS):
        rung = LAST_RUNGS[beyond]
        step = Step(rung.act, at, number + beyond, rung.to)
        return Advance((*before.steps, step), before.after, before.wake_at), step
    return None
