"""Inspecting with the plain form in a browser, and the pages that follow: phone and desk, both languages."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from duecare.attachments.actions import develop
from duecare.inspections import actions
from duecare.inspections.actions import Said, Sent
from duecare.inspections.models import Inspection
from duecare.places.actions import add_place
from tests.attachments import pictures
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look, picture
from tests.conftest import PageAt
from tests.inspections.conftest import AT, DAY, HOUR, KEY, all_well, fire
from tests.people import FOUNDED, District, actor_of, clock_at, small_district
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = AT + DAY


def shot(inspection: uuid.UUID, kind: int = 0) -> uuid.UUID:
    number = uuid.uuid4()
    file = develop(file=BytesIO(pictures.jpeg()))
    actions.keep_photograph(
        file=file, client_id=number, inspection=inspection, by=actor_of("leader_x1"), at=AT + kind * HOUR
    )
    return number


@pytest.fixture
def scene(settings: Any, tmp_path: Path) -> District:
    """A school with one inspection without findings, and one with two of them of which another version came."""
    settings.HOME = tmp_path
    district = small_district()
    head = actor_of("leader_x1")
    place = add_place(
        unit=district["QY-X1"],
        kind="building",
        name="实验楼",
        name_en="Laboratory building",
        by=head,
        at=FOUNDED,
    )
    for said, times in ((False, 1), (True, 2)):
        number = uuid.uuid4()
        answers = all_well(fire().checklist, lambda number=number: shot(number))  # type: ignore[misc]
        if said:
            answers["corridors-clear"] = Said(
                "fail",
                "二楼东侧楼梯口堆放课桌，已当场清走。",
                (shot(number),),
                (shot(number),),
                on_the_spot=True,
            )
            answers["hot-spots"] = Said("fail", "物理实验室讲台插座发黑。", (shot(number),))
        for version in range(times):
            if version:
                answers["exit-signs"] = Said("fail", "西侧一盏不亮。")
            sent = Sent(
                uuid.UUID(int=number.int), fire().id, district["QY-X1"].id, place.id, answers, AT, AT + HOUR
            )
            actions.file_inspection(sent=sent, by=head, at=AT + HOUR)
    return district


@SCREENS
def test_pages_fit_and_can_be_read_by_everybody(
    scene: District, page_at: PageAt, axe: Callable[[Page], None], live_server: Any, width: int, language: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    two = Inspection.objects.get(failed=2)
    assert two.place is not None
    here = f"/inspections/new/?unit={two.unit_id}&place={two.place_id}"
    pages = [
        ("leader_x1", "inspections", "/inspections/"),
        ("leader_x1", "inspection-two-versions", f"/inspections/{two.id}/"),
        ("leader_x1", "inspection-begin", here),
        ("leader_x1", "inspection-fill", f"{here}&checklist=heating-and-hot-water"),
        ("leader_x1", "inspection-label", f"/p/{two.place.code}/"),
        ("coordinator", "inspection-choose", "/inspections/new/"),
        ("coordinator", "inspections-none", "/inspections/?checklist=food"),
    ]
    wrong: list[str] = []
    with clock_at(NOW):
        for who in ("leader_x1", "coordinator"):
            page = page_at(width)
            enter(page.context, live_server.url, who, language)
            for name, address in [(name, address) for one, name, address in pages if one == who]:
                wrong += look(page, Seen(name, "", address), scene, axe, width, language)
            page.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("script", [True, False])
def test_an_inspection_is_filled_in_on_a_phone_with_and_without_javascript(
    scene: District,
    page_at: PageAt,
    axe: Callable[[Page], None],
    live_server: Any,
    script: bool,
    tmp_path: Path,
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = tmp_path / "door.jpg"
    file.write_bytes(pictures.jpeg())
    page = page_at(360, java_script_enabled=script)
    with clock_at(NOW):
        enter(page.context, live_server.url, "reporter_x1", "zh-hans")
        unit = scene["QY-X1"].id
        page.goto(f"/inspections/new/?unit={unit}&checklist={KEY}")
        for key, said in all_well(fire().checklist, uuid.uuid4).items():
            if key != "fire-doors":
                _answer(page, key, said.value)
            for _photograph in said.photographs:
                page.locator(f"#item-{key} summary").click()
                page.locator(f"#item-{key} input[name='{key}.photographs']").last.set_input_files(str(file))
        _answer(page, "hot-spots", "fail")
        page.locator("main form button.btn-primary").last.click()
        page.locator(".field-error").first.wait_for()
        expect(page.locator(".field-error")).to_have_count(2)
        if script:
            axe(page)
            picture(page, PICTURES / "inspection-fill-missing-360-zh-hans.png")
        _answer(page, "fire-doors", "pass")
        page.locator("input[name='hot-spots.photographs']").last.set_input_files(str(file))
        page.locator("main form button.btn-primary").last.click()
        page.locator("[role=status]").first.wait_for()
    kept = Inspection.objects.latest("received_at")
    assert kept.failed == 1 and kept.found.get().hazard is not None


def _answer(page: Page, key: str, value: str) -> None:
    radio = page.locator(f"#item-{key} input[type=radio][value='{value}']")
    if radio.count():
        radio.check()
    else:
        page.locator(f"#item-{key} [name='{key}']").fill(value)
