"""Identifiers."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.core import ids


def test_row_identifiers_are_the_standard_librarys_and_sort_in_the_order_made() -> None:
    made = [ids.uuid7() for _ in range(2000)]
    assert all(type(each) is uuid.UUID and each.version == 7 for each in made)
    assert made == sorted(made)
    assert len(set(made)) == len(made)


@given(st.integers(1, 512))
def test_a_token_has_at_least_the_bits_asked_for_and_no_whole_character_more(bits: int) -> None:
    token = ids.random_token(bits)
    assert bits <= len(token) * 5 < bits + 5
    assert set(token) <= set(ids.TOKEN_ALPHABET)


def test_the_alphabet_has_no_lookalikes() -> None:
    assert len(set(ids.TOKEN_ALPHABET)) == 32
    assert not set(ids.TOKEN_ALPHABET) & set("ilou")


def test_tokens_differ() -> None:
    assert len({ids.random_token(100) for _ in range(1000)}) == 1000


def test_a_token_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="bit"):
        ids.random_token(0)
