"""What the tests of inspections stand on: a school with a stairwell, and an inspector who walks through it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from duecare.attachments.actions import develop
from duecare.inspections import actions, versions
from duecare.inspections.actions import Filed, Said, Sent
from duecare.inspections.rules import Checklist, Item, Kind, Photograph, asked
from duecare.orgs.actions import add_post, appoint
from duecare.orgs.rules import SYSTEM
from duecare.places.actions import add_place
from duecare.places.models import Place
from tests.attachments import pictures
from tests.inspections.programmes import Winter
from tests.people import FOUNDED, District, actor_of, district

__all__ = ["district"]
#: 10:00 in Shanghai, the first day.
AT = FOUNDED + timedelta(hours=10)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEY = "fire-and-electricity"
INSPECTOR = "reporter_d1"
Walk = Callable[..., Sent]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    """Photographs lie in a folder of this test's own."""
    settings.HOME = tmp_path


@pytest.fixture
def winter(district: District) -> Winter:
    """The winter plan's programmes, applied as the district was founded, and the clock's first turn."""
    winter = Winter(district)
    winter.apply()
    return winter


@pytest.fixture
def stairs(district: District) -> Place:
    """A place of the school; the reporter of its teaching point inspects there too."""
    post = add_post(unit=district["QY-X1"], kind="inspector", by=SYSTEM, at=FOUNDED)
    appoint(user=district.people[INSPECTOR], post=post, by=SYSTEM, at=FOUNDED)
    return add_place(
        unit=district["QY-X1"], kind="stairwell", name="教学楼东楼梯", name_en="Stairs east",
        by=actor_of("leader_x1"), at=FOUNDED,
    )  # fmt: skip


def fire() -> versions.Version:
    """The checklist that is walked with."""
    return next(one for one in versions.shipped() if one.checklist.key == KEY)


def passing(item: Item) -> str:
    """An answer with which an item passes."""
    if item.kind is Kind.READING:
        return f"{item.low if item.low is not None else item.high}"
    if item.kind is Kind.CHOICE:
        return next(option.key for option in item.options if not option.fails)
    return "pass" if item.kind is Kind.CHECK else "无"


def all_well(checklist: Checklist, photograph: Callable[[], uuid.UUID]) -> dict[str, Said]:
    """Everything that is asked, passed."""
    answers: dict[str, Said] = {}
    while True:
        now = asked(checklist, {key: said.answer for key, said in answers.items()})
        open_items = [item for item in now if item.key not in answers]
        if not open_items:
            return answers
        for item in open_items:
            pictures_of_it = (photograph(),) if item.photograph is Photograph.ALWAYS else ()
            answers[item.key] = Said(passing(item), photographs=pictures_of_it)


def photographed(inspection: uuid.UUID, who: str = INSPECTOR, at: Any = AT, color: Any = None) -> uuid.UUID:
    """A photograph that has arrived for an inspection."""
    number = uuid.uuid4()
    file = develop(file=BytesIO(pictures.jpeg()))
    actions.keep_photograph(file=file, client_id=number, inspection=inspection, by=actor_of(who), at=at)
    return number


@pytest.fixture
def walk(stairs: Place) -> Walk:
    """An inspection of the stairs; ``walk({"corridors-clear": Said("fail", …)})`` says what isn't well."""

    def made(
        said: Mapping[str, Said] | None = None,
        number: uuid.UUID | None = None,
        who: str = INSPECTOR,
        **given: Any,
    ) -> Sent:
        number = number or uuid.uuid4()
        answers = all_well(fire().checklist, lambda: photographed(number, who))
        values: dict[str, Any] = {"checklist": fire().id, "unit": stairs.unit_id, "place": stairs.id} | given
        return Sent(client_id=number, answers={**answers, **(said or {})}, **values)

    return made


def filed(sent: Sent, who: str = INSPECTOR, at: Any = AT) -> Filed:
    """The inspection, sent."""
    return actions.file_inspection(sent=sent, by=actor_of(who), at=at)
