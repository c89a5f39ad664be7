"""The small district."""

from tests.people import district

__all__ = ["district"]
