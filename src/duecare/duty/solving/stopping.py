"""Signals as a wish to end."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Any


class Stopping:
    """Hears SIGTERM and SIGINT, from entering to leaving, instead of being ended by them."""

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Stopping:
        for number in (signal.SIGTERM, signal.SIGINT):
            self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True
