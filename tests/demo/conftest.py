"""What the tests of the demo start from."""

from tests.cli.fixtures import made_once

__all__ = ["made_once"]
