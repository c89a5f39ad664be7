"""The district's inspections: each unit walks its checklists by day, in the week before they are due."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

from PIL import Image

from duecare.attachments.actions import develop
from duecare.core.ids import uuid7
from duecare.demo import rules
from duecare.demo.moments import SETTLED, Act
from duecare.demo.posts import someone
from duecare.inspections import actions
from duecare.inspections.actions import Said
from duecare.inspections.models import Owed
from duecare.inspections.queries import latest
from duecare.inspections.rules import Checklist, Item, Kind, Photograph, asked
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
    for one in owed.select_related("obligation__debtor", "programme"):
        duty = one.obligation
        before = rules.walk_before(duty.debtor.code, duty.origin)
        if before is not None:
            yield max(duty.due_at - before, duty.opens_at + SETTLED), partial(_walk, one)


def _walk(owed: Owed, at: datetime) -> None:
    """Walk with one of the checklists that count, everything in order."""
    by = someone(owed.obligation.debtor.code, owed.obligation.post, *_POSTS)
    number, lists = uuid7(), sorted(owed.programme.checklists)
    version = latest(lists[int(rules.dice("checklist", owed.obligation.origin) * len(lists))])
    answers = _all_well(version.checklist, number, by, at)
    sent = actions.Sent(number, version.id, owed.unit_id, None, answers, at - timedelta(minutes=40), at)
    actions.file_inspection(sent=sent, by=by, at=at)


def _all_well(checklist: Checklist, number: uuid.UUID, by: Actor, at: datetime) -> dict[str, Said]:
    """Everything that is asked, passed, with a photograph where one is always asked for."""
    answers: dict[str, Said] = {}
    while True:
        now = asked(checklist, {key: said.answer for key, said in answers.items()})
        left = [item for item in now if item.key not in answers]
        if not left:
            return answers
        for item in left:
            always = item.photograph is Photograph.ALWAYS
            photographs = (_photograph(number, item, by, at),) if always else ()
            answers[item.key] = Said(_passing(item), photographs=photographs, at=at)


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
