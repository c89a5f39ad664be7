"""What transitions do to tallies, and what outsiders may see of them."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from duecare.obligations.rules import MEASURES, ending, suppressed


def after(*turns: str) -> dict[str, int]:
    count: Counter[str] = Counter()
    for turn in turns:
        count.update(MEASURES[turn])
    return {name: n for name, n in count.items() if n}


def test_what_is_owed_is_open_or_has_ended_in_one_way() -> None:
    assert after("opened", "missed", ending("discharged", missed=True)) == {
        "owed": 1, "missed": 1, "discharged": 1, "late": 1,
    }  # fmt: skip
    for turn, adds in MEASURES.items():
        ways = sum(adds.get(way, 0) for way in ("open", "discharged", "waived", "lapsed"))
        assert adds.get("owed", 0) == ways, turn


def test_a_miss_stays_where_it_was_missed_when_the_duty_is_handed_over() -> None:
    assert after("opened", "missed", ending("given", missed=True)) == {"missed": 1}
    assert after(ending("taken", missed=True)) == {"owed": 1, "open": 1, "silent": 1}


CELLS = st.dictionaries(
    st.text("abc", min_size=1, max_size=2), st.fixed_dictionaries({"owed": st.integers(0, 12)})
)


@given(CELLS)
def test_no_count_under_five_is_shown_nor_what_would_reveal_it(cells: dict[str, dict[str, int]]) -> None:
    shown = suppressed(cells)
    blank = [key for key, sums in shown.items() if sums["owed"] is None]
    for key, sums in shown.items():
        assert sums["owed"] in (None, cells[key]["owed"])
        if 0 < cells[key]["owed"] < 5:
            assert sums["owed"] is None
    others = [key for key in cells if key not in blank and cells[key]["owed"]]
    assert len(blank) != 1 or not others
