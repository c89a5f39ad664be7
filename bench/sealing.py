"""Values sealed and opened a second, and what a matter costs: the vault against bare AES-256-GCM.

A form seals ten short values of one matter; a page opens them again, reading the key file and the matter's row. The
floor encrypts and decrypts the same padded bytes under one key that is there already, in the same process: it wraps no
key and asks nobody. Matters made and openings entered in the record are commits of their own, on disk.
"""

from __future__ import annotations

import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from bench.databases import NAMES, measure
from bench.line import Line, scaled

if TYPE_CHECKING:
    from duecare.vault.sealing import Sealer

#: Matters that are sealed and opened, and values of each.
MATTERS, VALUES = 200, 10
PLAIN = "13800001234"
FILE_MB = 8


def run() -> Iterator[Line]:
    """On both databases, in a process of its own each."""
    for database in NAMES:
        yield from measure("bench.sealing", database, database)


def seconds(act: Callable[[], object], times: int) -> float:
    """How long it takes, done so often."""
    start = time.perf_counter()
    for _time in range(times):
        act()
    return time.perf_counter() - start


def bare() -> tuple[float, float]:
    """Values a second that anybody's AES-256-GCM encrypts and decrypts."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - measured alone

    key, plain = os.urandom(32), PLAIN.encode().ljust(64, b"\0")
    nonce = os.urandom(12)
    sealed = AESGCM(key).encrypt(nonce, plain, b"matter")
    times = scaled(50_000, 1000)
    encrypted = seconds(lambda: AESGCM(key).encrypt(os.urandom(12), plain, b"matter"), times)
    decrypted = seconds(lambda: AESGCM(key).decrypt(nonce, sealed, b"matter"), times)
    return times / encrypted, times / decrypted


def lines(database: str) -> Iterator[Line]:
    """Measure matters made, values sealed, matters opened with all their values, and a file."""
    from duecare.core import clock  # noqa: PLC0415 - after setup
    from duecare.vault import sealing  # noqa: PLC0415
    from duecare.vault.actions import make_key  # noqa: PLC0415

    at, root, count = clock.now(), founded(), scaled(MATTERS, 20)
    encrypted, decrypted = bare()
    start = time.perf_counter()
    keys = [
        make_key(matter_kind="bench", matter_id=uuid.uuid4(), root=root, month=at.date(), at=at)
        for _n in range(count)
    ]
    yield Line(f"sealing_{database}.matters", count / (time.perf_counter() - start), "matters/s")
    start = time.perf_counter()
    sealers = [sealing.Sealer(key) for key in keys]
    sealed = [[each.seal(field="phone", row=n, plain=PLAIN) for n in range(VALUES)] for each in sealers]
    took = time.perf_counter() - start
    yield Line(f"sealing_{database}.sealed", count * VALUES / took, "values/s", encrypted)
    yield from opened_lines(database, [key.matter_id for key in keys], sealed, decrypted)
    yield from file_lines(database, sealers[0])


def opened_lines(
    database: str, matters: list[uuid.UUID], sealed: list[list[bytes]], floor: float
) -> Iterator[Line]:
    """Matters opened with their values as their owner does, and as a post does, which is entered in the record."""
    from duecare.core import clock  # noqa: PLC0415
    from duecare.vault.actions import open_matter  # noqa: PLC0415
    from duecare.vault.rules.openings import Opening, Purpose  # noqa: PLC0415

    at, who = clock.now(), uuid.uuid4()
    until = at + timedelta(hours=1)
    start = time.perf_counter()
    for matter, values in zip(matters, sealed, strict=True):
        leave = Opening(uuid.uuid4(), "bench", matter, Purpose.OWNER, until)
        opened = open_matter(opening=leave, at=at)
        for row, value in enumerate(values):
            assert opened.unseal(sealed=value, field="phone", row=row, at=at) == PLAIN
    took = time.perf_counter() - start
    yield Line(f"sealing_{database}.opened", len(matters) * VALUES / took, "values/s", floor)
    start = time.perf_counter()
    for matter in matters:
        leave = Opening(uuid.uuid4(), "bench", matter, Purpose.READING, until, who, who, "to call back")
        open_matter(opening=leave, at=at)
    yield Line(f"sealing_{database}.openings", len(matters) / (time.perf_counter() - start), "openings/s")


def file_lines(database: str, sealer: Sealer) -> Iterator[Line]:
    """A file of a few megabytes, against the same bytes in one piece."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    raw, key = os.urandom(FILE_MB * 1024 * 1024), os.urandom(32)
    ours = seconds(
        lambda: sealer.seal_stream(field="paper", row=1, source=BytesIO(raw), target=BytesIO()), scaled(20, 3)
    )
    theirs = seconds(lambda: AESGCM(key).encrypt(os.urandom(12), raw, b"matter"), scaled(20, 3))
    megabytes = FILE_MB * scaled(20, 3)
    yield Line(f"sealing_{database}.file", megabytes / ours, "MB/s", megabytes / theirs)


def founded() -> uuid.UUID:
    """Tables, a root unit, and the keys of the months. Returns the root's id."""
    from django.core.management import call_command  # noqa: PLC0415

    from duecare.core import clock  # noqa: PLC0415
    from duecare.orgs.actions import create_root  # noqa: PLC0415
    from duecare.orgs.rules import SYSTEM  # noqa: PLC0415
    from duecare.vault.actions import prepare  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    at = clock.now()
    prepare(at=at)
    unit = create_root(code="B", name="B", name_en="B", kind="district", by=SYSTEM, at=at)
    return uuid.UUID(str(unit.id))


def main(database: str) -> None:
    """Print the lines."""
    import django  # noqa: PLC0415 - only this process needs it

    django.setup()
    for line in lines(database):
        print(line, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
