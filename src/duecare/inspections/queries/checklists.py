"""What people see of checklists."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import NotAllowed, Text
from duecare.inspections.queries.current import current, latest
from duecare.inspections.rules import (
    PRACTICE,
    Checklist,
    Field,
    Item,
    Kind,
    Level,
    Photograph,
    Section,
    Words,
)
from duecare.obligations.shapes import shown
from duecare.orgs import rights
from duecare.orgs.rules import Actor

#: What a field is called, and its icon.
FIELDS: dict[Field, tuple[Text, str]] = {
    Field.FIRE: (_("Fire and electricity"), "flame"),
    Field.TRAFFIC: (_("Traffic and school buses"), "bus"),
    Field.FOOD: (_("Food"), "tools-kitchen-2"),
    Field.HEATING: (_("Heating and hot water"), "temperature"),
    Field.BUILDINGS: (_("Buildings"), "building"),
    Field.GOODS: (_("Dangerous goods"), "urgent"),
    Field.CROWDS: (_("Crowds and stairwells"), "stairs-up"),
    Field.LABORATORIES: (_("Laboratories"), "flask"),
    Field.INFRASTRUCTURE: (_("Infrastructure"), "building-broadcast-tower"),
}
OUTCOMES: dict[str, Text] = {
    "pass": _("Pass"),
    "fail": _("Fail"),
    "na": _("Not applicable"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A checklist in the list of them."""

    checklist: Checklist
    field: Text
    icon: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """An item as it is shown.

    :param number: its place in the whole list, from 1.
    :param boxes: what can be ticked, in the reader's language or both, each with whether it fails.
    :param after: number of the item that it depends on, 0 for none.
    :param outcomes: the outcomes that it depends on, in the reader's language.
    """

    number: int
    item: Item
    boxes: tuple[tuple[str | Words, bool], ...]
    after: int = 0
    outcomes: str = ""

    @property
    def source(self) -> Text:
        """Where it comes from, in the reader's language where the program has words for it."""
        return source_of(self.item)

    @property
    def limits(self) -> tuple[str, str]:
        """Least and greatest reading that pass, empty for none."""
        low, high = ("" if limit is None else f"{limit:f}" for limit in (self.item.low, self.item.high))
        return low, high

    @property
    def is_major(self) -> bool:
        """Whether a failure is a major hazard."""
        return self.item.level is Level.MAJOR

    @property
    def photograph(self) -> str:
        """When it needs a photograph; empty for never."""
        return "" if self.item.photograph is Photograph.NEVER else self.item.photograph.value


@dataclass(frozen=True, slots=True)
class Page:
    """A checklist with its items numbered.

    :param source: where they all come from; empty where items differ, then each says its own.
    """

    row: Row
    sections: tuple[tuple[Section, tuple[Line, ...]], ...]
    source: Text


def checklists(by: Actor) -> list[Row]:
    """Every checklist. :raises NotAllowed: ``by`` holds no post."""
    _require(by)
    return [_row(one.checklist) for one in current()]


def page(by: Actor, key: str) -> Page:
    """One checklist.

    :raises NotAllowed: ``by`` holds no post.
    :raises NotFound: there is none of that key.
    """
    _require(by)
    one = latest(key).checklist
    return Page(_row(one), _numbered(one), _source(one))


def _require(by: Actor) -> None:
    if not rights.anywhere(by, "inspections.see"):
        raise NotAllowed("no-post", _("Checklists are for those who hold a post."))


def source_of(item: Item) -> Text:
    """Where an item comes from, in the reader's language where the program has words for it."""
    return _("practice, unverified") if item.source == PRACTICE else item.source


def _source(one: Checklist) -> Text:
    first, *others = one.items
    return source_of(first) if all(item.source == first.source for item in others) else ""


def _row(one: Checklist) -> Row:
    return Row(one, *FIELDS[one.field], count=len(list(one.items)))


def _numbered(one: Checklist) -> tuple[tuple[Section, tuple[Line, ...]], ...]:
    numbers = {item.key: number for number, item in enumerate(one.items, 1)}
    return tuple(
        (section, tuple(_line(one, item, numbers) for item in section.items)) for section in one.sections
    )


def _line(one: Checklist, item: Item, numbers: dict[str, int]) -> Line:
    boxes: tuple[tuple[str | Words, bool], ...] = ()
    if item.kind is Kind.CHECK:
        boxes = tuple((str(word), key == "fail") for key, word in OUTCOMES.items())
    elif item.kind is Kind.CHOICE:
        boxes = tuple((option.title, option.fails) for option in item.options)
    if item.condition is None:
        return Line(numbers[item.key], item, boxes)
    other = one.item(item.condition.item)
    titles: dict[str, str] = {key: str(word) for key, word in OUTCOMES.items()}
    titles.update({option.key: shown(option.title.zh, option.title.en) for option in other.options})
    outcomes = gettext(" or ").join(titles[key] for key in other.outcomes if key in item.condition.outcomes)
    return Line(numbers[item.key], item, boxes, numbers[other.key], outcomes)
