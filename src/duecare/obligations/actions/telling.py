"""Whom the steps of a batch tell: audiences looked up once for each, and climbing on where nobody is found."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from duecare.obligations.actions.stores import Due, Line, Store
from duecare.obligations.rules import Advance, Step, climb
from duecare.orgs import audiences

if TYPE_CHECKING:
    from duecare.obligations.actions.advancing import Course

Climbed = Callable[["Course", Advance, int], "Course"]
#: A row's place in the batch, the step it takes, how many of the last rungs it has tried.
_Telling = tuple[int, Step, int]


def unit_at(row: Due, place: str) -> str:
    """The unit that an audience's place means for a row; ``up`` begins at the debtor."""
    return row.creditor if place == "creditor" else row.root if place == "root" else row.debtor


class Tellings:
    """The steps of one batch that tell somebody."""

    def __init__(self, store: Store, at: datetime, climbed: Climbed) -> None:
        self.lines: list[Line] = []
        self._at, self._climbed = at, climbed
        self._time = cache(store.time)
        self._people: dict[str, dict[str, str]] = defaultdict(dict)

    def tell(self, rows: Sequence[Due], courses: Sequence[Course]) -> list[Course]:
        """Tell everybody; returns the courses, climbed on where a row's last step found nobody.

        Each round looks up each audience once, and there are at most as many rounds as rungs.
        """
        courses = list(courses)
        round_: list[_Telling] = [
            (n, step, 0)
            for n, course in enumerate(courses)
            if course.tells
            for step in course.done.steps
            if step.tells
        ]
        while round_:
            self._look_up(rows, round_)
            found = {n: self._say(rows[n], step) for n, step, _beyond in round_}
            more: list[_Telling] = []
            for n, beyond in {n: beyond for n, _step, beyond in round_ if not found[n]}.items():
                course = courses[n]
                further = climb(course.done, course.rungs, self._at, beyond)
                if further is not None:
                    past_the_end = course.done.after.rung >= len(course.rungs)
                    courses[n] = self._climbed(course, further[0], beyond)
                    more.append((n, further[1], beyond + past_the_end))
            round_ = more
        return courses

    def _look_up(self, rows: Sequence[Due], round_: Sequence[_Telling]) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        for n, step, _beyond in round_:
            for audience in step.to:
                wanted[audience].add(unit_at(rows[n], audience.rpartition("@")[2]))
        for audience, units in wanted.items():
            known = self._people[audience]
            ids = {uuid.UUID(unit): unit for unit in units if unit not in known}
            if ids:
                known.update(dict.fromkeys(ids.values(), ""))
                for unit_id, people in self._resolve(audience, ids).items():
                    if people:
                        known[ids[unit_id]] = _json(people)

    def _resolve(self, audience: str, ids: dict[uuid.UUID, str]) -> dict[uuid.UUID, list[uuid.UUID]]:
        """An audience that no module knows any more has nobody in it; the clock goes on."""
        if audience.partition("@")[0].partition(":")[0] not in audiences.known():
            return {}
        return dict(audiences.resolve(audience, ids, self._at))

    def _say(self, row: Due, step: Step) -> bool:
        """Append a happening for each audience of the step; returns whether somebody was found."""
        was_due_at, done_at = self._time(step.was_due_at), self._time(self._at)
        anybody = False
        for audience in step.to:
            unit = unit_at(row, audience.rpartition("@")[2])
            people = self._people[audience][unit]
            anybody = anybody or bool(people)
            self.lines.append(
                Line(
                    row.id,
                    row.root,
                    unit,
                    step.what if people else "nobody",
                    step.rung,
                    audience,
                    people or "[]",
                    was_due_at,
                    done_at,
                    None if people else done_at,
                )
            )
        return anybody


def _json(ids: Iterable[uuid.UUID]) -> str:
    return '["' + '", "'.join(map(str, ids)) + '"]'
