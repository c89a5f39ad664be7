"""Limits as they run, and the path as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from duecare.core.calendar import Calendar, Deadline, Pause, Roll, deadline_after
from duecare.grievances.rules.facts import Event, Facts
from duecare.grievances.rules.procedure import ActKind, Limit, Procedure, Role, Sort


@dataclass(frozen=True, slots=True)
class Stop:
    """A clock stood still on a listed ground, from `start` to `end`; None while it does."""

    ground: str
    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A limit that started to count.

    :param days: what it began with.
    :param added: days of extensions.
    :param times: how many extensions.
    :param missed_at: the due instant at which it passed undone; never cleared, whatever moves the due time later.
    :param ended: when it ended; a right that passed unused ends as it is due.
    :param ended_by: the act that ended it; empty for what time alone ended.
    """

    limit: Limit
    started: datetime
    days: int
    added: int = 0
    times: int = 0
    stops: tuple[Stop, ...] = ()
    missed_at: datetime | None = None
    ended: datetime | None = None
    ended_by: str = ""

    def is_running(self, key: str) -> bool:
        """Whether it is the limit of that key, and still counts."""
        return self.ended is None and self.limit.key == key

    @property
    def stands_still(self) -> bool:
        """Whether it stands still now."""
        return self.ended is None and any(stop.end is None for stop in self.stops)

    def ending(self, event: Event) -> Run:
        """The run, ended by an event; what stood still stands still no longer."""
        stops = tuple(replace(stop, end=stop.end or event.at) for stop in self.stops)
        return replace(self, stops=stops, ended=event.at, ended_by=event.act)

    def passed(self, due: datetime) -> Run:
        """The run, its due instant passed: a duty is still owed, a right is over."""
        if self.limit.sort is Sort.RIGHT:
            return replace(self, missed_at=due, ended=due)
        return replace(self, missed_at=due)

    def extended(self, days: int) -> Run:
        """The run, moved by so many days; a miss stays a miss."""
        return replace(self, added=self.added + days, times=self.times + 1)

    def standing_still(self, ground: str, at: datetime) -> Run:
        """The run, standing still from then on if the ground is one of the limit's."""
        if self.ended is not None or ground not in self.limit.pauses:
            return self
        return replace(self, stops=(*self.stops, Stop(ground, at)))

    def going_on(self, ground: str, at: datetime) -> Run:
        """The run, counting again as far as that ground is concerned."""
        return replace(
            self,
            stops=tuple(
                replace(stop, end=at) if stop.ground == ground and stop.end is None else stop
                for stop in self.stops
            ),
        )

    def pauses(self, at: datetime, zone: str) -> tuple[Pause, ...]:
        """The days that do not count, as of `at`: whole local days (`Pause.between`)."""
        return tuple(Pause.between(stop.start, stop.end or max(at, stop.start), zone) for stop in self.stops)


@dataclass(frozen=True)
class Path:
    """Where a case stands at an instant, and how it got there.

    :param stage: key of the stage; empty before the case is registered.
    :param since: when it reached the stage.
    :param runs: every limit that ever started, in that order.
    :param done: every act, those of time among them.
    :param standing: grounds on which clocks stand still now, and since when.
    """

    procedure: Procedure
    calendar: Calendar
    at: datetime
    stage: str = ""
    since: datetime | None = None
    runs: tuple[Run, ...] = ()
    done: Facts = ()
    standing: tuple[tuple[str, datetime], ...] = ()

    @property
    def running(self) -> tuple[Run, ...]:
        """The limits that count now."""
        return tuple(run for run in self.runs if run.ended is None)

    def run(self, key: str) -> Run | None:
        """The running limit of that key."""
        return next((run for run in self.runs if run.is_running(key)), None)

    def due(self, run: Run, at: datetime | None = None) -> Deadline:
        """When a run is due, as of `at`; while it stands still, as if it went on at `at`."""
        return deadline_after(
            self.calendar,
            run.started,
            run.days + run.added,
            counting=run.limit.counting,
            roll=self.roll,
            pauses=run.pauses(at or self.at, self.calendar.zone),
        )

    @property
    def roll(self) -> Roll:
        """What becomes of a last day that is off."""
        return Roll.NEXT_WORKING if self.procedure.rolls_over_holidays else Roll.NONE

    @property
    def took_part(self) -> frozenset[str]:
        """The members of staff who did anything in the case before it came to be decided where it stands now.

        Whoever held the hearing in an appeal decides that appeal: it is part of the same deciding.
        """
        return frozenset(
            event.actor for event in self.done if event.actor and not self._of_this_hearing(event)
        )

    def _of_this_hearing(self, event: Event) -> bool:
        kind = self.procedure.act(event.act).kind
        began = self.since is not None and event.at >= self.since
        return began and kind in (ActKind.PAUSES, ActKind.RESUMES)

    @property
    def excused(self) -> frozenset[str]:
        """The members of staff who are recused."""
        acts = self.procedure.act
        return frozenset(
            event.excuses or event.actor for event in self.done if acts(event.act).kind is ActKind.RECUSES
        )

    @property
    def decided_at(self) -> tuple[int, ...]:
        """The levels of those who decided before."""
        acts = self.procedure.act
        return tuple(
            event.level
            for event in self.done
            if event.role is not Role.TIME and event.role is not Role.OWNER and acts(event.act).decides
        )
