"""A roster problem and a roster: what is asked, of whom, under which rules. Pure.

Days are counted from the first day of the period, which is day 0; the days before it, where what
people stood matters for rest and runs, are negative. A watch belongs to the local day on which it
starts, and a person stands at most one watch that starts on a day. Instants are minutes on the real
time line since 00:00 UTC of day 0, so a night in which the clock changes has 11 or 13 hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from duecare.core.calendar import Weekday, at_local

DAY = 24 * 60
MAKEUP = "makeup"
WEEKDAY = "weekday"
WEEKEND = "weekend"
HOLIDAY = "holiday"

Cell = tuple[str, int]
"""A person's id and a day."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of watch: what its post does, where, from when to when.

    :param starts: minutes after local midnight of the day it belongs to.
    :param ends: minutes after the same midnight; 1440 and more lie on the next day.
    :param minutes: what it counts for; None counts its real length.
    :param night: whether it counts as a night; None: it does if it touches 0:00 to 5:00.
    :param qualification: what a person must have to stand it; None: anybody may.
    :param bars: kinds that may not follow on the next day, whatever the rest.
    """

    id: str
    starts: int = 0
    ends: int = 0
    post: str = ""
    site: str = ""
    title: str = ""
    title_en: str = ""
    minutes: int | None = None
    night: bool | None = None
    qualification: str | None = None
    bars: frozenset[str] = frozenset()

    @property
    def is_night(self) -> bool:
        """Whether it counts as a night."""
        if self.night is not None:
            return self.night
        return any(self.starts < end and self.ends > start for start, end in ((0, 300), (DAY, DAY + 300)))


@dataclass(frozen=True, slots=True)
class Need:
    """How many people a watch needs on a day.

    :param least: fewer is no roster.
    :param wanted: fewer costs `under` for each one missing, more costs `over` for each one above.
    :param most: more is no roster; None sets no limit.
    """

    least: int = 0
    wanted: int = 0
    most: int | None = None
    under: int = 0
    over: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """The hard rules on one person's watches; None sets no limit.

    :param rest: minutes from the end of a watch to the start of the next.
    :param days_most: days in a row with a watch, counting those before the period.
    :param days_least: days in a row with a watch; a run that touches an edge of the period may be shorter.
    :param off_least: free days in a row; likewise.
    :param minutes_most: in the period.
    :param weekends_most: weekends in which a watch starts on Saturday or Sunday.
    :param most: watches of a kind in the period.
    """

    rest: int | None = None
    days_most: int | None = None
    days_least: int | None = None
    off_least: int | None = None
    minutes_most: int | None = None
    minutes_least: int | None = None
    weekends_most: int | None = None
    most: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person would like: to stand this kind (any, if None) on that day, or not to."""

    day: int
    kind: str | None
    weight: int = 1
    wants: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What somebody did: minutes on watch, nights, weekends and statutory holidays."""

    load: int = 0
    nights: int = 0
    weekends: int = 0
    holidays: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who stands watches.

    :param share: of a full load, in percent; part-time people get a part of everything.
    :param leave: days on which no watch may be stood, not even the end of one.
    :param earlier: what was done in earlier periods that count for fairness.
    :param before: watches shortly before the period: negative day and kind.
    :param elsewhere: watches of other rosters in the period: start and end on the real time line.
    """

    id: str
    qualifications: frozenset[str] = frozenset()
    share: int = 100
    leave: frozenset[int] = frozenset()
    wishes: tuple[Wish, ...] = ()
    limits: Limits = Limits()
    earlier: Counts = Counts()
    before: tuple[tuple[int, str], ...] = ()
    elsewhere: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """What one step of each soft rule costs; 0 leaves the rule out.

    :param changes: for each cell that differs from the published roster. What re-solving does first is
        find the fewest changes, whatever this says, if `fewest_changes` is on.
    """

    load: int = 0
    nights: int = 0
    weekends: int = 0
    holidays: int = 0
    wishes: int = 1
    changes: int = 0
    fewest_changes: bool = True


