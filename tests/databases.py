"""Where a test run keeps its data: a temporary home folder, and SQLite in it or a PostgreSQL server.

A pytest plugin, loaded before Django's settings. `DUECARE_TEST_DB=postgres pytest …` runs on PostgreSQL;
each worker of pytest-xdist has a database of its own in the one server that the main process starts.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.sqlite3.base import DatabaseWrapper
from hypothesis import settings as hypothesis_settings

from duecare.audit import triggers
from tests import postgres

_run = ExitStack()
# SQLite as in production, except that a commit need not survive a power cut.
_SQLITE_FAST = "; PRAGMA synchronous=OFF"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _prepare_environment(os.environ.get("DUECARE_TEST_DB", "sqlite"))
    return (yield)


def pytest_configure() -> None:
    # A busy machine is no failure: what a property promises has nothing to do with seconds.
    hypothesis_settings.register_profile("unhurried", deadline=None)
    hypothesis_settings.load_profile("unhurried")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
    }
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ["DUECARE_HOME"], "test.sqlite3"))
        database["OPTIONS"]["init_command"] += _SQLITE_FAST
        _empty_the_record_too()


def _empty_the_record_too() -> None:
    """Between transactional tests SQLite's tables are emptied by DELETE, which the record's triggers refuse."""
    operations: Any = DatabaseWrapper.ops_class
    flush = operations.execute_sql_flush

    def unprotected(self: Any, sql_list: list[str]) -> None:
        flush(self, [*triggers.removals("sqlite"), *sql_list, *triggers.protections("sqlite")])

    operations.execute_sql_flush = unprotected


def pytest_report_header() -> str:
    return f"database: {os.environ.get('DUECARE_TEST_DB', 'sqlite')}"


def pytest_unconfigure() -> None:
    _run.close()


def _prepare_environment(database: str) -> None:
    for name in [name for name in os.environ if name.startswith("DUECARE_")]:
        if name not in ("DUECARE_TEST_DB", "DUECARE_CHROMIUM"):
            del os.environ[name]
    home = tempfile.TemporaryDirectory(prefix="duecare-test-", ignore_cleanup_errors=True)
    os.environ["DUECARE_HOME"] = _run.enter_context(home)
    Path(os.environ["DUECARE_HOME"], "static").mkdir()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the tests
    if database == "postgres":
        os.environ["DUECARE_DATABASE_URL"] = _run.enter_context(postgres.server())
    elif database != "sqlite":
        raise pytest.UsageError(f"DUECARE_TEST_DB={database!r}: expected sqlite or postgres")
