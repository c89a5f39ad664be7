"""Reading forms, counting figures, cut-offs, and what goes into a spreadsheet: pure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.reports.rules import (
    Span,
    cutoffs_between,
    deltas_between,
    form_from,
    form_id,
    overlaps,
    read,
    shown,
    spans_from,
    unscaled,
)
from duecare.reports.rules.exporting import neutral
from duecare.reports.rules.figures import measures

FIELDS: list[dict[str, Any]] = [
    {"key": "n", "type": "number", "title": "数", "min": -5, "max": 10000, "decimals": 2},
    {"key": "whole", "type": "number", "title": {"zh": "整数", "en": "Whole"}},
    {
        "key": "pick",
        "type": "choice",
        "title": "选",
        "options": [{"key": "a", "title": "甲"}, {"key": "b", "title": "乙"}],
    },
    {"key": "sure", "type": "yesno", "title": "是否"},
    {"key": "note", "type": "text", "title": "说明", "max": 10},
]
FORM = form_from(FIELDS)
START = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12", 1200), (" 12.5 ", 1250), ("12.50", 1250), ("１２.５", 1250), ("1,200", 120000), ("１，２００", 120000),
        ("-5", -500), ("−5", -500), ("+3", 300), (".5", 50), ("5.", 500), ("0", 0), ("-0", 0), ("1 000", 100000),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(typed, kept):
    assert read(FORM, {"n": typed}).values == {"n": kept}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1e3", "number"), ("NaN", "number"), ("inf", "number"), ("十二", "number"), ("1,20", "number"),
        ("12,5", "number"), ("1.2.3", "number"), ("--1", "number"), ("0x10", "number"), ("=1+1", "number"),
        ("1_000", "number"), ("9" * 31, "number"), ("12.345", "decimals"), ("-5.01", "below"), ("10000.01", "above"),
    ],
)  # fmt: skip
def test_what_is_no_number(typed, code):
    assert read(FORM, {"n": typed}).faults["n"].code == code


def test_numbers_without_bounds_stay_inside_the_sums():
    assert read(FORM, {"whole": str(10**10)}).values == {"whole": 10**10}
    assert read(FORM, {"whole": str(10**10 + 1)}).faults["whole"].code == "above"
    assert read(FORM, {"whole": "1.5"}).faults["whole"].code == "whole"


def test_blank_is_missing_and_nothing_at_all_is_no_report():
    reading = read(FORM, {"n": " ", "whole": "0", "pick": "", "sure": None})
    assert (reading.values, reading.texts, reading.faults) == ({"whole": 0}, {}, {})
    assert read(FORM, {"n": "", "note": " \u200b".strip("\u200b")}).faults[""].code == "empty"
    assert read(FORM, {"other": "1"}).faults[""].code == "unknown"


def test_texts_lose_what_cannot_be_seen():
    assert read(FORM, {"note": "a\x00b\r\nc\x1b"}).texts == {"note": "ab\nc"}
    assert read(FORM, {"note": "字" * 11}).faults["note"].code == "longest"


@given(st.decimals(min_value=-5, max_value=10000, places=2))
def test_a_number_comes_back_as_it_was(number: Decimal):
    kept = read(FORM, {"n": str(number)}).values["n"]
    assert isinstance(kept, int)
    field = FORM.fields[0]
    assert unscaled(field, kept) == number
    assert Decimal(shown(field, kept).replace(",", "")) == number


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["n", "whole"]), st.integers(-500, 9999)) | st.none(), max_size=8
    )
)
def test_deltas_add_up_to_the_last_version(versions):
    """Whatever was corrected into whatever, the sums are those of the version that counts; None is a nil report."""
    total: dict[str, int] = {}
    before: dict[str, int] = {}
    for values in versions:
        after = measures(FORM, values or {}, values is None)
        for name, amount in deltas_between(before, after).items():
            total[name] = total.get(name, 0) + amount
        before = after
    assert {name: amount for name, amount in total.items() if amount} == {
        n: a for n, a in before.items() if a
    }


def test_equal_forms_are_one_version():
    assert form_id(FIELDS) == form_id([dict(reversed(f.items())) for f in FIELDS])
    assert form_id(FIELDS) != form_id(FIELDS[::-1])


spans = st.builds(
    lambda first, length, weekdays, skip: Span(
        START + timedelta(first),
        START + timedelta(first + length),
        (("am", "09:30"), ("pm", "15:30")),
        frozenset(weekdays),
        frozenset(START + timedelta(day) for day in skip),
    ),
    st.integers(0, 30),
    st.integers(0, 20),
    st.sets(st.integers(1, 7), max_size=3),
    st.sets(st.integers(0, 50), max_size=5),
)


@given(st.lists(spans, max_size=4), st.integers(0, 40), st.integers(0, 20))
def test_spans_without_overlap_ask_once(several, first, length):
    assert spans_from(s.as_json() for s in several) == several
    found = list(cutoffs_between(several, START + timedelta(first), START + timedelta(first + length)))
    for cutoff in found:
        assert START + timedelta(first) <= cutoff.slot <= START + timedelta(first + length)
        assert any(s.first <= cutoff.slot <= s.last and cutoff.slot not in s.skip for s in several)
    if not overlaps(several):
        assert len({(c.slot, c.key) for c in found}) == len(found)


@given(st.text(max_size=20))
def test_no_cell_begins_a_formula(text):
    made = neutral(text)
    assert isinstance(made, str)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert made.removeprefix("'") == text.removeprefix("'")


def test_numbers_stay_numbers():
    assert neutral(Decimal("-3.5")) == Decimal("-3.5")
