"""Hands things to the darkroom, one at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from duecare.attachments.rules import limits
from duecare.attachments.rules.refusals import refusal


class Darkroom:
    """This process's own darkroom, started when first needed, again when it has died, and gone with the process.

    One thing is read at a time: a server's memory holds one large photograph for each of its processes.
    """

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def develop(self, **job: Path) -> dict[str, Any]:
        """Do the job, see :mod:`duecare.attachments.darkroom`.

        :raises BadInput: others were before it for too long, or the darkroom can't be started.
        """
        if not self._one_at_a_time.acquire(timeout=limits.MOST_WAIT):
            raise refusal("busy")
        try:
            line = json.dumps({name: str(path) for name, path in job.items()})
            said = self._ask(line) or self._ask(line)  # the first may have met a process that had died
        finally:
            self._one_at_a_time.release()
        if not said:
            raise refusal("busy")
        return dict(json.loads(said))

    def _ask(self, line: str) -> str:
        """:returns: the answer; empty when the process dies over it, and then it is gone."""
        if self._process is None:
            self._process = self._start()
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            said = self._process.stdout.readline()
        except OSError:
            said = ""
        if not said:
            self._process.kill()
            self._process.wait()
            self._process = None
        return said

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-I", "-m", "duecare.attachments.darkroom"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd="/",
            env={"PATH": os.defpath},  # and no address or password of a database
        )


DARKROOM = Darkroom()
