"""A school with a place, and hazards found there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from duecare.attachments.actions import Developed, develop
from duecare.hazards import actions
from duecare.hazards.models import Hazard
from duecare.orgs.actions import add_post, appoint
from duecare.orgs.rules import SYSTEM
from duecare.places.actions import add_place
from duecare.places.models import Place
from tests.attachments import pictures
from tests.people import FOUNDED, District, actor_of, district

__all__ = ["district"]
#: 10:00 in Shanghai, the first day.
AT = FOUNDED + timedelta(hours=10)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXT = "插座过热发黑"
Report = Callable[..., Hazard]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    """Photographs lie in a folder of this test's own."""
    settings.HOME = tmp_path


@pytest.fixture
def photograph() -> Callable[[], Developed]:
    """A photograph that has come in."""
    return lambda: develop(file=BytesIO(pictures.jpeg()))


@pytest.fixture
def stairs(district: District) -> Place:
    """A place of the school; the reporter of its teaching point inspects there too."""
    post = add_post(unit=district["QY-X1"], kind="inspector", by=SYSTEM, at=FOUNDED)
    appoint(user=district.people["reporter_d1"], post=post, by=SYSTEM, at=FOUNDED)
    return add_place(
        unit=district["QY-X1"], kind="stairwell", name="教学楼东楼梯", name_en="Stairs east",
        by=actor_of("leader_x1"), at=FOUNDED,
    )  # fmt: skip


@pytest.fixture
def report(stairs: Place) -> Report:
    """Report a hazard at the stairs: ``report(level="major")``."""

    def made(who: str = "reporter_d1", at: Any = AT, **given: Any) -> Hazard:
        values: dict[str, Any] = {
            "unit": stairs.unit, "place": stairs, "category": "electricity", "text": TEXT, "client_id": uuid.uuid4(),
        }  # fmt: skip
        return actions.report_hazard(by=actor_of(who), at=at, **(values | given))

    return made
