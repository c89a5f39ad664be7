"""What a benchmark says."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One measure.

    :param floor: the same unit, measured in the same run: what the bare machine does.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None

    def __str__(self) -> str:
        floor = "-" if self.floor is None else f"{self.floor:.6g}"
        ratio = "-" if not self.floor else f"{self.value / self.floor:.3f}"
        return f"name={self.name} value={self.value:.6g} unit={self.unit} floor={floor} ratio={ratio}"

    @classmethod
    def read(cls, text: str) -> Line | None:
        """The measure that a line printed by another process holds; None for any other line."""
        if not text.startswith("name="):
            return None
        parts = dict(word.split("=", 1) for word in text.split())
        floor = None if parts["floor"] == "-" else float(parts["floor"])
        return cls(parts["name"], float(parts["value"]), parts["unit"], floor)


def scaled(number: int, least: int = 1) -> int:
    """The number, made smaller by the environment's ``BENCH_SCALE``."""
    return max(least, int(number * float(os.environ.get("BENCH_SCALE", "1"))))
