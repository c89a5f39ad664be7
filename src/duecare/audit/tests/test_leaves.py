"""A leaf covers every column; an identifier tells when it was made."""

from __future__ import annotations

import uuid
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.audit.models import Entry
from duecare.audit.rules import Leaf, canonical, commit, leaf_hash, made_at
from duecare.core.ids import uuid7

LEAF = Leaf(
    uuid7(), uuid.UUID(int=1), datetime(2027, 3, 5, 7, 31, 0, 1, tzinfo=UTC), uuid.UUID(int=2), uuid.UUID(int=3),
    "reports.filed", "submission", "5", bytes(32), 4,
)  # fmt: skip
OTHER: dict[str, Any] = {
    "id": uuid7(), "root": uuid.UUID(int=9), "at": LEAF.at + timedelta(microseconds=1), "actor": None, "post": None,
    "verb": "reports.filed2", "object_kind": "s", "object_id": "6", "commitment": b"\x01" * 32, "leaf": 5,
}  # fmt: skip


def test_every_column_but_the_hash_itself_is_in_the_leaf():
    assert {f.name for f in fields(Leaf)} == {f.attname for f in Entry._meta.concrete_fields} - {"leaf_hash"}


@pytest.mark.parametrize("column", sorted(OTHER))
def test_changing_a_column_changes_the_leaf(column):
    assert leaf_hash(replace(LEAF, **{column: OTHER[column]})) != leaf_hash(LEAF)


def test_the_same_instant_in_another_zone_is_the_same_leaf():
    there = LEAF.at.astimezone(timezone(timedelta(hours=8)))
    assert leaf_hash(replace(LEAF, at=there)) == leaf_hash(LEAF)


@given(st.dictionaries(st.text(), st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False,
       allow_infinity=False), st.text(alphabet=st.characters(exclude_categories=["Cs"])))))  # fmt: skip
def test_details_have_one_form_whatever_their_order(body):
    try:
        form = canonical(body)
    except UnicodeEncodeError:  # a lone surrogate among the keys: it is no text
        return
    assert canonical(dict(reversed(body.items()))) == form
    assert commit(b"a" * 16, form) != commit(b"b" * 16, form)


def test_an_identifier_tells_its_time_and_another_version_is_refused():
    assert abs(made_at(uuid7()) - datetime.now(UTC)) < timedelta(seconds=5)
    with pytest.raises(ValueError, match="UUIDv7"):
        made_at(uuid.uuid4())
