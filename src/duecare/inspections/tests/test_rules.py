"""What is asked, what is complete and what was found, whatever the checklist and the answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.inspections.rules import (
    Answer,
    Checklist,
    Condition,
    Fault,
    Field,
    Item,
    Kind,
    Level,
    Option,
    Photograph,
    Section,
    Words,
    asked,
    checklist_from,
    cycles,
    fault,
    findings,
    outcome,
    progress,
)

W = Words("一", "one")
LIMITS = st.none() | st.decimals(-50, 50, places=1)
VALUES = st.sampled_from(["pass", "fail", "na", "a", "b", "", "12", "-3.5", "１２", "warm"])
ANSWERS = st.builds(Answer, VALUES, st.integers(0, 2))


@st.composite
def checklists(draw: Any) -> Checklist:
    """Checklists whose conditions name earlier items, as the check makes sure."""
    items: list[Item] = []
    for i in range(draw(st.integers(1, 12))):
        kind = draw(st.sampled_from(Kind))
        options = (Option("a", W), Option("b", W, True)) if kind is Kind.CHOICE else ()
        earlier = [item for item in items if item.outcomes]
        condition = None
        if earlier and draw(st.booleans()):
            other = draw(st.sampled_from(earlier))
            wanted = draw(st.sets(st.sampled_from(other.outcomes), min_size=1))
            condition = Condition(other.key, frozenset(wanted))
        items.append(
            Item(
                f"i{i}", W, kind, options=options, condition=condition, low=draw(LIMITS), high=draw(LIMITS),
                photograph=draw(st.sampled_from(Photograph)), level=draw(st.sampled_from(Level)),
                days=draw(st.none() | st.integers(0, 30)), optional=draw(st.booleans()),
            )
        )  # fmt: skip
    cut = draw(st.integers(0, len(items)))
    sections = tuple(Section(f"s{n}", W, tuple(part)) for n, part in enumerate((items[:cut], items[cut:])))
    return Checklist("list", 1, W, Field.FIRE, sections)


def answers_to(checklist: Checklist) -> st.SearchStrategy[dict[str, Answer]]:
    keys = [item.key for item in checklist.items]
    return st.dictionaries(st.sampled_from([*keys, "gone"]), ANSWERS)


@given(st.data())
def test_an_item_is_asked_exactly_when_its_condition_is_asked_and_has_the_outcome(data):
    checklist = data.draw(checklists())
    answers = data.draw(answers_to(checklist))
    now = asked(checklist, answers)
    keys = [item.key for item in now]
    assert keys == [item.key for item in checklist.items if item.key in keys]
    for item in checklist.items:
        if item.condition is None:
            assert item.key in keys
            continue
        other = checklist.item(item.condition.item)
        holds = other.key in keys and outcome(other, answers.get(other.key)) in item.condition.outcomes
        assert (item.key in keys) == holds


@given(st.data())
def test_what_is_asked_depends_on_earlier_answers_alone(data):
    checklist = data.draw(checklists())
    answers = data.draw(answers_to(checklist))
    order = [item.key for item in checklist.items]
    last = order[-1]
    changed = {**answers, last: data.draw(ANSWERS)}
    assert asked(checklist, changed) == asked(checklist, answers)


@given(st.data())
def test_only_what_is_asked_is_missing_wrong_or_found(data):
    checklist = data.draw(checklists())
    answers = data.draw(answers_to(checklist))
    now = {item.key for item in asked(checklist, answers)}
    state = progress(checklist, answers)
    found = list(findings(checklist, answers))
    assert set(state.missing) | set(state.faults) | {f.item.key for f in found} <= now
    assert set(state.idle) == set(answers) - now
    assert not set(state.missing) & set(answers)
    assert state.complete == (not state.missing and not state.faults)
    for finding in found:
        assert finding.item in finding.section.items
        assert (finding.level, finding.days) == (finding.item.level, finding.item.days)
        assert finding.item.kind is not Kind.TEXT


@given(st.data())
def test_answering_what_is_missing_ends(data):
    """However conditions lie, at most one answer for each item completes the list."""
    checklist = data.draw(checklists())
    answers: dict[str, Answer] = {}
    good = {Kind.CHECK: "na", Kind.READING: "0", Kind.CHOICE: "a", Kind.TEXT: "x"}
    for _turn in range(len(list(checklist.items)) + 1):
        missing = progress(checklist, answers).missing
        if not missing:
            break
        answers[missing[0]] = Answer(good[checklist.item(missing[0]).kind], photographs=1)
    assert progress(checklist, answers).complete


@given(low=LIMITS, high=LIMITS, read=st.decimals(-60, 60, places=1))
def test_a_reading_passes_between_its_limits_both_included(low, high, read):
    item = Item("t", W, Kind.READING, low=low, high=high)
    within = (low is None or read >= low) and (high is None or read <= high)
    assert outcome(item, Answer(f"{read:f}")) == ("pass" if within else "fail")


@pytest.mark.parametrize(
    ("item", "answer", "wrong"),
    [
        (Item("a", W), Answer("pass"), None),
        (Item("a", W), Answer("maybe"), Fault.UNKNOWN),
        (Item("a", W), Answer(" "), Fault.EMPTY),
        (Item("a", W, Kind.READING), Answer("１８．５"), None),
        (Item("a", W, Kind.READING), Answer("1e5"), Fault.NO_NUMBER),
        (Item("a", W, Kind.READING), Answer("NaN"), Fault.NO_NUMBER),
        (Item("a", W, Kind.TEXT), Answer("x" * 501), Fault.TOO_LONG),
        (Item("a", W, photograph=Photograph.ON_FAIL), Answer("fail"), Fault.NO_PHOTOGRAPH),
        (Item("a", W, photograph=Photograph.ON_FAIL), Answer("fail", 1), None),
        (Item("a", W, photograph=Photograph.ON_FAIL), Answer("pass"), None),
        (Item("a", W, photograph=Photograph.ALWAYS), Answer("pass"), Fault.NO_PHOTOGRAPH),
        (Item("a", W, photograph=Photograph.ALWAYS), Answer("na"), None),
        (Item("a", W, Kind.READING, high=Decimal(8), photograph=Photograph.ON_FAIL), Answer("9"),
         Fault.NO_PHOTOGRAPH),
    ],
)  # fmt: skip
def test_what_is_wrong_with_one_answer(item, answer, wrong):
    assert fault(item, answer) is wrong


def needs_of(ways: list[tuple[int, int]]) -> dict[str, str]:
    return {f"i{a}": f"i{b}" for a, b in ways}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_rings_are_found_each_once_and_nothing_else(ways):
    needs = needs_of(ways)
    rings = cycles(needs)
    for ring in rings:
        assert all(needs[a] == b for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))
    ringed = [key for ring in rings for key in ring]
    assert len(ringed) == len(set(ringed))
    for start in needs:
        key, steps = needs[start], 1
        while key in needs and key != start and steps < 20:
            key, steps = needs[key], steps + 1
        assert (key == start) == (start in ringed)


def test_a_file_s_content_becomes_the_checklist():
    both = {"zh": "一", "en": "one"}
    value = {
        "checklist": "k", "version": 3, "title": both, "field": "food", "source": "practice, unverified",
        "sections": [{"key": "s", "title": both, "items": [
            {"key": "t", "ask": both, "answer": "reading", "unit": "℃", "low": 0, "high": 8.5, "source": "A"},
            {"key": "u", "ask": both, "when": {"item": "t", "is": ["fail"]}, "level": "major", "days": 0},
        ]}],
    }  # fmt: skip
    checklist = checklist_from(value)
    first, second = checklist.items
    assert (first.low, first.high, first.source) == (Decimal(0), Decimal("8.5"), "A")
    assert second.condition == Condition("t", frozenset({"fail"}))
    assert (second.level, second.days, second.source) == (Level.MAJOR, 0, "practice, unverified")
    found = list(findings(checklist, {"t": Answer("9"), "u": Answer("fail")}))
    assert [finding.item for finding in found] == [first, second]
