"""From the SQLite file to PostgreSQL: all of it, or none."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from tests import postgres
from tests.cli.deployment import Deployment


@pytest.fixture
def empty() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with postgres.server() as address:
        yield address


def entries(deployment: Deployment) -> int:
    """How many entries the SQLite file's record has."""
    with closing(sqlite3.connect(deployment.home / "duecare.sqlite3")) as file:
        count: int = file.execute("SELECT count(*) FROM audit_entry").fetchone()[0]
        return count


def test_everything_arrives_and_the_original_stays(town: Deployment, empty: str) -> None:
    town.run("tick")
    before, heads, verdict = entries(town), town.run("audit", "heads"), town.run("audit", "verify")
    said = town.run("move-to-postgres", empty)
    assert "the same root hash and verifies" in said
    assert entries(town) == before
    moved = Deployment(town.home, empty)
    assert moved.run("audit", "heads") == heads
    assert moved.run("audit", "verify") == verdict
    moved.run("tick")
    moved.run("audit", "verify")


def test_a_database_with_tables_is_refused(ours: Deployment, empty: str) -> None:
    ours.run("move-to-postgres", empty)
    again = ours.run("move-to-postgres", empty, code=1)
    assert "There are tables in postgres already" in again
    assert "dropdb, createdb" in again


def test_an_address_of_another_kind_is_refused(ours: Deployment) -> None:
    assert "begin with postgresql://" in ours.run("move-to-postgres", "sqlite:///x.db", code=1)
    assert not (ours.home / "x.db").exists()


def test_killed_on_the_way_nothing_counts_and_the_target_is_refused(ours: Deployment, empty: str) -> None:
    before = entries(ours)
    process = subprocess.Popen(
        [sys.executable, "-m", "duecare.cli", "move-to-postgres", empty],
        env=ours.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    next(line for line in process.stdout if " audit_entry " in line)
    process.kill()
    process.wait()
    with psycopg.connect(empty) as target:
        assert target.execute("SELECT count(*) FROM audit_entry").fetchone() == (0,)
    assert "dropdb, createdb" in ours.run("move-to-postgres", empty, code=1)
    assert entries(ours) == before
