"""kill −9 in the midst of replacing and of forgetting keys: nothing is lost, and the next run finishes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from duecare.core.errors import NotFound
from duecare.vault import keyfile, sealing
from duecare.vault.actions import expire, open_matter, prepare, rotate
from duecare.vault.models import MatterKey, MonthKey
from duecare.vault.queries.condition import condition
from duecare.vault.rules.openings import Opening, Purpose
from tests.kernel.test_killed import address
from tests.people import FOUNDED
from tests.vault.matters import UNTIL, WORDS

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]

#: April has begun in Shanghai.
APRIL = datetime(2027, 3, 31, 16, 0, tzinfo=UTC)
LATER = UNTIL.replace(month=5)
Sealed = dict[MatterKey, bytes]


def kill(what: str, where: str, at: datetime, home: Path) -> None:
    """Kill a process when it says that it is there."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DUECARE_TEST_DB", "PYTEST_CURRENT_TEST")}
    environment |= {
        "DUECARE_DATABASE_URL": address(), "DUECARE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "duecare.config.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.vault.worker", what, where, at.isoformat()]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None and worker.stdout.readline() == f"{where}\n"
        worker.send_signal(signal.SIGKILL)


@pytest.fixture
def sealed(matter) -> Sealed:
    """Five matters kept until March, two until May, each with a sentence."""
    keys = [matter() for _n in range(5)] + [matter(LATER), matter(LATER)]
    return {key: sealing.seal(key=key, field="text", row=1, plain=WORDS) for key in keys}


@pytest.fixture
def opens(opening) -> Callable[[MatterKey, bytes, datetime], object]:
    """What a sealed sentence says now."""

    def read(key: MatterKey, value: bytes, at: datetime) -> object:
        leave: Opening = opening(key, Purpose.OWNER, until=at.replace(year=2100))
        return open_matter(opening=leave, at=at).unseal(sealed=value, field="text", row=1, at=at)

    return read


def whole(home: Path, at: datetime) -> None:
    """Nothing is left beside the key file, and it agrees with the database."""
    assert {path.name for path in (home / "vault").iterdir()} == {"vault.keys", "vault.keys.lock"}
    found = condition(at=at)
    assert not (found.locked or found.wrong or found.absent or found.past or found.unfinished)
    standing = MonthKey.objects.standing().values_list("month", "generation")
    assert set(keyfile.read()) == set(standing)


@pytest.mark.parametrize("where", ["linked", "replaced", "written", "wrapped", "last"])
def test_a_rotation_killed_anywhere_leaves_everything_openable_and_is_finished(
    vault, sealed, opens, matter, where
):
    home, before = vault.parent.parent, keyfile.read()
    kill("rotate", where, FOUNDED, home)
    for key, value in sealed.items():
        assert opens(key, value, FOUNDED) == WORDS
    more = matter(LATER)
    sealed[more] = sealing.seal(key=more, field="text", row=1, plain=WORDS)
    assert rotate(at=FOUNDED).resumed == (where in ("wrapped", "last"))
    whole(home, FOUNDED)
    after = keyfile.read()
    assert len(after) == len(before) and not set(after.values()) & set(before.values())
    assert len(set(MatterKey.objects.values_list("month_key__generation", flat=True))) == 1
    for key, value in sealed.items():
        assert opens(key, value, FOUNDED) == WORDS


def test_months_that_end_while_a_rotation_is_broken_off_are_forgotten_all_the_same(vault, sealed, opens):
    home = vault.parent.parent
    kill("rotate", "wrapped", FOUNDED, home)
    expire(at=APRIL)
    assert MatterKey.objects.count() == 2 and condition(at=APRIL).unfinished
    assert rotate(at=APRIL).resumed
    prepare(at=APRIL)
    whole(home, APRIL)
    for key, value in list(sealed.items())[5:]:
        assert opens(key, value, APRIL) == WORDS


@pytest.mark.parametrize("where", ["some", "deleted", "linked", "replaced", "last"])
def test_forgetting_killed_anywhere_is_finished_by_the_next_run(vault, sealed, opens, where):
    home = vault.parent.parent
    kill("expire", where, APRIL, home)
    assert condition(at=APRIL).past
    expire(at=APRIL)
    prepare(at=APRIL)
    whole(home, APRIL)
    assert MatterKey.objects.count() == 2
    for key, value in sealed.items():
        if key.month_key.month == UNTIL:
            with pytest.raises(NotFound):
                opens(key, value, APRIL)
        else:
            assert opens(key, value, APRIL) == WORDS


def test_two_hard_links_to_one_key_file_never_cost_the_keys(vault):
    """A kill between linking and replacing leaves a second name of the very file in use."""
    before = vault.read_bytes()
    os.link(vault, vault.with_name("vault.keys.old"))
    with keyfile.held():
        assert vault.read_bytes() == before
    assert not vault.with_name("vault.keys.old").exists()


def test_forgotten_keys_are_in_no_page_and_no_log_of_the_database(vault, sealed):
    """SQLite zeroes what it deletes, and its log is emptied. PostgreSQL promises no such thing: see scrub."""
    wrapped = [bytes(key.wrapped) for key in sealed if key.month_key.month == UNTIL]
    kept = [bytes(key.wrapped) for key in sealed if key.month_key.month != UNTIL]
    assert len(wrapped) == 5 and all(places_of(each) for each in wrapped)
    done = expire(at=APRIL)
    assert done.scrubbed and done.matters == 5
    assert all(places_of(each) for each in kept)
    if connection.vendor == "sqlite":
        assert not [each for each in wrapped if places_of(each)]


def places_of(raw: bytes, table: str = "vault_matterkey") -> list[str]:
    """The database's files in which these bytes stand."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            name = str(connection.settings_dict["NAME"])
            files = [Path(name), Path(f"{name}-wal")]
        else:
            cursor.execute("CHECKPOINT")
            cursor.execute("SELECT current_setting('data_directory'), pg_relation_filepath(%s)", [table])
            files = [Path(*cursor.fetchone())]
    return [str(file) for file in files if file.exists() and raw in file.read_bytes()]


def test_what_is_sealed_is_in_the_database_s_files_and_what_it_says_is_not(vault, sealed):
    table, kind = "vault_planted", "bytea" if connection.vendor == "postgresql" else "blob"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (said {kind})")
        try:
            for value in sealed.values():
                cursor.execute(f"INSERT INTO {table} VALUES (%s)", [value])
            assert all(places_of(value, table) for value in sealed.values())
            assert not places_of(WORDS.encode(), table) and not places_of(WORDS.encode("utf-16-le"), table)
        finally:
            cursor.execute(f"DROP TABLE {table}")
