"""The clocks of a case as they are shown: the stage's, the overall one, and others; what an act does to them.

The overall clock runs over a *course* of the procedure (acceptance, then handling) and says the latest day on which all
of it is to be done: every limit of the course end to end from the first day on, or from where the case has got to,
whichever is earlier. So a step taken early brings it forward, and a step taken late does not push it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from duecare.core.calendar import Deadline, deadline_after
from duecare.grievances.rules.facts import Event
from duecare.grievances.rules.path import take
from duecare.grievances.rules.procedure import Limit, Role, Sort, Stage, Words
from duecare.grievances.rules.running import Path, Run, Stop


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit as it stands at an instant.

    :param due: instant, UTC; the first of the day after `on`.
    :param on: the last local day.
    :param left: until due; negative when it is over. For one that has ended, what was left then.
    :param articles: what it rests on, that of an extension among it.
    :param assumed: it rests on days that the calendar has not confirmed.
    :param missed_at: when it passed undone, or unused; stays, also when the due time was moved afterwards.
    :param stops: when and on which ground it stood still; the last one's end is None while it does.
    :param added: days by which it was extended.
    :param ended_by: the act that ended it; empty while it runs, and for a right that passed unused.
    """

    limit: str
    title: Words
    sort: Sort
    of: Role
    articles: tuple[Words, ...]
    started: datetime
    due: datetime
    on: date
    left: timedelta
    assumed: bool
    missed_at: datetime | None
    stops: tuple[Stop, ...]
    added: int
    ended: datetime | None
    ended_by: str

    @property
    def stands_still(self) -> bool:
        """Whether it stands still now."""
        return self.ended is None and any(stop.end is None for stop in self.stops)


@dataclass(frozen=True, slots=True)
class Overall:
    """A course from its first limit to its last.

    :param limits: those of the course.
    :param missed: those of them that were missed on the way.
    :param stops: every time one of them stood still.
    :param ended: when the last that ran was done and no other followed.
    """

    limits: tuple[str, ...]
    articles: tuple[Words, ...]
    started: datetime
    due: datetime
    on: date
    left: timedelta
    assumed: bool
    missed: tuple[str, ...]
    stops: tuple[Stop, ...]
    ended: datetime | None


@dataclass(frozen=True, slots=True)
class Clocks:
    """What is shown: the stage's clock and the overall one first, then every other, then those that have ended."""

    stage: Clock | None
    overall: Overall | None
    running: tuple[Clock, ...]
    ended: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an act does: where it leads, which clocks begin, which end, which are moved or stand still."""

    stage: Stage
    opened: tuple[Clock, ...]
    closed: tuple[Clock, ...]
    changed: tuple[Clock, ...]


def clocks(path: Path) -> Clocks:
    """The clocks of a case at `path.at`."""
    shown = [clock(path, run) for run in path.runs]
    running = tuple(one for one in shown if one.ended is None)
    ended = tuple(one for one in shown if one.ended is not None)
    return Clocks(_of_stage(path, running), overall(path), running, ended)


def _of_stage(path: Path, running: tuple[Clock, ...]) -> Clock | None:
    """The stage's clock: one of a course, else one that began as the stage was reached, else the oldest."""
    in_course = {key for course in path.procedure.courses for key in course}
    of_course = [one for one in running if one.limit in in_course]
    begun = [one for one in running if one.started == path.since]
    return next(iter((*reversed(of_course), *begun, *running)), None)


def clock(path: Path, run: Run) -> Clock:
    """A run as it is shown."""
    until = run.ended or path.at
    due = path.due(run, until)
    limit = run.limit
    more = (limit.extension.article,) if run.added and limit.extension else ()
    return Clock(
        limit.key, limit.title, limit.sort, limit.of, (limit.article, *more), run.started, due.at, due.on,
        due.at - until, due.assumed, run.missed_at, run.stops, run.added, run.ended, run.ended_by,
    )  # fmt: skip


def overall(path: Path) -> Overall | None:
    """The clock over the course in which the case is, or was last; None before any began."""
    course = _course_in_force(path)
    if not course:
        return None
    first = max(i for i, run in enumerate(path.runs) if run.limit.key == course[0])
    runs = {run.limit.key: run for run in path.runs[first:] if run.limit.key in course}
    present = [runs[key] for key in course if key in runs]
    last = present[-1]
    until = last.ended or path.at
    limits = [path.procedure.limit(key) for key in course]
    after_last = limits[course.index(last.limit.key) + 1 :] if last.ended is None else []
    planned = _chained(path, present[0].started, [*(run.limit for run in present), *after_last], runs, until)
    reached = _chained(path, last.started, [last.limit, *after_last], runs, until)
    due = min(planned, reached, key=lambda chain: chain[0].at)
    return Overall(
        course, tuple(limit.article for limit in limits), present[0].started, due[0].at, due[0].on,
        due[0].at - until, due[1], tuple(run.limit.key for run in present if run.missed_at),
        tuple(stop for run in present for stop in run.stops), last.ended,
    )  # fmt: skip


def _course_in_force(path: Path) -> tuple[str, ...]:
    """The course of the limit that started last; empty when none has."""
    for run in reversed(path.runs):
        for course in path.procedure.courses:
            if run.limit.key in course and any(one.limit.key == course[0] for one in path.runs):
                return course
    return ()


def _chained(
    path: Path, start: datetime, limits: list[Limit], runs: dict[str, Run], until: datetime
) -> tuple[Deadline, bool]:
    """When limits that follow each other without a gap are due, and whether that rests on unconfirmed days."""
    day: date | datetime = start
    pauses = tuple(p for run in runs.values() for p in run.pauses(until, path.calendar.zone))
    assumed = False
    due: Deadline | None = None
    for limit in limits:
        run = runs.get(limit.key)
        days = run.days + run.added if run else limit.days or 0
        due = deadline_after(
            path.calendar,
            day,
            days,
            counting=limit.counting,
            roll=path.roll,
            pauses=pauses if limit.pauses else (),
        )
        assumed, day = assumed or due.assumed, due.on
    assert due is not None  # a chain has a limit
    return due, assumed


def after(path: Path, event: Event) -> Consequence:
    """What an act would do now.

    :raises ImpossibleFacts: it is not open.
    """
    then = take(path, event)
    opened = [clock(then, run) for run in then.runs[len(path.runs) :]]
    closed, changed = [], []
    for old, run in zip(path.runs, then.runs, strict=False):
        if run.ended is not None and old.ended is None:
            closed.append(clock(then, run))
        elif (run.added, run.stops) != (old.added, old.stops):
            changed.append(clock(then, run))
    return Consequence(path.procedure.stage(then.stage), tuple(opened), tuple(closed), tuple(changed))
