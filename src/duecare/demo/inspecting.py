"""The district's inspections: each unit walks its checklists by day, in the week before they are due.

Mostly all is well; what is not makes a hazard, some of it put right on the spot.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

from PIL import Image

from duecare.attachments.actions import develop
from duecare.core.ids import uuid7
from duecare.demo import rules
from duecare.demo.moments import SETTLED, Act
from duecare.demo.places import place_for
from duecare.demo.posts import someone
from duecare.inspections import actions
from duecare.inspections.actions import Said
from duecare.inspections.models import Owed
from duecare.inspections.queries import latest
from duecare.inspections.rules import Checklist, Item, Kind, Level, Photograph, asked
from duecare.orgs.rules import Actor

#: As far ahead as anybody plans a walk.
AHEAD = timedelta(days=12)
_POSTS = ("inspector", "reporter", "coordinator", "leader")


def walking(since: datetime, at: datetime) -> Iterator[Act]:
    """The walks that are planned for this time. One statement."""
    owed = Owed.objects.filter(
        obligation__opened_at__isnull=False,
        obligation__closed_at=None,
        obligation__due_at__gte=since,
        obligation__due_at__lte=at + AHEAD,
    )
    for one in owed.select_related("obligation__debtor", "programme", "unit"):
        duty = one.obligation
        before = rules.walk_before(duty.debtor.code, duty.origin)
        if before is not None:
            yield max(duty.due_at - before, duty.opens_at + SETTLED), partial(_walk, one)


def _walk(owed: Owed, at: datetime) -> None:
    """Walk with one of the checklists that count, where the unit has a place for it."""
    duty = owed.obligation
    by = someone(duty.debtor.code, duty.post, *_POSTS)
    number, lists = uuid7(), sorted(owed.programme.checklists)
    version = latest(lists[int(rules.dice("checklist", duty.origin) * len(lists))])
    walk = _Walk(version.checklist, number, owed.unit.code, duty.origin, by, at)
    sent = actions.Sent(
        number, version.id, owed.unit_id, place_for(owed.unit, version.checklist.field), walk.answered(),
        at - timedelta(minutes=40), at,
    )  # fmt: skip
    actions.file_inspection(sent=sent, by=by, at=at)


@dataclass(frozen=True, slots=True)
class _Walk:
    """Somebody on the way through a checklist: ``number`` is the inspection's, ``origin`` what it is owed by."""

    checklist: Checklist
    number: uuid.UUID
    code: str
    origin: str
    by: Actor
    at: datetime

    def answered(self) -> dict[str, Said]:
        """Everything that is asked."""
        answers: dict[str, Said] = {}
        while True:
            now = asked(self.checklist, {key: said.answer for key, said in answers.items()})
            left = [item for item in now if item.key not in answers]
            if not left:
                return answers
            answers.update({item.key: self._said(item) for item in left})

    def _said(self, item: Item) -> Said:
        major = item.level is Level.MAJOR
        if item.kind is Kind.CHECK and rules.fails(self.code, self.origin, item.key, major, self.at.date()):
            at_once = not major and rules.settled_at_once(self.origin, item.key)
            after = (self._photograph(item),) if at_once else ()
            return Said(
                "fail", photographs=(self._photograph(item),), after=after, on_the_spot=at_once, at=self.at
            )
        always = item.photograph is Photograph.ALWAYS
        return Said(_passing(item), photographs=(self._photograph(item),) if always else (), at=self.at)

    def _photograph(self, item: Item) -> uuid.UUID:
        return _photograph(self.number, item, self.by, self.at)


def _passing(item: Item) -> str:
    if item.kind is Kind.READING:
        return f"{item.low if item.low is not None else item.high}"
    if item.kind is Kind.CHOICE:
        return next(option.key for option in item.options if not option.fails)
    return "pass" if item.kind is Kind.CHECK else "正常"


def _photograph(number: uuid.UUID, item: Item, by: Actor, at: datetime) -> uuid.UUID:
    """A plain picture: the demo shows that there is one, not what a boiler looks like."""
    tint = tuple(150 + int(80 * rules.dice("tint", number, item.key, n)) for n in range(3))
    file, taken = BytesIO(), uuid7()
    Image.new("RGB", (320, 240), tint).save(file, "JPEG")
    file.seek(0)
    actions.keep_photograph(
        file=develop(file=file), client_id=taken, inspection=number, by=by, at=at, taken_at=at
    )
    return taken
