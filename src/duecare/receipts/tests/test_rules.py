"""How a code is written, read and checked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.core.ids import TOKEN_ALPHABET, random_token
from duecare.receipts import rules

RANDOM = st.text(st.sampled_from(TOKEN_ALPHABET), min_size=rules.RANDOM, max_size=rules.RANDOM)
PLACE = st.integers(0, rules.LENGTH - 1)


def test_a_code_has_100_random_bits_and_is_written_in_seven_groups_of_three() -> None:
    code = rules.with_check(random_token(rules.BITS))
    assert len(code) == rules.LENGTH == rules.RANDOM + 1
    shown = rules.grouped(code)
    assert [len(group) for group in shown.split("-")] == [3] * 7
    assert not set("ILOU") & set(shown)


@given(RANDOM)
def test_what_is_shown_is_read_again(random: str) -> None:
    code = rules.with_check(random)
    assert rules.is_whole(code)
    for typed in (
        rules.grouped(code),
        f" {rules.grouped(code).lower()} ",
        rules.grouped(code).replace("-", " "),
    ):
        assert rules.tidy(typed) == code


@given(RANDOM)
def test_look_alikes_do_not_matter(random: str) -> None:
    code = rules.with_check(random)
    typed = code.upper().replace("0", "O").replace("1", "I")
    assert rules.tidy(typed) == rules.tidy(typed.replace("I", "l")) == code


@given(RANDOM, PLACE, st.sampled_from(TOKEN_ALPHABET))
def test_any_one_wrong_character_is_noticed(random: str, place: int, wrong: str) -> None:
    code = rules.with_check(random)
    mistyped = code[:place] + wrong + code[place + 1 :]
    assert rules.is_whole(mistyped) == (mistyped == code)


@given(RANDOM, PLACE, PLACE)
def test_any_two_that_changed_places_are_noticed(random: str, one: int, other: int) -> None:
    code = list(rules.with_check(random))
    swapped = code.copy()
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert rules.is_whole("".join(swapped)) == (swapped == code)


@pytest.mark.parametrize("typed", ["", "0" * 20, "0" * 22, "u" * 21, "码" * 21, "-" * 500, "\0" * 21])
def test_what_is_no_code_is_noticed_too(typed: str) -> None:
    assert not rules.is_whole(rules.tidy(typed))
