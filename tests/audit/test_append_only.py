"""The database itself refuses to change the record, and PostgreSQL's role for the program may only add and read."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from duecare.audit import actions, queries, roles
from duecare.audit.models import Entry, TreeHead
from tests.audit.conftest import ROOT, write

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def record(now):
    write(3, now)
    actions.sequence(now)
    actions.sign_heads(now)
    actions.mark_sent([TreeHead.objects.get().id], now)
    write(1, now)


def refused(sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET verb = 'x' WHERE leaf = 1",
        "UPDATE audit_entry SET verb = 'x' WHERE leaf IS NULL",
        "UPDATE audit_entry SET leaf = NULL, leaf_hash = NULL WHERE leaf = 1",
        "UPDATE audit_entry SET actor = NULL",
        "DELETE FROM audit_entry WHERE leaf IS NULL",
        "UPDATE audit_detail SET body = '{}'",
        "UPDATE audit_tree SET size = 1",
        "DELETE FROM audit_tree",
        "UPDATE audit_tile SET hashes = substr(hashes, 1, 32)",
        "DELETE FROM audit_tile",
        "UPDATE audit_treehead SET size = 1",
        "UPDATE audit_treehead SET sent_at = NULL",
        "DELETE FROM audit_treehead",
    ],
)
def test_the_database_refuses(record, sql):
    refused(sql)
    assert queries.verify().ok


def test_the_program_goes_on_adding(record, now):
    assert actions.sequence(now) == 1
    assert actions.sign_heads(now, now=True) == 1
    assert actions.erase(root=ROOT, object_kind="submission", object_ids=[1], at=now) == 1


def test_on_postgresql_the_role_of_the_program_adds_and_reads_and_no_more(record, now):
    if connection.vendor != "postgresql":  # SQLite has no roles; the file's owner is the program
        assert "GRANT" in roles.grant_sql("duecare_app")
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE duecare_app")
        cursor.execute(roles.grant_sql("duecare_app"))
        cursor.execute("SET LOCAL ROLE duecare_app")
    try:
        write(2, now)
        assert actions.sequence(now) == 3
        actions.sign_heads(now, now=True)
        actions.mark_sent([TreeHead.objects.order_by("-size")[0].id], now)
        assert queries.verify().ok
        for sql in (
            "UPDATE audit_entry SET verb = 'x'",
            "DELETE FROM audit_entry",
            "TRUNCATE audit_entry CASCADE",
            "UPDATE audit_treehead SET root_hash = ''",
            "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
            "DROP TABLE audit_detail",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    assert Entry.objects.count() == 6
