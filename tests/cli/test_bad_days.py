"""Bad days of a served deployment: the disk is full, the database restarts under load, the clock was dead for days."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from tests import postgres
from tests.cli.deployment import Deployment
from tests.cli.test_serving import health, until
from tests.cli.town import SCHOOLS, Visitor, settle

#: A crash of the server loses nothing that it acknowledged; a crash of the machine is not this test's subject.
LASTING = ("fsync=off", "full_page_writes=off", "max_connections=50", "timezone=UTC")


def rows(deployment: Deployment, sql: str, *parameters: object) -> list[Any]:
    """What the database file holds."""
    with closing(sqlite3.connect(deployment.home / "duecare.sqlite3", timeout=20)) as database:
        return database.execute(sql, parameters).fetchall()


def below(pid: int) -> list[int]:
    """The process and all that it started."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
    return [pid, *(p for child in found.split() for p in below(int(child)))]


@contextmanager
def full_disk(pid: int) -> Iterator[None]:
    """No file of these processes takes a byte more."""
    processes = below(pid)
    for one in processes:
        resource.prlimit(one, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    yield
    for one in processes:
        resource.prlimit(one, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_a_full_disk_loses_nothing_and_is_said(town: Deployment) -> None:
    link = town.run("people", "link", "reporter")
    with town.served() as (url, process):
        visitor = Visitor(url)
        visitor.enter(next(line for line in link.splitlines() if "#" in line))
        due, sending = visitor.wait_for_owed(SCHOOLS)[0]
        before = below(process.pid)
        with full_disk(process.pid):
            answer = visitor.file(due, sending)
            assert (answer.status, answer.headers.get("retry-after")) == (503, "60"), answer.text[:500]
            assert "may not have been saved" in answer.text and "sending twice does no harm" in answer.text
            assert visitor.ask("/").status == 200, "what is there can still be read"
            assert rows(town, "SELECT count(*) FROM reports_submission") == [(0,)]
        assert visitor.file(due, sending).filed
        ran = rows(town, "SELECT at FROM obligations_heartbeat WHERE name = 'clock'")
        until(lambda: rows(town, "SELECT at FROM obligations_heartbeat WHERE name = 'clock'") != ran)
        assert below(process.pid) == before, "nobody had to be started again"
        assert rows(town, "SELECT count(*) FROM reports_submission") == [(1,)]
        assert rows(town, "PRAGMA integrity_check") == [("ok",)]
    assert "elf-consistent" in town.run("audit", "verify")


def filed(database_url: str) -> set[str]:
    """What has been filed, by the duty it answers; each once."""
    with psycopg.connect(database_url) as database:
        found = [str(due) for (due,) in database.execute("SELECT obligation_id FROM reports_submission")]
    assert len(found) == len(set(found)), "sending again made a second version"
    return set(found)


def restart(database_url: str) -> None:
    """The database server dies without saying goodbye and comes back."""
    folder = Path(database_url.rpartition("host=")[2])
    _pg_ctl(folder, "restart", "-l", str(folder / "restarted.log"))


def _pg_ctl(folder: Path, *words: str) -> None:
    owner = (folder / "data").owner()
    program = [str(postgres.programs() / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "-w"]
    subprocess.run([*program, *words], check=True, cwd=folder, user=owner, capture_output=True)


@pytest.fixture
def on_postgres(tmp_path: Path) -> Iterator[Deployment]:
    """A deployment with a database server of its own."""
    with postgres.server(LASTING) as database_url:
        deployment = Deployment(tmp_path / "home", database_url)
        deployment.init()
        settle(deployment)
        yield deployment
        _pg_ctl(Path(database_url.rpartition("host=")[2]), "stop")


def test_the_database_restarts_under_load(on_postgres: Deployment) -> None:
    link = on_postgres.run("people", "link", "reporter")
    with on_postgres.served() as (url, _process):
        visitor = Visitor(url)
        visitor.enter(next(line for line in link.splitlines() if "#" in line))
        owed = visitor.wait_for_owed(SCHOOLS)
        acknowledged: set[tuple[str, str]] = set()
        refused: set[tuple[str, str]] = set()
        over = threading.Event()

        def work(mine: list[tuple[str, str]]) -> None:
            for due, sending in cycle(mine):
                answer = visitor.file(due, sending)
                assert answer.filed or answer.status in (0, 500, 503), answer.text[:500]
                (acknowledged if answer.filed else refused).add((due, sending))
                if over.is_set():
                    return

        threads = [threading.Thread(target=work, args=(owed[n::3],)) for n in range(3)]
        for thread in threads:
            thread.start()
        until(lambda: len(acknowledged) > SCHOOLS // 2)
        restart(on_postgres.database_url)
        before = frozenset(acknowledged)
        until(lambda: health(url).get("clock", {}).get("ok"))
        over.set()
        for thread in threads:
            thread.join()
        assert refused, "somebody was told that it did not work"
        assert {due for due, _sending in before} <= filed(on_postgres.database_url), (
            "what was acknowledged is there"
        )
        assert all(visitor.file(due, sending).filed for due, sending in owed), (
            "the site has recovered by itself"
        )
        assert filed(on_postgres.database_url) == {due for due, _sending in owed}
    assert "elf-consistent" in on_postgres.run("audit", "verify")


def test_a_clock_that_was_dead_for_two_days_catches_up(town: Deployment) -> None:
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    today = now.replace(hour=12, minute=0, second=0, microsecond=0)
    town.run("tick", "--at", today.isoformat())
    after = today + timedelta(days=2)
    said = town.run("tick", "--at", after.isoformat())
    assert "moved on: 0" not in said
    assert "moved on: 0, notices: 0" in town.run("tick", "--at", after.isoformat())
    two_days = [(today.date() + timedelta(days=n)).isoformat() for n in range(2)]
    missed = rows(
        town,
        "SELECT slot, count(*) FROM obligations_obligation WHERE missed_at IS NOT NULL AND slot >= ? GROUP BY slot",
        two_days[0],
    )
    assert missed == [(day, SCHOOLS) for day in two_days], "each report is missed once, at its own time"
    late = rows(
        town,
        "SELECT count(*) FROM obligations_obligation WHERE missed_at <> due_at AND missed_at IS NOT NULL",
    )
    assert late == [(0,)], "a miss is dated by what was due, not by when the clock came back"
    doubled = rows(
        town,
        "SELECT obligation_id, rung, audience, unit_id FROM obligations_happening "
        "WHERE what IN ('remind', 'tell', 'escalate', 'not_sent') GROUP BY 1, 2, 3, 4 HAVING count(*) > 1",
    )
    assert doubled == [], "each step was taken once"
    assert len(rows(town, "SELECT id FROM obligations_outage")) == 1, "the outage is on record"
    since = f"{after.astimezone(UTC):%Y-%m-%d %H:%M}"
    told = rows(
        town, "SELECT recipient_id, count(*) FROM notify_notice WHERE created_at >= ? GROUP BY 1", since
    )
    assert told and all(count == 1 for _user, count in told), "each person gets one summary"
    assert "elf-consistent" in town.run("audit", "verify")
