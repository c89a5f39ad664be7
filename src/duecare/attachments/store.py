"""Files on disk: one folder, random names, durable before anything refers to them.

``$DUECARE_HOME/attachments/ab/abcd….`` is what is kept, the same name with ``.small`` its thumbnail; ``incoming`` holds
what is being received and developed. Several web servers share the folder.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

SMALL = ".small"
_NAME = re.compile(r"[0-9a-f]{32}")


def folder() -> Path:
    """Where everything lies."""
    return Path(settings.HOME) / "attachments"


def incoming() -> Path:
    """Where things lie until they are developed; made when it is not there."""
    path = folder() / "incoming"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(name: str, *, small: bool = False) -> Path:
    """Where the file of that name lies. :raises ValueError: for what is no name of ours."""
    if not _NAME.fullmatch(name):
        raise ValueError("no name of a stored file")
    return folder() / name[:2] / (name + SMALL if small else name)


@contextmanager
def bench() -> Iterator[Path]:
    """A folder to work in, of this one use; gone afterwards with whatever is left in it."""
    path = Path(tempfile.mkdtemp(dir=incoming()))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def take_in(file: Path, small: Path | None) -> str:
    """Move a file and its thumbnail from the bench into the store and onto the disk. :returns: its new name."""
    name = secrets.token_hex(16)
    drawer = _drawer(name)
    for source, is_small in ((small, True), (file, False)):
        if source is not None:
            _sync(source)
            source.rename(path_of(name, small=is_small))
    _sync(drawer)
    return name


def copy(name: str) -> str:
    """Keep a file under another name as well; its bytes are there once. :returns: the other name.

    :raises FileNotFoundError: when it is gone.
    """
    other = secrets.token_hex(16)
    _drawer(other)
    for small in (True, False):
        if not small or path_of(name, small=True).exists():
            path_of(other, small=small).hardlink_to(path_of(name, small=small))
    _sync(folder() / other[:2])
    return other


def sha256(file: Path) -> str:
    """The hash of a file, in hex. :raises FileNotFoundError: when it is gone."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def remove(name: str) -> None:
    """Delete a file and its thumbnail; harmless when they are gone."""
    for small in (False, True):
        path_of(name, small=small).unlink(missing_ok=True)


def paths() -> Iterator[Path]:
    """Every file of the store, thumbnails too."""
    for drawer in sorted(folder().glob("[0-9a-f][0-9a-f]")):
        yield from (path for path in drawer.iterdir() if _NAME.fullmatch(path.name.removesuffix(SMALL)))


def names(before: datetime) -> set[str]:
    """Every name that a file older than that is there for; times are by the machine's clock."""
    found = set()
    for path in paths():
        with suppress(FileNotFoundError):  # forgotten a moment ago
            if _made_at(path) < before:
                found.add(path.name.removesuffix(SMALL))
    return found


def take_over(other: Path) -> None:
    """Move another store, as a backup holds it, into this empty one. Harmless when there is none."""
    if other.is_dir():
        incoming()
        for drawer in other.iterdir():
            shutil.move(drawer, folder())


def clear(before: datetime) -> int:
    """Delete what has been arriving since before then: a process died over it. :returns: how much there was."""
    count = 0
    for left in incoming().iterdir():
        with suppress(FileNotFoundError):
            if _made_at(left) >= before:
                continue
            count += 1
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()
    return count


def _made_at(path: Path) -> datetime:
    """When the file was written, by the machine's clock."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _drawer(name: str) -> Path:
    drawer = folder() / name[:2]
    if not drawer.is_dir():
        drawer.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync(folder())
    return drawer


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
