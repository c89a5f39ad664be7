"""Databases to measure on: SQLite as shipped, and a durable PostgreSQL of our own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from bench.line import Line
from tests import postgres

#: As a careful operator of a small machine sets it; every commit is on disk.
SERVER = (
    "shared_buffers=1GB",
    "max_wal_size=8GB",
    "work_mem=64MB",
    "maintenance_work_mem=512MB",
    "checkpoint_timeout=30min",
    "autovacuum_naptime=15s",
    "timezone=UTC",
)
NAMES = ("postgresql", "sqlite")


@contextmanager
def home(database: str) -> Iterator[dict[str, str]]:
    """An environment with a home folder and an empty database, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="duecare-bench-", ignore_cleanup_errors=True) as folder:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DUECARE_")}
        environment |= {"DUECARE_HOME": folder, "DJANGO_SETTINGS_MODULE": "duecare.config.settings"}
        if database == "sqlite":
            yield environment
            return
        with postgres.server(SERVER) as address:
            yield environment | {"DUECARE_DATABASE_URL": address}


def measure(module: str, database: str, *arguments: object) -> Iterator[Line]:
    """Run ``python -m module arguments`` on a database of its own, and give the lines it prints."""
    with home(database) as environment:
        command = [sys.executable, "-m", module, *map(str, arguments)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for text in process.stdout:
                if line := Line.read(text.strip()):
                    yield line
                else:
                    print("#", text.rstrip(), file=sys.stderr)
        if process.returncode:
            raise RuntimeError(f"{module} on {database} ended with {process.returncode}")
