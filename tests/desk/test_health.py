"""A monitor learns whether the site, its database and its clock run."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from duecare.obligations import actions
from tests.desk.scene import NOW
from tests.people import clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_a_running_clock_is_well() -> None:
    actions.tick(NOW)
    with clock_at(NOW + timedelta(seconds=5)):
        answer = Client().get("/health/")
    assert answer.status_code == 200
    assert answer.json()["clock"] == {"ok": True, "age": 5.0}


def test_a_clock_that_stands_still_is_told() -> None:
    actions.tick(NOW)
    with clock_at(NOW + timedelta(minutes=10)):
        answer = Client().get("/health/")
    assert answer.status_code == 503
    assert answer.json()["database"]["ok"] is True
    assert answer.json()["clock"]["ok"] is False


def test_a_clock_that_never_ran_is_told() -> None:
    with clock_at(NOW):
        assert Client().get("/health/").json()["clock"] == {"ok": False, "age": None}
