"""What the tests of commands start from."""

from tests.cli.fixtures import made_once, ours, settled_once, town

__all__ = ["made_once", "ours", "settled_once", "town"]
