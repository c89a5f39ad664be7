"""Reading what came and making it anew, before it is attached to anything."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from duecare.attachments import store, veiled
from duecare.attachments.developers import DARKROOM
from duecare.attachments.rules import limits
from duecare.attachments.rules.developed import Developed, Drawn
from duecare.attachments.rules.refusals import refusal

_CHUNK = 64 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT}


class Stream(Protocol):
    """What can be read from: an upload, an open file."""

    def read(self, size: int = ..., /) -> bytes:
        """At most ``size`` bytes; none at the end."""


def develop(*, file: Stream) -> Developed:
    """Read a photograph or a paper by what it is and put it on disk, made anew. No row is written.

    A photograph becomes a JPEG of at most 2048 pixels without place, device or anything else but its pixels; of a PDF
    its pages are kept. One thing is read at a time in each process; others wait up to half a minute. What is never
    attached is swept away after a day.

    :param file: read from where it stands to its end.
    :raises BadInput: it is of no kind that is taken, damaged, too large, or active; there is no room; try again later.
    """
    with _room(), store.bench() as bench:
        source, target, small = bench / "source", bench / "target", bench / "small"
        original = _receive(file, source)
        answer = DARKROOM.develop(source=source, target=target, small=small)
        if "refused" in answer:
            raise refusal(answer["refused"])
        digest, size = store.sha256(target), target.stat().st_size
        name = store.take_in(target, small if small.exists() else None)
    return Developed(file=name, original=original, digest=digest, bytes=size, **answer)


def draw(*, file: Stream) -> Drawn:
    """The same as :func:`develop`, for what is to be sealed: nothing of it is written to a disk.

    :raises BadInput: as :func:`develop`.
    """
    with _room(), veiled.bench() as bench:
        source, target, small = bench / "source", bench / "target", bench / "small"
        _receive(file, source)
        answer = DARKROOM.develop(source=source, target=target, small=small)
        if "refused" in answer:
            raise refusal(answer["refused"])
        thumbnail = small.read_bytes() if small.exists() else b""
        return Drawn(content=target.read_bytes(), small=thumbnail, **answer)


def _receive(file: Stream, source: Path) -> str:
    """Write the stream to disk, no more of it than may come. :returns: its SHA-256 in hex."""
    digest, count = hashlib.sha256(), 0
    with source.open("wb") as copy:
        while chunk := file.read(_CHUNK):
            count += len(chunk)
            if count > limits.MOST_BYTES:
                raise refusal("too-big")
            digest.update(chunk)
            copy.write(chunk)
    return digest.hexdigest()


@contextmanager
def _room() -> Iterator[None]:
    """Say that the disk is full as a sentence, whoever filled it."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise refusal("no-room") from error
        raise
