"""kill −9 in the middle of ticks and filings."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection

from duecare.obligations import actions
from duecare.obligations.models import Obligation
from tests.kernel import integrity
from tests.kernel.conftest import STEPS
from tests.people import FOUNDED, District

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


def address() -> str:
    """The test database, as the settings' environment writes it."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{database['NAME']}"
    host = database["OPTIONS"].get("host") or database["HOST"]
    return f"postgresql://{database['USER']}@/{database['NAME']}?host={host}"


def start(seed: str) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("DUECARE_TEST_DB", "PYTEST_CURRENT_TEST")}
    environment |= {"DUECARE_DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "duecare.config.settings"}
    command = [sys.executable, "-m", "tests.kernel.worker", seed]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def kill_over_and_over(rounds: int, seed: int) -> None:
    """Two processes at a time, each killed at some point of its work; then everything has to agree."""
    choose = random.Random(seed)
    actions.freeze_ladder(STEPS)
    for number in range(rounds):
        workers = [start(f"{number}-{n}") for n in range(2)]
        try:
            assert workers[0].stdout is not None
            for _turn in range(choose.randrange(2, 12)):
                assert workers[0].stdout.readline(), "the worker ended by itself"
        finally:
            for worker in workers:
                worker.send_signal(signal.SIGKILL)
                worker.wait(20)
                assert worker.stdout is not None
                worker.stdout.close()
        actions.tick(FOUNDED)
        integrity.check()
    last = FOUNDED + timedelta(days=2)
    actions.tick(last)
    integrity.check()
    assert Obligation.objects.count() > 0
    assert not Obligation.objects.filter(wake_at__lte=last).exists()
    assert not Obligation.objects.filter(closed_at=None, missed_at=None).exists()


def test_nothing_is_lost_or_done_twice(district: District) -> None:
    kill_over_and_over(2, seed=1)


@pytest.mark.deep
def test_nothing_is_lost_or_done_twice_however_often(district: District) -> None:
    kill_over_and_over(60, seed=2)
