"""Moving on, batch by batch, every obligation whose time has come."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import sleep
from typing import Any

from django.db import connection, transaction

from duecare.audit.actions import record
from duecare.core.clock import monotonic
from duecare.core.ids import uuid7
from duecare.obligations.actions.stores import Due, Line, Move, Store, store_for
from duecare.obligations.actions.stores.contract import FACTS
from duecare.obligations.actions.telling import Tellings
from duecare.obligations.models import Ladder
from duecare.obligations.rules import Advance, Facts, Rung, advance, rungs_of

#: On SQLite a batch holds the only pen: it is made smaller when it took longer than this.
PATIENCE = 0.05
SMALLEST = 50
#: Courses kept for the next batch; rows of one cut-off share one.
MOST_COURSES = 10_000


def advance_all(at: datetime) -> int:
    """Work through everything that is due; returns how many times an obligation moved."""
    store = store_for(connection.vendor)
    turn = Turn(store, at)
    total, limit = 0, store.batch
    while True:
        began = monotonic()
        with transaction.atomic(), connection.cursor() as cursor:
            rows = store.claim(cursor, at, limit)
            if not rows:
                return total
            turn.work(cursor, rows)
        total += len(rows)
        if connection.vendor == "sqlite":
            took = monotonic() - began
            limit = max(SMALLEST, limit // 2) if took > PATIENCE else min(store.batch, limit + SMALLEST)
            sleep(took * store.breath)


@dataclass(slots=True)
class Course:
    """How all rows with the same facts move on, worked out once.

    :param key: what it is kept by: the facts, or the course before it and how it climbed on.
    :param quiet: its steps that nobody is told of, as (what, rung, was due at).
    """

    done: Advance
    rungs: Sequence[Rung]
    key: object
    move: Move
    quiet: list[tuple[str, int | None, str]]
    tells: bool


class Turn:
    """One call of the clock at one time; what it has worked out serves all its batches."""

    def __init__(self, store: Store, at: datetime) -> None:
        self.store, self.at = store, at
        self._courses: dict[object, Course] = {}
        self._ladders: dict[str, tuple[Rung, ...]] = {}

    def work(self, cursor: Any, rows: Sequence[Due]) -> None:
        """Advance the rows, in the caller's transaction."""
        self._read_ladders(rows)
        if len(self._courses) > MOST_COURSES:
            self._courses.clear()
        done_at = self.store.time(self.at)
        courses = [self._courses.get(row[FACTS]) or self._new_course(row) for row in rows]
        lines: list[Line] = []
        acts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row, course in zip(rows, courses, strict=True):
            done = acts[row[1]]
            for what, rung, was_due_at in course.quiet:
                lines.append(Line(row[0], row[1], row[2], what, rung, "", "[]", was_due_at, done_at, done_at))
                done[what].append(row[0])
        tellings = Tellings(self.store, self.at, self._climbed)
        courses = tellings.tell(rows, courses)
        lines += tellings.lines
        for line in tellings.lines:
            acts[line.root][line.what].append(line.obligation)
        self._move(cursor, rows, courses)
        self.store.append(cursor, lines)
        self._record(acts)

    def _move(self, cursor: Any, rows: Sequence[Due], courses: Sequence[Course]) -> None:
        numbers: dict[object, int] = {}
        kinds: list[Move] = []
        for course in courses:
            if course.key not in numbers:
                numbers[course.key] = len(kinds)
                kinds.append(course.move)
        self.store.move(cursor, rows, [numbers[course.key] for course in courses], kinds)

    def _read_ladders(self, rows: Sequence[Due]) -> None:
        missing = {row.ladder for row in rows} - self._ladders.keys()
        if missing:
            for ladder in Ladder.objects.filter(id__in=missing):
                self._ladders[ladder.id] = rungs_of(ladder.steps)

    def _new_course(self, row: Due) -> Course:
        moment = self.store.moment

        def maybe(text: str | None) -> datetime | None:
            return None if text is None else moment(text)

        facts = Facts(
            moment(row.opens_at),
            moment(row.due_at),
            maybe(row.closes_at),
            maybe(row.opened_at),
            maybe(row.missed_at),
            None,
            row.rung,
        )
        rungs = self._ladders[row.ladder]
        return self._course(row[FACTS], advance(facts, rungs, self.at), rungs)

    def _course(self, key: object, done: Advance, rungs: Sequence[Rung]) -> Course:
        time = self.store.time

        def maybe(at: datetime | None) -> str | None:
            return None if at is None else time(at)

        after = done.after
        move = Move(
            after.rung,
            maybe(after.opened_at),
            maybe(after.missed_at),
            maybe(after.closed_at),
            "lapsed" if after.closed_at else "",
            maybe(done.wake_at),
            done.transitions,
        )
        quiet = [(s.what, s.rung, time(s.was_due_at)) for s in done.steps if not s.tells]
        course = Course(done, rungs, key, move, quiet, any(s.tells for s in done.steps))
        self._courses[key] = course
        return course

    def _climbed(self, before: Course, done: Advance, beyond: int) -> Course:
        """The course of a row whose last rung found nobody, after the next one."""
        key = (before.key, beyond, done.after.rung)
        return self._courses.get(key) or self._course(key, done, before.rungs)

    def _record(self, acts: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        for root, steps in acts.items():
            record(
                root=uuid.UUID(root),
                verb="obligations.advanced",
                object_kind="batch",
                object_id=uuid7(),
                at=self.at,
                actor=None,
                post=None,
                details=steps,
            )
