"""Where a watch needs fewer people, who stands most gives up first, and the same rows always give the same answer."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duecare.duty.rules.surplus import Held, surplus

AT = datetime(2027, 1, 4, tzinfo=UTC)
PEOPLE = [uuid.UUID(int=n) for n in range(1, 5)]


def held(n: int, person: int, place: int, weight: float = 720, minutes: int = 0) -> Held:
    return Held(uuid.UUID(int=100 + n), PEOPLE[person], place, weight, AT + timedelta(minutes=minutes))


def test_who_stands_most_gives_up() -> None:
    there = [held(0, 0, 1), held(1, 1, 1)]
    assert surplus(there, {1: 1}, {PEOPLE[0]: 1440, PEOPLE[1]: 720}) == {there[0].id}
    assert surplus(there, {1: 1}, {PEOPLE[0]: 720, PEOPLE[1]: 1440}) == {there[1].id}


def test_of_two_who_stand_as_much_the_last_to_come_gives_up() -> None:
    there = [held(0, 0, 1, minutes=5), held(1, 1, 1)]
    assert surplus(there, {1: 1}, {PEOPLE[0]: 720, PEOPLE[1]: 720}) == {there[0].id}


def test_what_was_given_up_counts_for_the_next_watch() -> None:
    there = [held(n, n % 2, n // 2) for n in range(8)]
    given_up = surplus(there, dict.fromkeys(range(4), 1), {PEOPLE[0]: 2880, PEOPLE[1]: 2880})
    assert Counter(one.person for one in there if one.id in given_up) == {PEOPLE[0]: 2, PEOPLE[1]: 2}


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=20, unique=True),
    st.lists(st.integers(0, 3), min_size=5, max_size=5),
)
def test_each_place_keeps_as_many_as_it_needs_and_no_fewer(
    pairs: list[tuple[int, int]], wanted: list[int]
) -> None:
    there = [held(n, person, place) for n, (person, place) in enumerate(pairs)]
    needs = dict(enumerate(wanted))
    load: Counter[uuid.UUID] = Counter()
    for one in there:
        load[one.person] += 720
    given_up = surplus(there, needs, load)
    assert given_up == surplus(there, needs, load)
    before = Counter(one.place for one in there)
    after = Counter(one.place for one in there if one.id not in given_up)
    assert all(after[place] == min(before[place], needs[place]) for place in range(5))
