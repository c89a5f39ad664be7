"""Pages whose uploads touch no disk in clear: what is sealed must not lie there before it is.

Modules hand the beginnings of their addresses down in ``AppConfig.ready()``.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from duecare.attachments import store

#: A folder that lies in memory, on the machines that serve.
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it, for our user alone
_OURS = "duecare-"
#: Seconds after which a folder there is nobody's any more: reading one thing takes a minute at most.
_LEFT_AFTER = 600

_beginnings: set[str] = set()


def register(*beginnings: str) -> None:
    """Declare addresses by how their paths begin."""
    _beginnings.update(beginnings)


def is_veiled(path: str) -> bool:
    """Whether what is uploaded there stays in memory."""
    return path.startswith(tuple(_beginnings))


@contextmanager
def bench() -> Iterator[Path]:
    """A folder to work in, in memory, gone afterwards; on a machine that has none, the store's own."""
    if not os.access(_MEMORY, os.W_OK):
        with store.bench() as path:
            yield path
        return
    folder = Path(tempfile.mkdtemp(dir=_MEMORY, prefix=_OURS))
    try:
        _clear_before(folder.stat().st_mtime - _LEFT_AFTER)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Delete what killed processes left in memory, in clear. Each :func:`bench` does so before it is used."""
    with bench():
        pass


def _clear_before(time: float) -> None:
    """Delete our folders that nobody has used since then, by the machine's clock."""
    for left in _MEMORY.glob(f"{_OURS}*"):
        with suppress(OSError):  # gone a moment ago, or another user's
            if left.lstat().st_uid == os.getuid() and left.lstat().st_mtime < time:
                shutil.rmtree(left)
