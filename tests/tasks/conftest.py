"""What the tests of tasks stand on."""

from __future__ import annotations

from tests.people import district

__all__ = ["district"]
