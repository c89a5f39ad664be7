"""The key file: the private keys of retention months, outside the database. Knows no model.

It is read anew for each opening and never kept in memory for longer: what was forgotten is forgotten at once, in every
process. It is replaced whole: `vault.keys.new` is written and on disk, then the old one gets the name `vault.keys.old`
as well, the new one takes its place, and the old bytes are overwritten and removed. Killed anywhere in between, the
file is the old or the new one, and whoever writes next clears away what was left.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TypeAlias

from django.conf import settings

from duecare.vault.cipher import KEY_BYTES
from duecare.vault.rules import months
from duecare.vault.rules.refusals import refusal

#: Private keys by month (its first day) and generation.
Keys: TypeAlias = dict[tuple[date, int], bytes]

HEADER = """\
# duecare vault: private keys of retention months. Keep this file secret, and apart from the database and its backups.
# Whoever has this file and the database can read everything that is sealed. Without it nobody can.
# duecare 密封库：各保存月份的私钥。请保密，并与数据库及其备份分开存放。
# 同时持有本文件和数据库的人，可以读到全部密封内容；没有本文件，任何人都读不到。
format 1
"""


def path() -> Path:
    """Where the key file lies: ``DUECARE_VAULT_KEYS``, or a folder of its own in the home folder."""
    given = settings.DUECARE["DUECARE_VAULT_KEYS"]
    return Path(given) if given else Path(settings.HOME) / "vault" / "vault.keys"


def read(file: Path | None = None) -> Keys:
    """The private keys.

    :raises Locked: the file is missing, damaged, of another format, or readable by others than its owner.
    """
    file = file or path()
    try:
        with file.open("rb") as opened:
            wide = os.fstat(opened.fileno()).st_mode & 0o077
            raw = opened.read()
    except FileNotFoundError:
        raise refusal("locked", file=file) from None
    except OSError as error:
        raise refusal("unreadable", file=file, why=error.strerror or error) from error
    if wide:
        raise refusal("readable", file=file)
    try:
        return _parsed(raw.decode())
    except ValueError:
        raise refusal("damaged", file=file) from None  # the cause may quote a key


def written(keys: Mapping[tuple[date, int], bytes]) -> bytes:
    """The file's bytes: header, a line for each key, and a sum over all of it."""
    lines = [
        f"key {months.written(month)} {generation} {key.hex()}\n"
        for (month, generation), key in sorted(keys.items())
    ]
    body = (HEADER + "".join(lines)).encode()
    return body + f"sum {hashlib.sha256(body).hexdigest()}\n".encode()


def _parsed(text: str) -> Keys:
    """:raises ValueError: it is not what :func:`written` writes."""
    body, mark, total = text.rpartition("sum ")
    if not mark or total.strip() != hashlib.sha256(body.encode()).hexdigest():
        raise ValueError("sum")
    lines = [line for line in body.splitlines() if not line.startswith("#")]
    if lines[:1] != ["format 1"]:
        raise ValueError("format")
    keys: Keys = {}
    for line in lines[1:]:
        word, month, generation, key = line.split(" ")
        raw = bytes.fromhex(key)
        if word != "key" or len(raw) != KEY_BYTES:
            raise ValueError("key")
        keys[months.read(month), int(generation)] = raw
    return keys


@contextmanager
def held() -> Iterator[Path]:
    """Let nobody else write the key file meanwhile, and clear away what a killed process left beside it."""
    file = path()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(_beside(file, "lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _clear(file)
        yield file
    finally:
        os.close(lock)


def replace(file: Path, keys: Mapping[tuple[date, int], bytes]) -> None:
    """Put a file with these keys in place of the old one, whose bytes are overwritten. The caller holds it.

    :raises OSError: the disk is full or may not be written; the old file is then still there, whole.
    """
    new = _beside(file, "new")
    put(new, written(keys))
    if file.exists():
        os.link(file, _beside(file, "old"))
    new.replace(file)
    sync(file.parent)
    _clear(file)


def put(file: Path, raw: bytes) -> None:
    """Write a new file, readable by its owner alone, onto the disk. :raises FileExistsError: it is there already."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(raw)
        opened.flush()
        os.fsync(opened.fileno())
    sync(file.parent)


def shred(file: Path) -> None:
    """Overwrite a file where it lies, and remove it.

    That is as much as a program can do: a file system that copies on writing, a journal, a snapshot and the spare
    blocks of a flash disk may hold the old bytes for longer.
    """
    descriptor = os.open(file, os.O_WRONLY)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(b"\0" * os.fstat(opened.fileno()).st_size)
        opened.flush()
        os.fsync(opened.fileno())
    file.unlink()
    sync(file.parent)


def sync(folder: Path) -> None:
    """Bring the folder's names onto the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(file: Path) -> None:
    """Overwrite and remove what is left; a second name of the file that is in use is only a name."""
    for left in (_beside(file, "old"), _beside(file, "new")):
        with suppress(FileNotFoundError):
            if file.exists() and left.samefile(file):
                left.unlink()
            else:
                shred(left)


def _beside(file: Path, what: str) -> Path:
    return file.with_name(f"{file.name}.{what}")
