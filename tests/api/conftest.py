"""What the tests of interfaces stand on: a district with a vault and an officer, and a program's key."""

from __future__ import annotations

from typing import Any

import pytest

from duecare.api.keys import make_key
from duecare.api.open311 import asking
from duecare.orgs.rules import SYSTEM
from tests.grievances.conftest import district, vault
from tests.people import FOUNDED, District

__all__ = ["district", "vault"]


@pytest.fixture(autouse=True)
def unslowed() -> None:
    for one in (asking.filings, asking.wrong_keys, asking.codes):
        one.forget()


@pytest.fixture
def key(district: District, vault: Any) -> str:
    """A key for the district."""
    _made, plain = make_key(root=district.root, program="县 12345 热线平台", by=SYSTEM, at=FOUNDED)
    return plain
