"""When tasks and meetings are owed: properties of their calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from duecare.core.calendar import WEEKDAYS
from duecare.tasks.rules import occurrences, origin, owed

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]
days = st.dates(date(2010, 1, 1), date(2040, 12, 31))


@st.composite
def weekly_terms(draw: st.DrawFn) -> dict[str, object]:
    first = draw(days)
    return {
        "zone": draw(st.sampled_from(ZONES)),
        "weekday": draw(st.sampled_from(sorted(WEEKDAYS))),
        "time": f"{draw(st.integers(0, 23))}:{draw(st.integers(0, 59)):02}",
        "first": first.isoformat(),
        "last": (first + timedelta(days=draw(st.integers(-5, 400)))).isoformat(),
        "opens_before": draw(st.integers(60, 6 * 86400)),
        "closes_after": 7 * 86400,
    }


@given(weekly_terms())
def test_once_a_week_on_its_weekday_inside_the_days(terms):
    found = list(occurrences(terms))
    first, last = date.fromisoformat(terms["first"]), date.fromisoformat(terms["last"])
    assert [o.slot for o in found] == [
        day
        for day in (first + timedelta(days=i) for i in range((last - first).days + 1))
        if day.isoweekday() == WEEKDAYS[terms["weekday"]]
    ]
    assert len({o.key for o in found}) == len(found)


@given(weekly_terms())
def test_each_opens_before_it_is_due_and_closes_after(terms):
    for o in occurrences(terms):
        assert o.closes_at is not None
        assert o.opens_at < o.due_at < o.closes_at
        assert o.due_at.tzinfo == UTC


@given(weekly_terms())
def test_it_is_due_at_its_local_time_unless_the_clock_leaves_it_out(terms):
    hour, minute = map(int, terms["time"].split(":"))
    for o in occurrences(terms):
        local = o.due_at.astimezone(ZoneInfo(terms["zone"]))
        if local.date() == o.slot and (local.hour, local.minute) == (hour, minute):
            continue
        wall = datetime(o.slot.year, o.slot.month, o.slot.day, hour, minute, tzinfo=ZoneInfo(terms["zone"]))
        assert wall.astimezone(UTC).astimezone(wall.tzinfo).replace(tzinfo=None) != wall.replace(tzinfo=None)


@given(weekly_terms(), st.sampled_from(["mon", "thu", "sun"]), st.integers(0, 23))
def test_moving_it_to_another_day_or_hour_keeps_its_key(terms, weekday, hour):
    """The ISO week is the key, so that moving what is open already doubles nothing."""
    before = {o.key for o in occurrences(terms)}
    after = [o.key for o in occurrences({**terms, "weekday": weekday, "time": f"{hour}:00"})]
    assert len(set(after)) == len(after)
    assert len(before.symmetric_difference(after)) <= 2  # the first and the last week, cut by the days


@given(weekly_terms(), st.integers(0, 400), st.integers(0, 400))
def test_what_is_owed_grows_with_the_horizon_and_never_reaches_back(terms, since, until):
    start = datetime.fromisoformat(terms["first"]).replace(tzinfo=UTC)
    at, horizon = start + timedelta(days=since), start + timedelta(days=until)
    found = owed(terms, at, horizon)
    assert all(o.due_at > at and o.opens_at <= horizon for o in found)
    assert {o.key for o in found} <= {o.key for o in owed(terms, at, horizon + timedelta(days=1))}


@given(
    st.sampled_from(["tasks", "meetings"]),
    st.text("ab-", min_size=1, max_size=5),
    st.text("ab-", min_size=1, max_size=5),
)
def test_origins_differ_where_anything_differs(section, key, other):
    assert (origin("p", section, key, "00001", "w") == origin("p", section, other, "00001", "w")) == (
        key == other
    )
    assert origin("p", "tasks", key, "00001", "") != origin("p", "meetings", key, "00001", "")
    assert origin("p", section, key, "00001", "") != origin("p", section, key, "00002", "")
