"""An inspection as it arrives, from a phone or from a form."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from duecare.audit.rules import canonical
from duecare.inspections.rules import Answer, Checklist, Kind, outcome


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered to one item.

    :param photographs: the clients' numbers of what shows it; ``after`` of what shows it put right.
    :param on_the_spot: it was put right at once. Only of what failed.
    :param major: the inspector holds it for major; what the checklist holds for major stays so.
    :param at: the phone's time.
    """

    value: str
    note: str = ""
    photographs: tuple[uuid.UUID, ...] = ()
    after: tuple[uuid.UUID, ...] = ()
    on_the_spot: bool = False
    major: bool = False
    at: datetime | None = None

    @property
    def answer(self) -> Answer:
        """As the rules take it."""
        return Answer(self.value, len(self.photographs), self.note)


@dataclass(frozen=True, slots=True)
class Sent:
    """An inspection as it was sent.

    :param client_id: made where it began; unique for its author.
    :param checklist: id of the version it was walked with.
    :param began: phone's time, as ``ended``.
    """

    client_id: uuid.UUID
    checklist: str
    unit: uuid.UUID
    place: uuid.UUID | None
    answers: Mapping[str, Said] = field(default_factory=dict)
    began: datetime | None = None
    ended: datetime | None = None

    @property
    def content(self) -> bytes:
        """The canonical bytes of what was said, without the phone's times: what makes it the same or another."""
        said = {
            key: [
                one.value,
                one.note,
                [*map(str, one.photographs)],
                [*map(str, one.after)],
                one.on_the_spot,
                one.major,
            ]
            for key, one in self.answers.items()
        }
        where = [self.checklist, str(self.unit), self.place and str(self.place)]
        return canonical({"where": where, "said": said})

    def plain(self) -> dict[str, Answer]:
        """The answers as the rules take them."""
        return {key: said.answer for key, said in self.answers.items()}


#: (number that the client gave) -> id of the photograph.
Kept = Mapping[uuid.UUID, uuid.UUID]


def answers_of(sent: Sent, checklist: Checklist, kept: Kept) -> dict[str, Any]:
    """What stays of the answers, without words."""
    found: dict[str, Any] = {}
    for key, said in sent.answers.items():
        item = checklist.item(key)
        found[key] = {
            "value": "" if item.kind is Kind.TEXT else said.value,
            "outcome": outcome(item, said.answer),
            "at": said.at.isoformat() if said.at else None,
            "on_the_spot": said.on_the_spot,
            "major": said.major,
            "photographs": [str(kept[number]) for number in said.photographs],
            "after": [str(kept[number]) for number in said.after],
        }
    return found


def words_of(sent: Sent, checklist: Checklist) -> dict[str, Any]:
    """What was written, by item; it goes after 90 days."""
    found: dict[str, Any] = {}
    for key, said in sent.answers.items():
        words = {"note": said.note.strip()}
        if checklist.item(key).kind is Kind.TEXT:
            words["value"] = said.value.strip()
        if any(words.values()):
            found[key] = {name: text for name, text in words.items() if text}
    return found
