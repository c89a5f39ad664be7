"""Keeps a few processes of this program running side by side, and ends them together.

The one that keeps them runs nothing else: no threads, no server, so that starting and stopping are simple.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from duecare.core.clock import monotonic

_PR_SET_PDEATHSIG = 1
#: Seconds: between two looks, before one that died is started again, and that one gets to stop.
LOOK, AGAIN, PATIENCE = 0.1, 1.0, 20.0
#: A process that ends sooner than this after its start will not do better the next time.
HARDLY_STARTED = 5.0


def end_with_parent() -> None:
    """Let the kernel send this process SIGTERM when the one that started it has gone, even by kill −9."""
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)


class Kept:
    """One process that is started again when it dies.

    :param words: module and words for ``python -m``.
    :param vital: whether everything ends when it can't be started at all.
    """

    def __init__(self, words: Sequence[str], *, vital: bool = False) -> None:
        self.words, self.vital = list(words), vital
        self.process: subprocess.Popen[bytes] | None = None
        self.began = self.ended = 0.0

    def start(self) -> None:
        """Start it."""
        self.process = subprocess.Popen([sys.executable, "-m", *self.words])
        self.began, self.ended = monotonic(), 0.0

    def look(self) -> int | None:
        """Start it again when it has been dead for a moment. :returns: its exit code when it is beyond help."""
        if self.process is None or self.process.poll() is None:
            return None
        self.ended = self.ended or monotonic()
        if self.vital and self.ended - self.began < HARDLY_STARTED:
            return self.process.returncode or 1
        if monotonic() - self.ended >= AGAIN:
            self.start()
        return None

    def end(self, deadline: float) -> None:
        """Wait for it until ``deadline`` (monotonic seconds), then kill it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def keep(kept: Sequence[Kept], each_look: Callable[[], object]) -> int:
    """Run all of them until SIGTERM or Ctrl-C, then stop them cleanly.

    :param each_look: called between looks, ten times a second.
    :returns: 0, or the exit code of a vital one that could not be started.
    """
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: told.append(received))
    for one in kept:
        one.start()
    code = 0
    while not told and not code:
        each_look()
        time.sleep(LOOK)
        code = next((found for one in kept if (found := one.look())), 0)
    for one in kept:
        if one.process and one.process.poll() is None:
            one.process.terminate()
    deadline = monotonic() + PATIENCE
    for one in kept:
        one.end(deadline)
    return code
