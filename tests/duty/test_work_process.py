"""The process ``work``: it lets rosters be looked for, is killed, told to stop, and finds the solver missing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from duecare.cli.working import draw_up
from duecare.core.clock import monotonic
from duecare.duty.actions import watchkeepers
from duecare.duty.actions.publishing import publish_found
from duecare.duty.models import Search
from duecare.orgs.rules import SYSTEM
from tests.cli.deployment import Deployment
from tests.duty.rosters import BEFORE, DAY, Office, office
from tests.people import client_for, clock_at

__all__ = ["office"]

PATIENCE = 60
STARTED = "attempts = 1 and beat_at is not null"


class Workshop(Deployment):
    """A deployment in which a roster is asked for."""

    def ask(self, seconds: int = 30) -> None:
        """Ask for a search, as somebody does on the page."""
        subprocess.run(
            [sys.executable, "-m", "tests.duty.seeding", str(seconds), "long"],
            env=self.environment, check=True, timeout=60, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def sql(self, statement: str) -> list[Any]:
        """Read or write the database from outside."""
        with closing(sqlite3.connect(self.home / "duecare.sqlite3", timeout=20)) as database, database:
            return list(database.execute(statement))

    def search(self) -> tuple[str, dict[str, Any], int]:
        """How the newest search ended, its progress, and how often it was begun."""
        found = self.sql("select ended_as, progress, attempts from duty_search order by asked_at desc")[0]
        return found[0], json.loads(found[1]), found[2]

    def until(self, what: str) -> None:
        """Wait until the search is as an SQL condition says."""
        wait(lambda: bool(self.sql(f"select 1 from duty_search where {what}")))

    @contextmanager
    def worker(self, **extra: str) -> Iterator[subprocess.Popen[bytes]]:
        """The process running; killed at the end if it still does."""
        process = subprocess.Popen(
            [sys.executable, "-m", "duecare.cli", "work", "--solvers=2"], env=self.environment | extra
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def wait(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < end, "it did not come to that"
        os.sched_yield()
        subprocess.run(["sleep", "0.05"], check=True)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with an office, its people and a search that waits; nobody changes it."""
    shop = Workshop(tmp_path_factory.mktemp("work") / "home")
    shop.run("init", "--code", "ZZ", "--name", "值守", "--administrator", "admin")
    shop.ask()
    return shop.home


@pytest.fixture
def shop(founded: Path, tmp_path: Path) -> Workshop:
    """One of this test's own."""
    shutil.copytree(founded, tmp_path / "home")
    return Workshop(tmp_path / "home")


def child_of(process: subprocess.Popen[bytes]) -> int:
    """The solver below a worker."""
    found: list[int] = []

    def there() -> bool:
        said = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False)
        found[:] = [int(line) for line in said.stdout.split()]
        return bool(found)

    wait(there)
    return found[0]


def alive(pid: int) -> bool:
    """Whether a process still runs."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_what_is_found_becomes_a_draft_and_nothing_is_left_behind(shop: Workshop) -> None:
    with shop.worker() as process:
        shop.until("ended_at is not null")
        ended, progress, attempts = shop.search()
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    assert (ended, attempts) == ("found", 1)
    assert progress["objective"] >= progress["bound"]
    assert shop.sql("select number, source from duty_draft") == [(1, "search")]
    assert list((shop.home / "work").iterdir()) == []


def test_a_killed_worker_s_search_goes_on_with_the_next_and_its_solver_ends(shop: Workshop) -> None:
    with shop.worker() as process:
        shop.until(STARTED)
        solver = child_of(process)
        process.kill()
        wait(lambda: not alive(solver))
    assert shop.search()[0] == "" and shop.sql("select count(*) from duty_draft") == [(0,)]
    shop.sql("update duty_search set beat_at = '2026-01-01 00:00:00'")  # its lease has run out
    with shop.worker():
        shop.until("ended_at is not null")
    assert shop.search()[0::2] == ("found", 2)
    assert shop.sql("select count(*) from duty_draft") == [(1,)]


def test_a_worker_told_to_end_gives_its_search_back(shop: Workshop) -> None:
    with shop.worker() as process:
        shop.until(STARTED)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    assert shop.sql("select ended_as, attempts, worker, beat_at from duty_search") == [("", 0, "", None)]
    assert list((shop.home / "work").iterdir()) == []


def test_a_killed_solver_ends_the_search_whole(shop: Workshop) -> None:
    with shop.worker() as process:
        shop.until(STARTED)
        os.kill(child_of(process), signal.SIGKILL)
        shop.until("ended_at is not null")
        ended = shop.search()[0]
    assert ended in {"found", "failed"}
    assert shop.sql("select count(*) from duty_draft") == [(int(ended == "found"),)]
    assert shop.sql("select count(*) from duty_search where ended_at is null") == [(0,)]


def test_stopping_keeps_the_best(shop: Workshop) -> None:
    shop.sql("update duty_search set seconds = 1800")
    with shop.worker():
        shop.until("progress like '%objective%'")
        shop.sql("update duty_search set stop_asked_at = '2027-01-01 00:00:00' where ended_at is null")
        shop.until("ended_at is not null")
    assert shop.search()[0] in {"found", "stopped"}


def test_without_the_extra_it_says_so(shop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "bare" / "ortools").mkdir(parents=True)
    missing = 'raise ModuleNotFoundError("No module named ortools", name="ortools")\n'
    (tmp_path / "bare" / "ortools" / "__init__.py").write_text(missing)
    with shop.worker(PYTHONPATH=str(tmp_path / "bare")):
        shop.until("ended_at is not null")
    assert shop.search()[0] == "not-installed"


def test_a_search_whose_workers_always_die_ends_as_failed(shop: Workshop) -> None:
    shop.sql("update duty_search set attempts = 3, beat_at = '2026-01-01 00:00:00'")
    with shop.worker():
        shop.until("ended_at is not null")
    assert shop.search()[0] == "failed"


@pytest.mark.django_db(transaction=True)
def test_a_roster_is_drawn_up_and_published_at_once(office: Office, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    draft = draw_up(roster_id=office.roster.id, seconds=20, by=SYSTEM, at=BEFORE, solvers=2)
    assert draft is not None
    edition = publish_found(roster_id=office.roster.id, by=SYSTEM, at=BEFORE)
    assert edition is not None and office.standing() == office.places()
    assert publish_found(roster_id=office.roster.id, by=SYSTEM, at=BEFORE) is None


@pytest.mark.django_db(transaction=True)
def test_when_everybody_is_on_leave_the_page_says_what_clashes(
    office: Office, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    for keeper in office.keepers.values():
        watchkeepers.enter_leave(
            watchkeeper_id=keeper.id, first=office.first, last=office.first + 3 * DAY, by=SYSTEM, at=BEFORE
        )
    assert draw_up(roster_id=office.roster.id, seconds=20, by=SYSTEM, at=BEFORE, solvers=2) is None
    search = Search.objects.get()
    assert search.ended_as == "impossible"
    with clock_at(BEFORE):
        address = f"/duty/rosters/{office.roster.id}/searches/{search.id}/"
        page = client_for("coordinator").get(address).content.decode()
    assert "没有任何排法能同时满足全部规则" in page and "休假" in page
