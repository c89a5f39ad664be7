"""The reference is what the program says of itself now."""

from __future__ import annotations

import pytest

from tests.guards import sources
from tools import reference


@pytest.mark.parametrize("path", sorted(reference.pages()), ids=sources.name)
def test_making_it_again_changes_nothing(path):
    assert path.read_text("utf-8") == reference.pages()[path], "run `python -m tools.reference`"
