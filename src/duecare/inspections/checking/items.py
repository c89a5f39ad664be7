"""What the schema can't say about items: keys, answers and conditions that fit each other, and what is entered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from duecare.documents import charter
from duecare.documents.entries import refused_by_charter
from duecare.documents.problems import NameProblem, Path, Problem
from duecare.inspections.rules import Kind, cycles

Value = Mapping[str, Any]
#: Names that only one way of answering has.
_OF_KIND = {"unit": Kind.READING, "low": Kind.READING, "high": Kind.READING, "options": Kind.CHOICE}


def placed_items(value: Value) -> Iterator[tuple[Path, Value]]:
    """Every item with its path."""
    for i, section in enumerate(value["sections"]):
        for j, item in enumerate(section["items"]):
            yield ("sections", i, "items", j), item


def kind_of(item: Value) -> Kind:
    """How an item is answered."""
    return Kind(item.get("answer", Kind.CHECK))


def item_problems(value: Value) -> Iterator[Problem]:
    """Everything wrong with the items of a checklist that fits the schema."""
    items = list(placed_items(value))
    sections = [(("sections", i), section) for i, section in enumerate(value["sections"])]
    yield from _doubled(sections, _("Two sections have the key “%(key)s”."))
    yield from _doubled(items, _("Two items have the key “%(key)s”."))
    for path, item in items:
        yield from _answer_problems(item, path)
    yield from _condition_problems(items)


def _doubled(things: list[tuple[Any, Value]], message: str) -> Iterator[Problem]:
    counted = Counter[str]()
    for path, thing in things:
        counted[thing["key"]] += 1
        if counted[thing["key"]] == 2:
            yield Problem((*path, "key"), message % {"key": thing["key"]}, _("Give one of them another key."))


def _answer_problems(item: Value, path: Path) -> Iterator[Problem]:
    kind = kind_of(item)
    for name, needed in _OF_KIND.items():
        if name in item and kind is not needed:
            message = _("“%(name)s” belongs to an item with “answer: %(kind)s”.")
            yield NameProblem((*path, name), message % {"name": name, "kind": needed.value})
    if kind is Kind.READING and "unit" not in item:
        yield Problem(path, _("A reading needs a unit."), _("Write it like: unit: ℃."))
    if kind is Kind.READING and item.get("low", 0) > item.get("high", float("inf")) and "low" in item:
        yield Problem((*path, "low"), _("The least reading that passes is greater than the greatest."))
    if kind is Kind.CHOICE and len(item.get("options", ())) < 2:
        yield Problem(path, _("A choice needs two options or more."))
    if kind is Kind.TEXT and item.get("photograph") == "on-fail":
        message = _("An answer in words does not fail, so this photograph would never be asked for.")
        yield Problem((*path, "photograph"), message, _("Write always or never."))
    options = [((*path, "options", i), option) for i, option in enumerate(item.get("options", ()))]
    yield from _doubled(options, _("Two options have the key “%(key)s”."))


def _condition_problems(items: list[tuple[Path, Value]]) -> Iterator[Problem]:
    order = {item["key"]: i for i, (_path, item) in reversed(list(enumerate(items)))}
    needs = {item["key"]: item["when"]["item"] for _path, item in items if "when" in item}
    rings = cycles(needs)
    for ring in rings:
        path = (*items[order[ring[0]]][0], "when", "item")
        way = " → ".join([*ring, ring[0]])
        hint = _("Let one of them be asked always.")
        yield Problem(path, _("These items wait for each other: %(way)s.") % {"way": way}, hint)
    ringed = {key for ring in rings for key in ring}
    for place, (path, item) in enumerate(items):
        if "when" not in item or item["key"] in ringed:
            continue
        name = item["when"]["item"]
        if name not in order:
            message = _("There is no item “%(key)s” in this checklist.")
            yield Problem((*path, "when", "item"), message % {"key": name})
        elif order[name] > place:
            message = _("The item “%(key)s” stands further down, so it has no answer yet.")
            hint = _("Put it above this one.")
            yield Problem((*path, "when", "item"), message % {"key": name}, hint)
        else:
            yield from _outcome_problems(items[order[name]][1], item["when"]["is"], (*path, "when", "is"))


def _outcome_problems(item: Value, wanted: list[str], path: Path) -> Iterator[Problem]:
    kind = kind_of(item)
    if kind is Kind.TEXT:
        message = _("“%(key)s” is answered in words; nothing can be made to depend on it.")
        yield Problem(path, message % {"key": item["key"]})
        return
    known = [option["key"] for option in item.get("options", ())]
    if kind is not Kind.CHOICE:
        known = ["pass", "fail", *(["na"] if kind is Kind.CHECK else [])]
    for i, outcome in enumerate(wanted):
        if outcome not in known:
            message = _("“%(outcome)s” is no outcome of the item “%(key)s”.")
            hint = _("One of: %(known)s.") % {"known": ", ".join(known)}
            yield Problem((*path, i), message % {"outcome": outcome, "key": item["key"]}, hint)


def charter_problems(value: Value) -> Iterator[Problem]:
    """Items that ask people to enter what the charter rules out; stricter than what any text may say."""
    hint = _("Ask for a condition of the place instead, or leave the item out.")
    for path, item in placed_items(value):
        if kind_of(item) is Kind.CHECK:
            continue
        texts = [((*path, "ask"), item["ask"])]
        texts += [((*path, "options", i, "title"), o["title"]) for i, o in enumerate(item.get("options", ()))]
        for where, words in texts:
            for language, text in words.items():
                refusal = refused_by_charter(text)
                if refusal:
                    yield charter.problem((*where, language), refusal.rule, refusal.words, hint)
