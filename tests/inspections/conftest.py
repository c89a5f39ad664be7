"""What the tests of inspections stand on."""

from __future__ import annotations

from tests.people import district

__all__ = ["district"]
