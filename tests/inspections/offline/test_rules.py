"""The rules of answering on the phone are the server's: both decide the same cases in the same way."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from duecare.inspections import rules
from duecare.inspections.rules import (
    Answer,
    Checklist,
    Condition,
    Field,
    Item,
    Kind,
    Level,
    Option,
    Photograph,
    Section,
    Words,
    answering,
)
from tests.people import FOUNDED, clock_at

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "cases/answering.json").read_text())
NAMES = [case["name"] for case in CASES["cases"]]
PARTS = ("asked", "outcomes", "findings", "missing", "faults", "idle", "complete")

#: What the phone says of every case: the same parts, and every number in millionths.
ON_THE_PHONE = """async ({ cases, checklist, numbers, lengths, script }) => {
  const rules = await import(script);
  const given = ([value, photographs]) =>
    ({ value, photographs: Array(photographs).fill("x"), after: [], on_the_spot: false, major: false, note: "" });
  const decided = cases.map(({ answers }) => {
    const all = Object.fromEntries(Object.entries(answers).map(([key, one]) => [key, given(one)]));
    const items = rules.itemsOf(checklist);
    const outcomes = items.map((item) => [item.key, rules.outcome(item, all[item.key])]).filter(([, to]) => to);
    return {
      asked: rules.asked(checklist, all).map((item) => item.key),
      outcomes: Object.fromEntries(outcomes),
      findings: rules.findings(checklist, all).map((item) => item.key),
      ...rules.progress(checklist, all),
    };
  });
  const words = rules.itemsOf(checklist).find((item) => item.key === "remark");
  return {
    decided,
    numbers: numbers.map(([text]) => rules.number(text)),
    lengths: lengths.map(([length, letter]) => rules.fault(words, given([letter.repeat(length), 0]))),
  };
}"""


def checklist() -> Checklist:
    sections = tuple(
        Section(one["key"], said(one["title"]), tuple(map(item, one["items"])))
        for one in CASES["checklist"]["sections"]
    )
    return Checklist("cases", 1, said("Cases"), Field.FOOD, sections)


def said(text: str) -> Words:
    return Words(text, text)


def item(given: dict[str, Any]) -> Item:
    when = given.get("condition")
    low, high = (Decimal(given[limit]) if limit in given else None for limit in ("low", "high"))
    options = tuple(
        Option(one["key"], said(one["title"]), one.get("fails", False)) for one in given.get("options", [])
    )
    return Item(
        key=given["key"], ask=said(given["ask"]), kind=Kind(given["kind"]), unit=given.get("unit", ""),
        low=low, high=high, options=options, photograph=Photograph(given.get("photograph", "never")),
        condition=Condition(when["item"], frozenset(when["outcomes"])) if when else None,
        level=Level(given.get("level", "general")), days=given.get("days"), optional=given.get("optional", False),
    )  # fmt: skip


def on_the_server(case: dict[str, Any]) -> dict[str, Any]:
    answers = {key: Answer(value, count) for key, (value, count) in case["answers"].items()}
    whole = checklist()
    outcomes = {one.key: rules.outcome(one, answers.get(one.key)) for one in whole.items}
    progress = rules.progress(whole, answers)
    return {
        "asked": [one.key for one in rules.asked(whole, answers)],
        "outcomes": {key: to for key, to in outcomes.items() if to is not None},
        "findings": [one.item.key for one in rules.findings(whole, answers)],
        "missing": list(progress.missing),
        "faults": {key: fault.value for key, fault in progress.faults.items()},
        "idle": list(progress.idle),
        "complete": progress.complete,
    }


@pytest.mark.parametrize("case", CASES["cases"], ids=NAMES)
def test_the_server_decides_each_case(case: dict[str, Any]) -> None:
    assert on_the_server(case) == {part: case[part] for part in PARTS}


def test_the_server_reads_numbers_and_counts_characters() -> None:
    for text, value in CASES["numbers"]:
        assert answering.number(text) == (None if value is None else Decimal(value)), text
    remark = checklist().item("remark")
    for length, letter, fault in CASES["lengths"]:
        assert rules.fault(remark, Answer(letter * length)) == fault


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_phone_decides_each_of_them_in_the_same_way(page_at: Any) -> None:
    page = page_at(360)
    with clock_at(FOUNDED):
        page.goto("/sign-in/")
        told = page.evaluate(ON_THE_PHONE, {**CASES, "script": "/static/inspections/walk/answering.js"})
    for case, decided in zip(CASES["cases"], told["decided"], strict=True):
        assert decided == {part: case[part] for part in PARTS}, case["name"]
    for (text, value), read in zip(CASES["numbers"], told["numbers"], strict=True):
        assert read == (None if value is None else int(Decimal(value) * 10**6)), text
    assert told["lengths"] == [fault for _length, _letter, fault in CASES["lengths"]]
