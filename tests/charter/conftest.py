"""A winter programme to test the charter against, and a confidential kind of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from duecare.obligations import kinds
from tests.people import district
from tests.reports.conftest import Programme, typed, winter

__all__ = ["Programme", "district", "typed", "winter"]

SECRET = "test.case"


@pytest.fixture
def confidential_kind() -> Iterator[str]:
    """A kind like those that cases will have."""
    kinds.register(kinds.Kind(SECRET, "case", "desk:home", confidential=True))
    yield SECRET
    del kinds._kinds[SECRET]
