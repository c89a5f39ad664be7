"""A deployment of one's own in a temporary folder, run by the real command in processes of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Deployment:
    """A home folder and, for PostgreSQL, a database; ``run`` is what somebody types at the shell."""

    home: Path
    database_url: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a person who set this deployment alone."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DUECARE_", "DJANGO_"))}
        given = {
            "DUECARE_HOME": str(self.home),
            "DUECARE_DATABASE_URL": self.database_url,
            "DUECARE_LANGUAGE": "en",
        }
        return kept | given | self.extra

    def run(self, *words: str, code: int = 0, stdin: str = "") -> str:
        """Run ``duecare WORDS``. :returns: what it printed, both streams.

        :raises AssertionError: when it ended with another exit code.
        """
        done = subprocess.run(
            [sys.executable, "-m", "duecare.cli", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            input=stdin,
            timeout=120,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == code, f"duecare {' '.join(words)} ended with {done.returncode}:\n{said}"
        return said

    def init(self) -> str:
        """A new deployment of the district QY. :returns: what ``init`` printed."""
        return self.run("init", "--code", "QY", "--name", "青原学区", "--administrator", "admin")

    def _ready(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.fullmatch(r"ready (\S+)\n", line):
                return found.group(1)
        raise AssertionError(f"serve ended with {process.wait()} before it was ready")

    def served(self, *words: str) -> AbstractContextManager[tuple[str, subprocess.Popen[str]]]:
        """The site running. Yields its address and process once it says it is ready; SIGTERM at the end."""
        return self.running("serve", *words)

    @contextmanager
    def running(self, *words: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
        """The same for any command that serves."""
        process = subprocess.Popen(
            [sys.executable, "-m", "duecare.cli", *words, "--port", str(free_port())],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield self._ready(process), process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
