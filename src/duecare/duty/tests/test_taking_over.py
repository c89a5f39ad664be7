"""Which watch takes over from which: by the plan, and where its hours changed while a watch ran."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from duecare.duty.rules.owing import handed_over, has_its_hours, is_asked, owed_by, taken_over_by
from duecare.duty.rules.terms import Planned, watches_on

MONDAY = date(2027, 1, 18)
HOUR = timedelta(hours=1)


def terms(*shifts: tuple[str, str, str]) -> dict[str, Any]:
    return {
        "first": "2027-01-18",
        "last": "2027-01-20",
        "zone": "UTC",
        "day_types": {},
        "shifts": [{"key": key, "starts": starts, "ends": ends} for key, starts, ends in shifts],
        "needs": [{"shifts": [key for key, *_hours in shifts], "post": "officer", "people": 1, "on": None}],
        "check_in": {"opens_before": 1800, "within": 900},
        "handover": {"opens_before": 1800, "within": 1800},
    }


AS_IT_WAS = terms(("day", "08:00", "20:00"), ("night", "20:00", "08:00"))


def rows(given: dict[str, Any]) -> list[Planned]:
    return [watch for n in range(3) for watch in watches_on(given, MONDAY + timedelta(n))]


def after(changed: dict[str, Any]) -> Planned | None:
    """What takes over from Monday's day watch, which runs as the plan changes: the other rows follow the plan."""
    running = rows(AS_IT_WAS)[0]
    others = [row for row in rows(changed) if row.starts_at > running.starts_at + 2 * HOUR]
    return taken_over_by(changed, running, [running, *others])


def test_by_the_plan_it_is_the_one_that_begins_as_the_other_ends() -> None:
    there = rows(AS_IT_WAS)
    assert [taken_over_by(AS_IT_WAS, row, there) for row in there] == [*there[1:], None]


@pytest.mark.parametrize(
    ("day_ends", "night_ends", "starts"),
    [("21:00", "08:00", 21), ("19:00", "08:00", 19), ("23:30", "08:00", 23.5), ("20:00", "09:00", 20)],
)
def test_it_is_the_nearest_where_the_hours_have_changed(
    day_ends: str, night_ends: str, starts: float
) -> None:
    changed = terms(("day", "08:00", day_ends), ("night", day_ends, night_ends))
    following = after(changed)
    assert following is not None
    assert (following.shift, following.starts_at) == ("night", _at(starts))


def test_nobody_takes_over_where_nobody_comes_for_hours() -> None:
    assert after(terms(("day", "09:00", "19:00"))) is None


def test_a_gap_or_an_overlap_that_the_plan_has_is_no_change() -> None:
    for hours in (
        (("a", "08:00", "18:00"), ("b", "20:00", "02:00")),
        (("a", "08:00", "20:00"), ("b", "14:00", "02:00")),
    ):
        given = terms(*hours)
        there = rows(given)
        assert taken_over_by(given, there[0], there) is None
        assert [owed.what for owed in owed_by(given, there[0])] == ["officer"]


def test_whether_a_watch_is_asked_for_and_at_its_hours() -> None:
    running = rows(AS_IT_WAS)[0]
    changed = terms(("day", "08:00", "21:00"))
    assert has_its_hours(AS_IT_WAS, running) and is_asked(AS_IT_WAS, running)
    assert is_asked(changed, running) and not has_its_hours(changed, running)
    assert not is_asked(terms(("night", "20:00", "08:00")), running)
    assert not is_asked({**AS_IT_WAS, "last": "2027-01-17"}, running)


def test_it_can_be_signed_for_until_the_next_has_been_there_for_a_while() -> None:
    running, following = rows(AS_IT_WAS)[0], rows(terms(("night", "21:00", "08:00")))[0]
    (owed,) = handed_over(AS_IT_WAS, running, following)
    assert (owed.opens_at, owed.due_at, owed.closes_at) == (_at(19.5), _at(21.5), _at(32))
    assert list(handed_over({**AS_IT_WAS, "handover": None}, running, following)) == []


def _at(hours: float) -> datetime:
    return rows(AS_IT_WAS)[0].starts_at + timedelta(hours=hours - 8)
