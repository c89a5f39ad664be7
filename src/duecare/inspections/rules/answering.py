"""From answers to what is still asked, what is wrong and what was found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from duecare.inspections.rules.model import Checklist, Item, Kind, Level, Photograph, Section

LONGEST = 500
"""Characters of an answer in words, and of a note."""
PHOTOGRAPHS_MOST = 3
"""Photographs of an answer, and of what was put right."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,6})?")


class Fault(StrEnum):
    """Why an answer can't stay as it is."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    NO_NUMBER = "no-number"
    TOO_LONG = "too-long"
    NO_PHOTOGRAPH = "no-photograph"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered.

    :param value: ``pass``, ``fail`` or ``na``; a number as typed; the key of an option; words.
    :param photographs: how many lie with it.
    """

    value: str
    photographs: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """An item that failed, with what becomes of it unless the plan says otherwise."""

    section: Section
    item: Item
    answer: Answer
    level: Level
    days: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a list is answered.

    :param missing: keys of items that are asked, have no answer and need one, in order.
    :param faults: by key, for what is asked.
    :param idle: keys of answers to what is not asked (any more): kept, and not counted.
    """

    missing: tuple[str, ...]
    faults: Mapping[str, Fault]
    idle: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether it can be sent."""
        return not self.missing and not self.faults


Answers = Mapping[str, Answer]


def number(text: str) -> Decimal | None:
    """A reading as typed, full-width digits too; None when it is no plain number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def outcome(item: Item, answer: Answer | None) -> str | None:
    """What an answer comes to, one of ``item.outcomes``; None where it has none (words; nothing; nonsense)."""
    if answer is None:
        return None
    if item.kind is not Kind.READING:
        return answer.value if answer.value in item.outcomes else None
    read = number(answer.value)
    if read is None:
        return None
    low_enough = item.high is None or read <= item.high
    return "pass" if low_enough and (item.low is None or read >= item.low) else "fail"


def failed(item: Item, answer: Answer | None) -> bool:
    """Whether the answer makes a finding."""
    came_to = outcome(item, answer)
    if item.kind is Kind.CHOICE:
        return any(option.fails and option.key == came_to for option in item.options)
    return came_to == "fail"


def asked(checklist: Checklist, answers: Answers) -> list[Item]:
    """The items asked, in order, given the answers so far: an item whose condition is asked no more is not either."""
    came_to: dict[str, str | None] = {}
    found = []
    for item in checklist.items:
        condition = item.condition
        if condition is None or came_to.get(condition.item) in condition.outcomes:
            found.append(item)
            came_to[item.key] = outcome(item, answers.get(item.key))
    return found


def fault(item: Item, answer: Answer) -> Fault | None:
    """What is wrong with one answer."""
    if not answer.value.strip():
        return Fault.EMPTY
    if item.kind is Kind.TEXT:
        if len(answer.value) > LONGEST:
            return Fault.TOO_LONG
    elif outcome(item, answer) is None:
        return Fault.NO_NUMBER if item.kind is Kind.READING else Fault.UNKNOWN
    needed = item.photograph is Photograph.ALWAYS and outcome(item, answer) != "na"
    needed = needed or (item.photograph is Photograph.ON_FAIL and failed(item, answer))
    return Fault.NO_PHOTOGRAPH if needed and not answer.photographs else None


def progress(checklist: Checklist, answers: Answers) -> Progress:
    """How far the list is answered."""
    now = asked(checklist, answers)
    keys = {item.key for item in now}
    wrong = {
        item.key: found
        for item in now
        if item.key in answers and (found := fault(item, answers[item.key])) is not None
    }
    missing = tuple(item.key for item in now if item.key not in answers and not item.optional)
    return Progress(missing, wrong, tuple(key for key in answers if key not in keys))


def findings(checklist: Checklist, answers: Answers) -> Iterator[Finding]:
    """What an answered list has found, in order; only what is asked counts."""
    keys = {item.key for item in asked(checklist, answers)}
    for section in checklist.sections:
        for item in section.items:
            if item.key in keys and item.key in answers and failed(item, answers[item.key]):
                yield Finding(section, item, answers[item.key], item.level, item.days)
