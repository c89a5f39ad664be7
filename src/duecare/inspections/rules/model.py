"""A checklist: what is looked at on an inspection, in order, and what counts as a failure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

#: The source of whatever does not name a text that was read.
PRACTICE = "practice, unverified"


class Field(StrEnum):
    """What an inspection is about: a closed list (domain.md §3), without persons."""

    FIRE = "fire-and-electricity"
    TRAFFIC = "traffic-and-school-buses"
    FOOD = "food"
    HEATING = "heating-and-hot-water"
    BUILDINGS = "buildings"
    GOODS = "dangerous-goods"
    CROWDS = "crowd-and-stairwells"
    LABORATORIES = "laboratories"
    INFRASTRUCTURE = "infrastructure"


class Kind(StrEnum):
    """How an item is answered: pass, fail or not applicable; a number; one of several; words."""

    CHECK = "check"
    READING = "reading"
    CHOICE = "choice"
    TEXT = "text"


class Photograph(StrEnum):
    """When an answer needs a photograph."""

    NEVER = "never"
    ON_FAIL = "on-fail"
    ALWAYS = "always"


class Level(StrEnum):
    """How bad a hazard is."""

    GENERAL = "general"
    MAJOR = "major"


#: What a hazard made of a finding is about, unless its section says otherwise: a category of the hazard ledger.
CATEGORIES: dict[Field, str] = {
    Field.FIRE: "fire",
    Field.TRAFFIC: "traffic",
    Field.FOOD: "food",
    Field.HEATING: "heating",
    Field.BUILDINGS: "buildings",
    Field.GOODS: "goods",
    Field.CROWDS: "crowd",
    Field.LABORATORIES: "laboratory",
    Field.INFRASTRUCTURE: "infrastructure",
}
#: Every category that a section may name.
ALL_CATEGORIES = (*CATEGORIES.values(), "electricity", "other")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Option:
    """One of several answers; `fails` makes a finding of it."""

    key: str
    title: Words
    fails: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """The item is asked only if another one that is asked has one of these outcomes."""

    item: str
    outcomes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at.

    :param low: least reading that passes, in `unit`; None where there is no such limit.
    :param high: the greatest.
    :param days: days within which a failure is put right, 0 for at once; None leaves it to the plan.
    :param optional: it may stay unanswered.
    """

    key: str
    ask: Words
    kind: Kind = Kind.CHECK
    look: Words | None = None
    source: str = PRACTICE
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    options: tuple[Option, ...] = ()
    photograph: Photograph = Photograph.NEVER
    condition: Condition | None = None
    level: Level = Level.GENERAL
    days: int | None = None
    optional: bool = False

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What an answer to it can come to; a condition names these."""
        if self.kind is Kind.CHECK:
            return ("pass", "fail", "na")
        if self.kind is Kind.READING:
            return ("pass", "fail")
        return tuple(option.key for option in self.options)


@dataclass(frozen=True, slots=True)
class Section:
    """Items that are looked at in one place.

    :param category: what a hazard found there is about, one of :data:`ALL_CATEGORIES`.
    """

    key: str
    title: Words
    items: tuple[Item, ...]
    category: str = "other"


@dataclass(frozen=True, slots=True)
class Checklist:
    """A version of a checklist; what has been answered refers to key and version, and never to a later one."""

    key: str
    version: int
    title: Words
    field: Field
    sections: tuple[Section, ...]
    about: Words | None = None

    @property
    def items(self) -> Iterator[Item]:
        """Every item, in order."""
        for section in self.sections:
            yield from section.items

    def item(self, key: str) -> Item:
        """The item of that key. :raises KeyError: there is none."""
        for item in self.items:
            if item.key == key:
                return item
        raise KeyError(key)
