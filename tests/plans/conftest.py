"""What the tests of plans stand on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.people import district

__all__ = ["district"]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield
