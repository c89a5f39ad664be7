"""One thing that a doctor has looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``grade``: ok, note (works, but) or bad (must be mended)."""

    grade: str
    what: str
    mend: str = ""

    @property
    def bad(self) -> bool:
        """Whether it must be mended."""
        return self.grade == "bad"

    def __str__(self) -> str:
        mark = {"ok": "✓", "note": "!", "bad": "✗"}[self.grade]
        return f"{mark} {self.what}" + (f"\n    → {self.mend}" if self.mend else "")
