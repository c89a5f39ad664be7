"""How near one text is to another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.sightings import rules

ORIGINAL = "三楼东侧消防通道的门被铁链锁住，推不开，我家孩子昨天在这里摔倒。"
ENGLISH = "The fire door on the third floor east is chained, my child fell there yesterday."


@pytest.mark.parametrize(
    "text",
    [
        ORIGINAL, "三楼东侧消防通道的门被铁链锁住，推不开", "三楼 东侧 消防通道的门 被铁链锁住!!", ENGLISH,
        "THE FIRE DOOR on the third floor east is chained",
    ],
)  # fmt: skip
def test_copies_and_parts_of_the_original_are_too_near(text: str) -> None:
    assert rules.too_near(text, f"{ORIGINAL}\n{ENGLISH}")


@pytest.mark.parametrize(
    "text",
    [
        "消防通道上锁，须立即开启并保持畅通。", "东楼三层安全出口被锁闭。",
        "An emergency exit is locked. It has to stay open while the building is in use.", "门锁", "",
    ],
)  # fmt: skip
def test_own_words_about_the_same_thing_are_not(text: str) -> None:
    assert not rules.too_near(text, f"{ORIGINAL}\n{ENGLISH}")


@given(st.text(max_size=80), st.text(max_size=80))
def test_nearness_is_a_share_and_whole_for_the_same(text: str, other: str) -> None:
    assert 0 <= rules.nearness(text, other) <= 1
    assert rules.nearness(text, text) in (0, 1)
    assert rules.nearness(text, "") == 0


def test_a_text_said_over_and_over_is_not_nearer_by_that() -> None:
    assert not rules.too_near("消防通道" * 6, "消防通道的门")


def test_it_is_due_so_many_hours_later() -> None:
    at = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
    assert rules.due(at, 24) - at == timedelta(days=1)
