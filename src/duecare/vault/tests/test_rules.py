"""Padding, bonds, months: what holds for all of them."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.vault.rules import bonds, months, padding

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
PLAIN = (
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary(max_size=9000)
    | st.dictionaries(st.text(), JSON)
)
DAYS = st.dates(date(2000, 1, 1), date(2200, 1, 1))
PARTS = st.lists(st.binary(max_size=8) | st.text("ab:/\0", max_size=6) | st.uuids(), max_size=5)


@given(PLAIN)
def test_what_is_padded_comes_back_and_is_of_few_sizes(plain):
    padded = padding.pad(plain)
    assert padding.unpad(padded) == plain and type(padding.unpad(padded)) is type(plain)
    assert len(padded) in padding.STEPS or len(padded) % 4096 == 0


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_a_longer_text_is_never_sealed_shorter(one, other):
    small, large = sorted((one, other))
    assert large + 5 <= padding.size_of(large) and padding.size_of(small) <= padding.size_of(large)
    assert padding.size_of(large) <= max(64, 4 * (large + 5)) and padding.size_of(large) - large <= 4096 + 5


@given(PLAIN, st.data())
def test_what_we_did_not_pad_is_refused(plain, data):
    padded = bytearray(padding.pad(plain))
    for wrong in (padded[:-1], padded + b"\0", padded[:4]):
        with pytest.raises(ValueError, match=r"too short|not padded"):
            padding.unpad(bytes(wrong))
    if padded.rstrip(b"\0") != padded:
        padded[-1] = data.draw(st.integers(1, 255))
        with pytest.raises(ValueError, match="not padded"):
            padding.unpad(bytes(padded))


@pytest.mark.parametrize(
    ("words", "size"), [("", 64), ("13800001234", 64), ("欧阳" * 9, 64), ("欧" * 20, 256), ("路" * 83, 256)]
)
def test_numbers_and_names_are_of_one_size(words, size):
    assert len(padding.pad(words)) == size


@given(PARTS, PARTS)
def test_different_parts_make_different_bonds(one, other):
    def raw(part):
        return part.bytes if isinstance(part, uuid.UUID) else part.encode() if isinstance(part, str) else part

    same = [raw(p) for p in one] == [raw(p) for p in other]
    assert (bonds.bond(*one) == bonds.bond(*other)) == same


@given(DAYS, st.integers(0, 500))
def test_months_are_counted_as_on_a_calendar(day, count):
    month = months.month_of(day)
    later = months.after(month, count)
    assert (later.year - month.year) * 12 + later.month - month.month == count and later.day == 1
    assert months.read(months.written(later)) == later


@given(DAYS, st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York", "Pacific/Kiritimati"]))
def test_a_month_has_ended_exactly_when_another_has_begun(day, zone):
    at = datetime(day.year, day.month, day.day, 17, 30, tzinfo=UTC)
    now = months.current(at, zone)
    assert not months.has_ended(now, at, zone) and months.has_ended(months.after(now, -1), at, zone)
    assert months.wanted(at, zone)[0] == now and len(set(months.wanted(at, zone))) == 37


def test_a_month_ends_at_local_midnight():
    end = datetime(2027, 3, 31, 16, 0, tzinfo=UTC)
    assert months.has_ended(date(2027, 3, 1), end, "Asia/Shanghai")
    assert not months.has_ended(date(2027, 3, 1), end - timedelta(microseconds=1), "Asia/Shanghai")
    assert not months.has_ended(date(2027, 3, 31), end, "UTC")


@pytest.mark.parametrize("text", ["2027-3", "2027-13", "202703", "2027-03-01", "", "20270-1"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        months.read(text)
