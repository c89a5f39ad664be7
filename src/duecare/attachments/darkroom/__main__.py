"""Takes jobs, does each in a fork of its own, answers. See the package."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import signal
import sys
from pathlib import Path

from duecare.attachments.darkroom import papers, photographs
from duecare.attachments.darkroom.kinds import PDF, kind_of
from duecare.attachments.darkroom.refused import Refused
from duecare.attachments.rules import limits

_FULL = {errno.ENOSPC, errno.EDQUOT}
#: Signals that end a fork which took too long.
_TOO_LONG = {signal.SIGALRM, signal.SIGXCPU}

#: Flags of unshare(2), of namespaces for users and for the network.
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000

Answer = dict[str, str | int]


def main() -> None:
    """Work until standard input ends."""
    _leave_the_network()
    for line in sys.stdin:
        print(json.dumps(apart({name: Path(path) for name, path in json.loads(line).items()})), flush=True)  # noqa: T201


def apart(job: dict[str, Path]) -> Answer:
    """Do a job in a fork. One that dies without an answer met something damaged, or took too long."""
    reading, writing = os.pipe()
    fork = os.fork()
    if fork == 0:
        os.close(reading)
        _limit()
        os.write(writing, json.dumps(answer(job)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _pid, status = os.waitpid(fork, 0)
    if said:
        return dict(json.loads(said))
    died_of = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return {"refused": "too-hard" if died_of in _TOO_LONG else "damaged"}


def answer(job: dict[str, Path]) -> Answer:
    """Do a job here."""
    try:
        return develop(**job)
    except Refused as refused:
        return {"refused": refused.code}
    except MemoryError:
        return {"refused": "too-hard"}
    except OSError as error:
        return {"refused": "no-room" if error.errno in _FULL else "damaged"}


def develop(source: Path, target: Path, small: Path) -> Answer:
    """Read ``source`` and make it anew.

    :raises Refused: with the reason.
    """
    if source.stat().st_size == 0:
        raise Refused("empty")
    kind = kind_of(source)
    if kind is None:
        raise Refused("unknown-kind")
    if kind == PDF:
        return {"kind": limits.PAPER, "pages": papers.develop(source, target)}
    width, height = photographs.develop(source, kind, target, small)
    return {"kind": limits.PHOTOGRAPH, "width": width, "height": height}


def _leave_the_network() -> None:
    """Go where there is none, on kernels that let anybody do so. What strangers send has nobody to call."""
    ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_DATA, limits.MOST_MEMORY),
        (resource.RLIMIT_CPU, limits.MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 4 * limits.MOST_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(limits.MOST_SECONDS)


if __name__ == "__main__":
    main()
