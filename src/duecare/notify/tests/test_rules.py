"""Quiet hours, retries and what makes one message."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from duecare.notify.rules import BACKOFF, Away, Happened, fell_into, held_until, message_key, next_try

times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
moments = st.integers(1_750_000_000, 1_900_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
zones = st.sampled_from(["Asia/Shanghai", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns"]).map(
    ZoneInfo
)
NIGHT = (time(22, 0), time(6, 30))
SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE = Happened(
    "tell",
    2,
    "00001",
    uuid.UUID(int=1),
    "winter/daily/pm",
    date(2027, 3, 5),
    False,
    datetime(2027, 3, 5, 8, tzinfo=UTC),
)


@given(moments, times, times, zones)
def test_what_is_held_goes_out_within_a_day_at_the_end_of_quiet(at, quiet_from, quiet_until, zone):
    until = held_until("remind", at, quiet_from, quiet_until, zone)
    if until is None:
        return
    assert at < until <= at + timedelta(hours=25)  # an hour more on the day a clock is put back
    local = until.astimezone(zone)
    assert local.time() == quiet_until or local.utcoffset() != (local - timedelta(hours=3)).utcoffset()


@given(moments, times, times, zones)
def test_what_is_escalated_is_never_held(at, quiet_from, quiet_until, zone):
    assert held_until("escalate", at, quiet_from, quiet_until, zone) is None


@given(moments, times, zones)
def test_equal_times_mean_no_quiet_hours(at, clock, zone):
    assert held_until("remind", at, clock, clock, zone) is None


def test_the_night_ends_at_half_past_six():
    def held(hour: int, minute: int) -> datetime | None:
        return held_until("tell", datetime(2027, 3, 5, hour, minute, tzinfo=SHANGHAI), *NIGHT, SHANGHAI)

    morning = datetime(2027, 3, 6, 6, 30, tzinfo=SHANGHAI)
    assert held(22, 0) == morning
    assert held(6, 29) == morning - timedelta(days=1)
    assert held(6, 30) is None
    assert held(21, 59) is None


def test_patience_grows_and_ends():
    at = datetime(2027, 3, 5, tzinfo=UTC)
    waits = [(next_try(n, at) or at) - at for n in range(1, len(BACKOFF) + 1)]
    assert waits == sorted(waits)
    assert waits[:5] == [timedelta(minutes=m) for m in (1, 5, 15, 60, 240)]
    assert next_try(len(BACKOFF) + 1, at) is None


def test_units_do_not_part_a_message_and_everything_else_does():
    key = message_key(ONE, "p")
    assert message_key(replace(ONE, obligation=uuid.UUID(int=2)), "p") == key
    others = [
        message_key(ONE, "q"),
        message_key(replace(ONE, what="remind"), "p"),
        message_key(replace(ONE, rung=3), "p"),
        message_key(replace(ONE, root_key="00002"), "p"),
        message_key(replace(ONE, strand="winter/daily/am"), "p"),
        message_key(replace(ONE, slot=date(2027, 3, 6)), "p"),
        message_key(replace(ONE, confidential=True), "p"),
        message_key(replace(ONE, outage=uuid.UUID(int=9)), "p"),
        message_key(replace(ONE, rung=None), "p"),
    ]
    assert len({key, *others}) == len(others) + 1


def test_a_confidential_matter_shares_a_message_with_no_other():
    secret = replace(ONE, confidential=True, outage=uuid.UUID(int=9))
    assert message_key(secret, "p") != message_key(replace(secret, obligation=uuid.UUID(int=2)), "p")


def test_keys_fit_their_column():
    longest = replace(ONE, what="w" * 12, strand="s" * 100, rung=None)
    assert len(message_key(longest, str(uuid.uuid4()))) <= 220


def test_a_step_falls_into_an_outage_and_what_people_did_does_not():
    away = Away(uuid.UUID(int=9), ONE.done_at - timedelta(hours=2), ONE.done_at)
    within = ONE.done_at - timedelta(hours=1)
    assert fell_into([away], 2, within) == away.id
    assert fell_into([away], None, within) is None
    assert fell_into([away], 2, away.from_at) is None
    assert fell_into([away], 2, away.until_at) is None
