"""Local times over many zones: what does not occur, what occurs twice, the day that never was."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duecare.core.calendar import GapTime, at_local, day_bounds, local_date, zone_named
from duecare.core.errors import BadInput

ZONES = [
    "Africa/Cairo",
    "America/Havana",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Shanghai",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Apia",
    "Pacific/Kwajalein",
    "UTC",
]
zones = st.sampled_from(ZONES)
days = st.dates(date(1975, 1, 1), date(2037, 12, 31))
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
MINUTE = timedelta(minutes=1)


@given(zones, days, minutes)
@example("America/New_York", date(2027, 3, 14), time(2, 30))
@example("America/New_York", date(2027, 11, 7), time(1, 30))
@example("Australia/Lord_Howe", date(2027, 10, 3), time(2, 15))
@example("Pacific/Apia", date(2011, 12, 30), time(12))
@example("Asia/Beirut", date(2027, 3, 28), time(0))
def test_a_local_time_is_the_first_instant_that_shows_it_or_a_gap(
    zone: str, day: date, clock_time: time
) -> None:
    tz, wall = ZoneInfo(zone), datetime.combine(day, clock_time)
    noon = datetime.combine(day, time(12), UTC)
    around = (noon + timedelta(days=d, hours=h) for d in (-1, 0, 1) for h in range(-14, 15))
    offsets = {offset for at in around if (offset := at.astimezone(tz).utcoffset()) is not None}
    instants = sorted((wall - offset).replace(tzinfo=UTC) for offset in offsets)
    showing = [at for at in instants if at.astimezone(tz).replace(tzinfo=None, fold=0) == wall]
    if showing:
        assert at_local(day, clock_time, zone) == showing[0]
        assert at_local(day, clock_time, zone, gap="forward") == showing[0]
    else:
        with pytest.raises(GapTime):
            at_local(day, clock_time, zone)
        shown = at_local(day, clock_time, zone, gap="forward").astimezone(tz)
        assert shown.replace(tzinfo=None) > wall


@given(zones, days, minutes)
def test_the_result_is_in_utc(zone: str, day: date, clock_time: time) -> None:
    at = at_local(day, clock_time, zone, gap="forward")
    assert at.tzinfo is UTC


walls = st.tuples(st.dates(date(1992, 1, 1), date(9999, 12, 30)), minutes)


@given(st.sampled_from(["Asia/Shanghai", "Asia/Kathmandu", "UTC"]), walls, walls)
def test_where_the_clock_does_not_change_later_on_the_wall_is_later(
    zone: str, a: tuple[date, time], b: tuple[date, time]
) -> None:
    early, late = sorted((a, b))
    assert at_local(*early, zone) <= at_local(*late, zone)


@given(zones, days)
def test_days_follow_each_other_without_gap_or_overlap(zone: str, day: date) -> None:
    start, end = day_bounds(day, zone)
    next_start, _ = day_bounds(day + timedelta(days=1), zone)
    assert start <= end == next_start
    if start < end:
        assert local_date(start, zone) == day


def test_the_lengths_of_days() -> None:
    def hours(zone: str, day: date) -> float:
        start, end = day_bounds(day, zone)
        return (end - start) / timedelta(hours=1)

    assert hours("Asia/Shanghai", date(2027, 3, 14)) == 24
    assert hours("America/New_York", date(2027, 3, 14)) == 23
    assert hours("America/New_York", date(2027, 11, 7)) == 25
    assert hours("Australia/Lord_Howe", date(2027, 10, 3)) == 23.5
    assert hours("Pacific/Apia", date(2011, 12, 30)) == 0


def test_the_first_of_two_occurrences_is_meant() -> None:
    assert at_local(date(2027, 11, 7), "01:30", "America/New_York") == datetime(
        2027, 11, 7, 5, 30, tzinfo=UTC
    )
    folded = time(1, 30, fold=1)
    assert at_local(date(2027, 11, 7), folded, "America/New_York") == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


def test_a_gap_says_zone_date_and_time() -> None:
    with pytest.raises(GapTime) as caught:
        at_local(date(2027, 3, 14), "2:30", "America/New_York")
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.zone, error.day, error.time) == ("America/New_York", date(2027, 3, 14), "02:30")
    assert error.params == {"zone": "America/New_York", "date": "2027-03-14", "time": "02:30"}
    assert error.code == "time.gap"


def test_a_gap_can_be_shifted_over_by_its_length() -> None:
    shifted = at_local(date(2027, 3, 14), "02:30", "America/New_York", gap="forward")
    assert shifted.astimezone(ZoneInfo("America/New_York")).time() == time(3, 30)
    samoa = at_local(date(2011, 12, 30), "12:00", "Pacific/Apia", gap="forward")
    assert samoa.astimezone(ZoneInfo("Pacific/Apia")).date() == date(2011, 12, 31)


def test_the_end_of_a_day_can_be_written_as_24_00() -> None:
    assert at_local(date(2027, 1, 4), "24:00", "Asia/Shanghai") == datetime(2027, 1, 4, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "24:01", "25:00", "15:60", "1530", "15:3", "15:30:00", "-1:30", "٣:30", " 9:30"]
)
def test_what_is_no_time_of_day_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        at_local(date(2027, 1, 4), text, "Asia/Shanghai")
    assert caught.value.code == "time.unreadable"


@pytest.mark.parametrize("name", ["", "Asia/Nowhere", "America", "../etc/passwd", "/etc/localtime", "A\0"])
def test_what_is_no_zone_is_bad_input(name: str) -> None:
    with pytest.raises(BadInput) as caught:
        zone_named(name)
    assert caught.value.code == "zone.unknown"


def test_the_ends_of_the_years_are_bad_input_not_a_crash() -> None:
    with pytest.raises(BadInput):
        at_local(date.max, "24:00", "UTC")
    with pytest.raises(BadInput):
        at_local(date.min, "00:00", "Asia/Shanghai")


def test_an_instant_without_a_zone_and_a_time_with_one_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        local_date(datetime(2027, 1, 4), "UTC")  # noqa: DTZ001 - the point
    with pytest.raises(ValueError, match="zone"):
        at_local(date(2027, 1, 4), time(15, 30, tzinfo=UTC), "UTC")
    with pytest.raises(TypeError, match="local date"):
        at_local(datetime(2027, 1, 4, tzinfo=UTC), "15:30", "UTC")
