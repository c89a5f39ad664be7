"""What makes words findable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.findable.bigrams import fold, for_postgresql, for_sqlite, indexed, pieces

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E40), min_size=1, max_size=12)
MIXED = st.text(st.sampled_from("灭火器过期不亮Aa1３Ｂ ,，。'\"§&|:*\\-"), max_size=20)


@given(HAN, HAN, HAN)
def test_whatever_part_of_a_sentence_is_found_in_it(before: str, part: str, after: str) -> None:
    assert all(piece in indexed(before + part + after) for piece in pieces(part))


@given(HAN, HAN)
def test_what_no_sentence_holds_is_not_found(text: str, word: str) -> None:
    assert all(piece in indexed(text) for piece in pieces(word)) == (word in text)


@given(MIXED)
def test_tokens_need_no_escape_and_no_text_makes_a_mark(text: str) -> None:
    tokens = indexed(text).split()
    assert not [token for token in tokens if not token.isalnum()]
    assert all(token in "".join(tokens) for piece in pieces(text) for token in piece.split())


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("教学楼东楼梯", "东楼", True),
        ("教学楼东楼梯", "梯", True),
        ("教学楼东楼梯", "楼东教", False),
        ("灭火员带走机器", "灭火器", False),
        ("Boiler NO.12", "boil", True),
        ("Boiler NO.12", "oiler", False),
        ("Boiler NO.12", "ＢＯＩＬＥＲ", True),
        ("编号Ｄ２－０１４", "d2", True),
        ("编号D2-014", "014", True),
        ("straße", "STRASSE", True),
    ],
)
def test_words_are_found_folded_and_latin_ones_from_their_beginning(
    text: str, word: str, found: bool
) -> None:
    assert all(piece in indexed(text) for piece in pieces(word)) is found


def test_signs_alone_are_no_word() -> None:
    assert pieces("，。!") == () and indexed("，。!") == ""
    assert fold("ＡＢ") == "ab"


def test_a_query_asks_for_all_pieces_of_a_word_or_one_of_its_names() -> None:
    asked = [(pieces("灭火器a"), ["u00001"]), (pieces("火"), [])]
    assert for_postgresql(asked) == "(('灭火' & '火器' & 'a':*) | '§u00001') & (('火':*))"
    assert for_sqlite(asked) == '(("灭火" AND "火器" AND "a"*) OR "§u00001") AND (("火"*))'
