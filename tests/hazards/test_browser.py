"""Pages of the ledger in a browser: on a phone and on a desk, in both languages, with everybody able to read them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from duecare.attachments.actions import develop
from duecare.hazards import actions
from duecare.hazards.models import Hazard
from duecare.obligations.actions import tick
from duecare.places.actions import add_place
from duecare.places.models import Place
from tests.attachments import pictures
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look, picture
from tests.conftest import PageAt
from tests.hazards.conftest import AT, DAY, HOUR
from tests.people import FOUNDED, District, actor_of, clock_at, small_district
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = AT + 9 * DAY


@pytest.fixture
def scene(settings: Any, tmp_path: Path) -> District:
    """A school's ledger with something in every state."""
    settings.HOME = tmp_path
    district = small_district()
    head, above = actor_of("leader_x1"), actor_of("leader")
    place = add_place(
        unit=district["QY-X1"], kind="switchboard", name="实验楼二层配电箱",
        name_en="Laboratory building, switchboard on the second floor", number="X1-014", by=head, at=FOUNDED,
    )  # fmt: skip

    def report(text: str, at: Any, **given: Any) -> Hazard:
        values: dict[str, Any] = {"unit": district["QY-X1"], "category": "electricity", "by": head, **given}
        return actions.report_hazard(text=text, at=at, client_id=uuid.uuid4(), **values)

    report(
        "配电箱门损坏，导线裸露，箱前堆放体育器材，无法打开。",
        AT,
        place=place,
        photographs=[develop(file=BytesIO(pictures.jpeg()))],
    )
    gas = report("食堂燃气软管老化漏气。", NOW - 3 * HOUR, category="heating", level="major")
    five: dict[str, Any] = {
        "measures": "停用燃气，更换软管和阀门，专业公司检测合格后恢复。", "post": "leader", "funds": "校用经费 3000 元",
        "due_at": NOW + 3 * DAY, "contingency": "停用期间集中配餐；发现泄漏立即疏散并拨打 119。",
    }  # fmt: skip
    actions.commit(hazard_id=gas.id, by=head, at=NOW - 2 * HOUR, **five)
    done = report("东门外侧路灯不亮。", AT + DAY, category="traffic")
    actions.put_right(hazard_id=done.id, text="已更换灯具。", by=actor_of("reporter_x1"), at=AT + 2 * DAY)
    late = report("三楼走廊灭火器过期。", NOW - DAY, category="fire")
    actions.ask_for_more_time(
        hazard_id=late.id, until=late.due_at + 7 * DAY, why="新灭火器下周到货。", by=head, at=NOW - HOUR
    )
    actions.verify(hazard_id=done.id, passed=True, by=above, at=AT + 2 * DAY + timedelta(hours=1))
    comes_back(report, place)
    tick(NOW)
    return district


def comes_back(report: Callable[..., Hazard], place: Place) -> None:
    """Something that was found again after close-out; and the views that the leader has saved."""
    above = actor_of("leader")
    door = report("疏散门反锁。", AT + 3 * DAY, category="fire", place=place)
    actions.put_right(hazard_id=door.id, text="已打开。", by=actor_of("reporter_x1"), at=AT + 3 * DAY)
    actions.verify(hazard_id=door.id, passed=True, by=above, at=AT + 3 * DAY)
    report("疏散门又被反锁。", AT + 5 * DAY, category="fire", place=place)
    for name, query in (("只看消防未销号", "category=fire"), ("Major, and due soon", "level=major")):
        actions.save_view(name=name, query=query, by=above)


@SCREENS
def test_pages_of_the_ledger_fit_and_can_be_read_by_everybody(
    scene: District, page_at: PageAt, axe: Callable[[Page], None], live_server: Any, width: int, language: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    hazards = {h.category: h for h in Hazard.objects.order_by("-id")}
    socket = hazards["electricity"]
    assert socket.place is not None
    pages = [
        ("leader", "hazards-ledger", "/hazards/"),
        (
            "leader",
            "hazards-filtered",
            f"/hazards/?shown=all&place={socket.place.code}&found_from=2027-01-01&spot=no",
        ),
        ("leader", "hazards-figures", "/hazards/figures/"),
        ("leader", "hazards-views", "/hazards/views/"),
        ("leader", "hazards-choose", "/hazards/new/"),
        ("leader", "hazard-major", f"/hazards/{hazards['heating'].id}/"),
        ("leader", "hazard-more-time", f"/hazards/{hazards['fire'].id}/"),
        ("leader_x1", "hazard-overdue", f"/hazards/{socket.id}/"),
        ("leader_x1", "hazard-closed", f"/hazards/{hazards['traffic'].id}/"),
        ("leader_x1", "hazards-new", f"/hazards/new/?place={socket.place.code}"),
        ("leader_x1", "hazards-none", "/hazards/?q=没有这个词"),
        ("leader_x1", "hazards-place", f"/p/{socket.place.code}/"),
    ]
    wrong: list[str] = []
    with clock_at(NOW):
        for who in ("leader", "leader_x1"):
            page = page_at(width)
            enter(page.context, live_server.url, who, language)
            for name, address in [(name, address) for one, name, address in pages if one == who]:
                wrong += look(page, Seen(name, "", address), scene, axe, width, language)
            page.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("script", [True, False])
def test_a_hazard_is_reported_from_a_phone_with_and_without_javascript(
    scene: District,
    page_at: PageAt,
    axe: Callable[[Page], None],
    live_server: Any,
    script: bool,
    tmp_path: Path,
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = tmp_path / "exit.jpg"
    file.write_bytes(pictures.jpeg())
    place = scene["QY-X1"].places.get()
    page = page_at(360, java_script_enabled=script)
    with clock_at(NOW):
        enter(page.context, live_server.url, "reporter_x1", "zh-hans")
        page.goto(f"/hazards/new/?place={place.code}")
        page.locator("#id_text").fill("安全出口被课桌堵住。")
        page.locator("#id_category").select_option("fire")
        page.locator("#id_on_the_spot").check()
        page.locator("main form button.btn-primary").click()
        page.locator("[role=alert]").wait_for()
        if script:
            axe(page)
            picture(page, PICTURES / "hazards-new-missing-360-zh-hans.png")
        page.locator("#id_after").set_input_files(str(file))
        page.locator("main form button.btn-primary").click()
        page.locator("[role=status]").first.wait_for()
        expect(page.locator(".gallery img")).to_have_count(1)
    hazard = Hazard.objects.latest("found_at")
    assert (hazard.state, hazard.on_the_spot) == ("put_right", True)


@pytest.mark.parametrize("script", [True, False])
def test_filters_are_chosen_saved_and_opened_again_with_and_without_javascript(
    scene: District, page_at: PageAt, live_server: Any, script: bool
) -> None:
    page = page_at(360, java_script_enabled=script)
    with clock_at(NOW):
        enter(page.context, live_server.url, "leader", "zh-hans")
        page.goto("/hazards/")
        page.locator(".hazard-finer > summary").click()
        page.locator("[name=again]").select_option("yes")
        page.locator("[name=shown]").select_option("all")
        page.locator(".hazard-finer .buttons button").click()
        expect(page.locator("tbody tr")).to_have_count(1)
        page.locator("details.hazard-more > summary").click()
        page.locator("#id_name").fill("反复出现")
        page.locator("details.hazard-more form button").click()
        page.goto("/hazards/")
        expect(page.locator("tbody tr").nth(1)).to_be_attached()
        page.locator(".hazard-views a", has_text="反复出现").click()
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator(".hazard-views [aria-current]")).to_have_text("反复出现")