@dataclass(frozen=True)
class Roster:
    """Who stands what: for each person a kind's id, or "" for free, on each day."""

    cells: Mapping[str, tuple[str, ...]]

    def at(self, person: str, day: int) -> str:
        """The kind that a person stands on a day, or ""."""
        return self.cells[person][day]

    def watches(self) -> Iterator[tuple[str, int, str]]:
        """Yield person, day and kind of every watch."""
        for person, row in self.cells.items():
            for day, kind in enumerate(row):
                if kind:
                    yield person, day, kind

    def having(self, changes: Mapping[Cell, str]) -> Roster:
        """The roster with some cells replaced."""
        cells = {person: list(row) for person, row in self.cells.items()}
        for (person, day), kind in changes.items():
            cells[person][day] = kind
        return Roster({person: tuple(row) for person, row in cells.items()})


@dataclass(frozen=True)
class Problem:
    """All that a roster has to fulfil.

    :param first: the first local day of the period.
    :param day_types: of each day: weekday, weekend, holiday, makeup (a working day in place of another)
        or a name of one's own, such as priority.
    :param holidays: the days that count as statutory holidays, whatever their type.
    :param needs: by day and kind; what is not named is neither needed nor offered.
    :param locked: cells that stay as they are: a kind's id, or "" for free.
    :param published: the roster that was promised, from which to depart as little as possible.
    :param zone: IANA name of the zone of all local times.
    """

    first: date
    day_types: tuple[str, ...]
    kinds: tuple[Kind, ...]
    people: tuple[Person, ...]
    needs: Mapping[tuple[int, str], Need]
    zone: str = "Asia/Shanghai"
    holidays: frozenset[int] = frozenset()
    weights: Weights = Weights()
    locked: Mapping[Cell, str] = field(default_factory=dict)
    published: Roster | None = None

    @property
    def days(self) -> range:
        """The days of the period."""
        return range(len(self.day_types))

    @cached_property
    def kind(self) -> Mapping[str, Kind]:
        """The kinds by id."""
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """The people by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def weekends(self) -> tuple[tuple[int, ...], ...]:
        """The days of each weekend; a Saturday or Sunday that is worked in place of another is none."""
        pairs: dict[int, list[int]] = {}
        for day in self.days:
            weekday = (self.first + timedelta(day)).isoweekday()
            if weekday >= Weekday.SATURDAY and self.day_types[day] != MAKEUP:
                pairs.setdefault(day - weekday, []).append(day)
        return tuple(tuple(days) for days in pairs.values())

    @cached_property
    def weekend_days(self) -> frozenset[int]:
        """All days of weekends."""
        return frozenset(day for days in self.weekends for day in days)

    @cached_property
    def _spans(self) -> dict[tuple[str, int], tuple[int, int]]:
        return {}

    def span(self, kind: str, day: int) -> tuple[int, int]:
        """Start and end of a watch in minutes on the real time line; a local time in a gap moves forward."""
        found = self._spans.get((kind, day))
        if found is None:
            what = self.kind[kind]
            found = (self.instant(day, what.starts), self.instant(day, what.ends))
            self._spans[kind, day] = found
        return found

    def instant(self, day: int, minute: int) -> int:
        """Minutes since 00:00 UTC of day 0, of a local day and minute (1440 and more: the next day)."""
        extra, of_day = divmod(minute, DAY)
        local = self.first + timedelta(day + extra)
        at = at_local(local, time(of_day // 60, of_day % 60), self.zone, gap="forward")
        return int((at - datetime.combine(self.first, time(), UTC)).total_seconds()) // 60

    def too_near(self, person: Person, kind: str, day: int) -> int | None:
        """Minutes between a watch and the nearest of another roster where they are too few for rest, else None.

        A watch that is locked stays as it is.
        """
        if not person.elsewhere or self.locked.get((person.id, day)) == kind:
            return None
        start, end = self.span(kind, day)
        gap = min(max(since - end, start - until) for since, until in person.elsewhere)
        return max(gap, 0) if gap < (person.limits.rest or 0) else None

    def minutes(self, kind: str, day: int) -> int:
        """What a watch counts for, in minutes."""
        counted = self.kind[kind].minutes
        if counted is not None:
            return counted
        start, end = self.span(kind, day)
        return end - start

    def day_of(self, day: int) -> date:
        """The date of a day."""
        return self.first + timedelta(day)
