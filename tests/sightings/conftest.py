"""A school with a place and its label, and what passers-by send."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from duecare.attachments.actions import Developed, develop
from duecare.places.actions import add_place
from duecare.places.models import Place
from duecare.receipts.views import tries
from duecare.sightings import actions
from duecare.sightings.actions import Sent
from duecare.sightings.views.sending import sendings
from tests.attachments import pictures
from tests.hazards.conftest import AT, DAY, HOUR
from tests.people import FOUNDED, District, actor_of, district

__all__ = ["AT", "DAY", "HOUR", "district"]
TEXT = "三楼东侧消防通道的门被铁链锁住，推不开，我家孩子昨天在这里摔倒。"
Send = Callable[..., Sent]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    """Photographs lie in a folder of this test's own."""
    settings.HOME = tmp_path


@pytest.fixture(autouse=True)
def nobody_before() -> Iterator[None]:
    """Nothing was sent from this address yet."""
    yield
    for slowdown in (tries, sendings):
        slowdown.forget()


def photograph(width: int = 400) -> Developed:
    """A photograph that has come in."""
    return develop(file=BytesIO(pictures.jpeg(width)))


@pytest.fixture
def door(district: District) -> Place:
    """A place of a school that has a teaching point below it."""
    return add_place(
        unit=district["QY-X1"], kind="exit", name="三楼东侧消防通道", name_en="Fire exit, third floor east",
        by=actor_of("leader_x1"), at=FOUNDED,
    )  # fmt: skip


@pytest.fixture
def send(door: Place) -> Send:
    """Send something: ``send(photographs=[photograph()])``."""

    def sent(at: Any = AT, **given: Any) -> Sent:
        values: dict[str, Any] = {"unit": door.unit, "place": door, "text": TEXT, "client_id": uuid.uuid4()}
        return actions.send(at=at, **(values | given))

    return sent
