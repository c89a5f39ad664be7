"""The scene, and requests that enter at its time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.scene import NOW, afternoon
from tests.people import District, clock_at


@pytest.fixture
def scene(db: None) -> Iterator[District]:
    """The afternoon of :mod:`tests.desk.scene`, and the clock at its end."""
    district = afternoon()
    with clock_at(NOW):
        yield district
