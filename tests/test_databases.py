"""The suite runs on the database it was asked for, with the guarantees the code relies on."""

from __future__ import annotations

import os

import pytest
from django.db import connection

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def ask(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_database_is_the_one_asked_for():
    wanted = {"sqlite": "sqlite", "postgres": "postgresql"}[os.environ.get("DUECARE_TEST_DB", "sqlite")]
    assert connection.vendor == wanted


def test_text_sorts_by_code_point_on_both():
    in_order = (
        "SELECT x FROM (SELECT 'b' AS x UNION ALL SELECT 'B' UNION ALL SELECT 'a') t ORDER BY x LIMIT 1"
    )
    assert ask(in_order) == "B"


@pytest.mark.django_db(transaction=True)
def test_sqlite_writes_ahead_as_in_production():
    if connection.vendor == "sqlite":
        assert ask("PRAGMA journal_mode") == "wal"
        assert ask("PRAGMA secure_delete") == 1
