"""A vault of the small district: keys made at its founding, the key file in a folder of this test's own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from duecare.vault import actions, keyfile
from duecare.vault.models import MatterKey
from duecare.vault.rules.openings import Opening, Purpose
from tests.people import FOUNDED, actor_of, district
from tests.vault.matters import KIND, UNTIL, reading

__all__ = ["district"]


@pytest.fixture
def vault(district, settings, tmp_path: Path) -> Path:
    """The key file. Keys for January 2027 and 36 months more."""
    settings.HOME = tmp_path / "home"
    assert actions.prepare(at=FOUNDED) == 37
    return keyfile.path()


@pytest.fixture
def matter(vault, district) -> Callable[..., MatterKey]:
    """Make the key of a new matter, kept until the end of March 2027 unless told otherwise."""

    def make(month: date = UNTIL, *, kind: str = KIND, at: datetime = FOUNDED) -> MatterKey:
        return actions.make_key(
            matter_kind=kind, matter_id=uuid.uuid4(), root=district.root.id, month=month, at=at
        )

    return make


@pytest.fixture
def opening(district) -> Callable[..., Opening]:
    """Leave for the coordinator to open a matter for an hour."""

    def make(key: MatterKey, purpose: Purpose = Purpose.READING, **more) -> Opening:
        return reading(key, actor_of("coordinator"), purpose, **more)

    return make
