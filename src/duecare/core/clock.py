"""The one place that reads the machine's clock.

Use cases take the time as an argument; only the shells (view, command, clock process) call `now`.
A demo or a simulation installs a source of its own, and every shell then follows it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime


def _machine() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _machine


def now() -> datetime:
    """Return the current time: aware, UTC, with microseconds.

    :raises ValueError: an installed source returned a naive time.
    """
    at = _source()
    if at.utcoffset() is None:
        raise ValueError("the installed clock returned a time without a zone")
    return at.astimezone(UTC)


def monotonic() -> float:
    """Return seconds that never run backwards, for measuring durations.

    Always the machine's own, also under an installed source: a time-out must not be simulated.
    """
    return time.monotonic()


def install(source: Callable[[], datetime]) -> None:
    """Let `now` follow `source` in this process, in place of the machine's clock.

    :param source: returns an aware time in any zone; called once for each `now`.
    """
    global _source  # noqa: PLW0603 - one clock for one process is the point
    _source = source


def uninstall() -> None:
    """Let `now` follow the machine's clock again. Harmless when nothing is installed."""
    global _source  # noqa: PLW0603 - one clock for one process is the point
    _source = _machine
