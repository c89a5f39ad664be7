"""The path of a case: from what happened to where it stands, by folding events over the procedure.

Everything follows from the facts, the procedure, the calendar and `at`. Time itself acts in two ways only: a duty or a
right whose last day has passed keeps `missed_at` for ever, and a wait that is over takes effect. On time means received
no later than the due instant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from duecare.core.calendar import Calendar
from duecare.grievances.rules.facts import Event, Facts, ImpossibleFacts
from duecare.grievances.rules.opening import why_not
from duecare.grievances.rules.procedure import Act, ActKind, Limit, Procedure, Role, Sort
from duecare.grievances.rules.running import Path, Run, Stop


def walk(facts: Iterable[Event], procedure: Procedure, calendar: Calendar, at: datetime) -> Path:
    """Where a case stands at an instant; what was received after it is not looked at.

    :param facts: in the order in which they were received.
    :param calendar: the holder's, with its suspended days; its zone decides what a day is.
    :raises ValueError: `at` is naive.
    :raises ImpossibleFacts: no path of the procedure leads there.
    """
    if at.utcoffset() is None:
        raise ValueError("an instant needs a zone")
    path = Path(procedure, calendar, at)
    last: Event | None = None
    for event in facts:
        if last is not None and event.at < last.at:
            raise ImpossibleFacts(event, None)
        if event.at > at:
            break
        last = event
        path = take(path, event)
    return pass_time(path, at)


def take(path: Path, event: Event) -> Path:
    """The path one event further. :raises ImpossibleFacts: the act is not open then to whoever did it."""
    path = pass_time(path, event.at)
    try:
        act = path.procedure.act(event.act)
    except KeyError:
        raise ImpossibleFacts(event, None) from None
    refused = why_not(path, event)
    if refused is not None:
        raise ImpossibleFacts(event, refused)
    return _apply(path, act, event)


def pass_time(path: Path, at: datetime) -> Path:
    """The path with the time up to `at` gone by: misses kept, and waits that are over taken effect, in their order."""
    while waiting := [
        (due, run)
        for run in path.running
        if run.limit.sort is Sort.EFFECT and (due := path.due(run, at).at) < at
    ]:
        due, run = min(waiting, key=lambda pair: pair[0])
        path = _missed(path, due)
        act = path.procedure.act(run.limit.does)
        applies = path.stage in act.at
        ended = replace(run, ended=due, ended_by=act.key if applies else "")
        path = replace(path, runs=tuple(ended if one is run else one for one in path.runs))
        if applies:
            path = _apply(path, act, Event(act.key, due, Role.TIME))
    return replace(_missed(path, at), at=at)


def _missed(path: Path, at: datetime) -> Path:
    """Every duty that has passed by then says so, and goes on saying so; every right that has passed has ended."""
    runs = []
    for run in path.runs:
        if run.ended is None and run.missed_at is None:
            due = path.due(run, at).at
            run = run.passed(due) if due < at else run  # noqa: PLW2901
        runs.append(run)
    return replace(path, runs=tuple(runs))


def _apply(path: Path, act: Act, event: Event) -> Path:
    procedure = path.procedure
    stopped = {limit.key for limit in procedure.stopping(act.key)}
    runs = [run.ending(event) if run.ended is None and run.limit.key in stopped else run for run in path.runs]
    if act.kind is ActKind.EXTENDS:
        runs = [run.extended(event.days) if run.is_running(act.limit) else run for run in runs]
    standing = dict(path.standing)
    if act.kind is ActKind.PAUSES:
        standing[act.ground] = event.at
        runs = [run.standing_still(act.ground, event.at) for run in runs]
    if act.kind is ActKind.RESUMES:
        del standing[act.ground]
        runs = [run.going_on(act.ground, event.at) for run in runs]
    for limit in procedure.starting(act.key):
        if not any(run.is_running(limit.key) for run in runs):
            runs.append(_begun(limit, event, standing))
    return replace(
        path,
        at=event.at,
        stage=act.to or path.stage,
        since=event.at if act.to else path.since,
        runs=tuple(runs),
        done=(*path.done, event),
        standing=tuple(standing.items()),
    )


def _begun(limit: Limit, event: Event, standing: dict[str, datetime]) -> Run:
    stops = tuple(Stop(ground, event.at) for ground in limit.pauses if ground in standing)
    return Run(limit, event.at, event.days if limit.days is None else limit.days, stops=stops)


__all__ = ["Facts", "pass_time", "take", "walk"]
