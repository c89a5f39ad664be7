"""The clock, real and installed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from duecare.core import clock


@pytest.fixture(autouse=True)
def _uninstalled() -> Iterator[None]:
    yield
    clock.uninstall()


def test_now_is_the_present_in_utc() -> None:
    before = datetime.now(UTC)
    at = clock.now()
    assert before <= at <= datetime.now(UTC)
    assert at.tzinfo is UTC


def test_an_installed_clock_is_followed_and_given_back_in_utc() -> None:
    simulated = datetime(2027, 1, 4, 15, 30, tzinfo=timezone(timedelta(hours=8)))
    clock.install(lambda: simulated)
    assert clock.now() == simulated
    assert clock.now().tzinfo is UTC
    clock.uninstall()
    assert clock.now() != simulated


def test_an_installed_clock_without_a_zone_is_refused() -> None:
    clock.install(lambda: datetime(2027, 1, 4))  # noqa: DTZ001 - the point
    with pytest.raises(ValueError, match="zone"):
        clock.now()


def test_durations_are_measured_in_real_time_under_a_simulated_clock() -> None:
    clock.install(lambda: datetime(2027, 1, 4, tzinfo=UTC))
    start = clock.monotonic()
    assert clock.monotonic() >= start
