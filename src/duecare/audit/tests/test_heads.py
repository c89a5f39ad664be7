"""A head is one line that survives mail, paper and pasting."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.audit.rules import BrokenHead, Head, NoHead, in_text

heads = st.builds(
    Head,
    root=st.uuids(),
    size=st.integers(0, 10**15 - 1),
    at=st.integers(0, 2**36).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    root_hash=st.binary(min_size=32, max_size=32),
    key=st.text("0123456789abcdef", min_size=16, max_size=16),
    signature=st.binary(min_size=64, max_size=64),
)
A_HEAD = Head(uuid.UUID(int=7), 12, datetime(2027, 3, 5, 7, 31, tzinfo=UTC), bytes(32), "ab" * 8, bytes(64))


@given(heads)
def test_a_head_reads_back_from_its_line(head):
    assert in_text(str(head)) == [head]
    assert "\n" not in str(head)
    assert " " not in str(head)


@given(st.lists(heads, min_size=1, max_size=3), st.integers(20, 90))
def test_heads_are_found_in_a_mail_that_broke_and_quoted_them(some, width):
    lines: list[str] = ["各位好,今日记录摘要如下:"]
    for head in some:
        text = str(head)
        lines += [f"> {text[i : i + width]}" for i in range(0, len(text), width)]
        lines.append("> 请妥善保存。")
    assert in_text("\r\n".join(lines)) == some


def test_the_line_says_its_size_and_time_to_a_reader():
    assert ".12.20270305T073100Z." in str(A_HEAD)


@pytest.mark.parametrize("text", ["", "hello", "duecare-head"])
def test_a_text_without_a_head_is_told_apart(text):
    with pytest.raises(NoHead):
        in_text(text)


@pytest.mark.parametrize("text", [str(A_HEAD)[:-1], str(A_HEAD).replace("Z", ""), f"{A_HEAD} {str(A_HEAD)[:100]}",
                                  str(A_HEAD).replace("20270305", "20271305")])  # fmt: skip
def test_a_cut_head_is_never_silently_left_out(text):
    with pytest.raises(BrokenHead):
        in_text(text)
