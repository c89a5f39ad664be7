"""Pages of sightings and receipts in a browser: phone and desk, both languages, with script and without."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from duecare.attachments.actions import develop
from duecare.hazards import actions as hazards
from duecare.hazards.models import Hazard
from duecare.places.actions import add_place
from duecare.places.models import Place
from duecare.receipts.models import Receipt
from duecare.sightings import actions
from duecare.sightings.models import Message, Sighting
from tests.attachments import pictures
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look, picture
from tests.conftest import PageAt
from tests.people import FOUNDED, District, actor_of, clock_at, small_district
from tests.screens import SCREENS
from tests.sightings.conftest import AT, HOUR, TEXT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = "消防通道上锁，须立即开启并保持畅通。"


@pytest.fixture
def scene(settings: Any, tmp_path: Path, live_server: Any) -> District:
    """A school with a labelled exit."""
    settings.HOME = tmp_path
    settings.DUECARE = {**settings.DUECARE, "DUECARE_URL": live_server.url}
    district = small_district()
    add_place(
        unit=district["QY-X1"], kind="exit", name="三楼东侧消防通道", name_en="Fire exit, third floor east",
        by=actor_of("leader_x1"), at=FOUNDED,
    )  # fmt: skip
    return district


def sent(place: Place, text: str = TEXT, **given: Any) -> actions.Sent:
    values: dict[str, Any] = {
        "unit": place.unit,
        "place": place,
        "category": "fire",
        "client_id": uuid.uuid4(),
    }
    return actions.send(text=text, at=AT, **(values | given))


def four_of_them(place: Place) -> dict[str, actions.Sent]:
    """One to look at, one with nothing to do, one on the ledger, one put right and verified."""
    coordinator = actor_of("coordinator")
    photographs = [develop(file=BytesIO(pictures.jpeg(size))) for size in (400, 300)]
    found = {
        "open": sent(place, photographs=photographs),
        "nothing": sent(place, "二楼走廊的灯全部不亮，楼梯口有积水。"),
        "ledger": sent(place, "操场看台栏杆松动，一推就晃。"),
        "closed": sent(place, "操场井盖缺失，已有孩子绕行。"),
    }
    reason = "施工围挡，本周五前恢复照明，已有告示。"
    actions.close(sighting_id=found["nothing"].sighting.id, reason=reason, by=coordinator, at=AT + HOUR)
    made = [
        actions.put_on_ledger(
            sighting_id=found[name].sighting.id, unit=place.unit, category="buildings", level="general", text=text,
            by=coordinator, at=AT,
        )
        for name, text in (("ledger", OWN), ("closed", "井盖缺失，须补齐。"))
    ]  # fmt: skip
    hazards.put_right(hazard_id=made[1].id, text="已补", by=actor_of("leader_x1"), at=AT + HOUR)
    hazards.verify(hazard_id=made[1].id, passed=True, by=coordinator, at=AT + HOUR)
    return found


@SCREENS
def test_pages_fit_and_can_be_read_by_everybody(
    scene: District, page_at: PageAt, axe: Callable[[Page], None], live_server: Any, width: int, language: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    place, key = Place.objects.get(), scene.root.key
    found = four_of_them(place)
    pages = {
        "sighting-label": f"/p/{place.code}/", "sighting-send": f"/p/{place.code}/sighting/",
        "sighting-send-root": f"/s/{key}/{key}/", "sighting-units": f"/s/{key}/", "receipt-enter": "/receipt/",
        "sightings-waiting": "/sightings/", "sighting-poster": "/sightings/poster/",
        "sighting-labels": f"/places/units/{place.unit_id}/labels/",
        **{f"sighting-{name}": f"/sightings/{one.sighting.id}/" for name, one in found.items()},
    }  # fmt: skip
    wrong: list[str] = []
    with clock_at(AT + 2 * HOUR):
        for who in ("", "coordinator"):
            page = page_at(width)
            enter(page.context, live_server.url, who, language)
            for name, address in pages.items():
                if address.startswith(("/p/", "/s/", "/receipt/")) == (who == ""):
                    wrong += look(page, Seen(name, "", address), scene, axe, width, language)
            page.context.close()
        for name, one in found.items():
            page = page_at(width)
            enter(page.context, live_server.url, "", language)
            page.goto(f"/receipt/#{one.code}")
            page.wait_for_url("**/receipt/matter/")
            wrong += look(page, Seen(f"receipt-{name}", "", "/receipt/matter/"), scene, axe, width, language)
            page.context.close()
    assert not wrong, "\n".join(wrong)


def tell(page: Page, place: Place, folder: Path) -> str:
    """Scan the label, send a drawing that is refused and then a photograph. Returns the code."""
    photograph, drawing = folder / "door.jpg", folder / "door.svg"
    photograph.write_bytes(pictures.jpeg())
    drawing.write_bytes(pictures.SVG)
    page.goto(f"/p/{place.code}/")
    page.locator("main a.btn-primary").click()
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_photographs").set_input_files(str(drawing))
    page.locator("main form button.btn-primary").click()
    page.locator("[role=alert]").wait_for()
    expect(page.locator("#id_text")).to_have_value(TEXT)
    page.locator("#id_photographs").set_input_files(str(photograph))
    page.locator("main form button.btn-primary").click()
    return page.locator("#code").inner_text()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_label_to_the_receipt_on_a_phone(
    scene: District,
    page_at: PageAt,
    axe: Callable[[Page], None],
    live_server: Any,
    script: bool,
    language: str,
    tmp_path: Path,
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = page_at(360, java_script_enabled=script)
    enter(page.context, live_server.url, "", language)
    with clock_at(AT):
        code = tell(page, Place.objects.get(), tmp_path)
        assert re.fullmatch(r"(?:[0-9A-Z]{3}-){6}[0-9A-Z]{3}", code)
        if script:
            axe(page)
            picture(page, PICTURES / f"receipt-code-360-{language}.png")
            page.emulate_media(media="print")
            picture(page, PICTURES / f"receipt-code-paper-{language}.png")
            page.emulate_media(media="screen")
        page.goto("/receipt/")
        page.locator("#id_code").fill(code.lower().replace("-", " "))
        page.locator("main form button.btn-primary").click()
        page.wait_for_url("**/receipt/matter/")
        expect(page.locator("main")).to_contain_text(TEXT)
        page.locator("#message summary").click()
        page.locator("#id_message_text").fill("门在楼梯右侧。")
        page.locator("#message button").click()
        page.locator("[role=status]").wait_for()
        expect(page.locator("main")).to_contain_text("门在楼梯右侧")
        page.locator("#withdrawal summary").click()
        page.locator("#id_withdrawal_sure").check()
        page.locator("#withdrawal button").click()
        page.locator("[role=status]").wait_for()
    assert not Receipt.objects.exists()
    assert Sighting.objects.get().text == "" == Message.objects.get().text


def test_the_code_behind_the_hash_reaches_no_server_and_stays_in_no_address(
    scene: District, page_at: PageAt, live_server: Any
) -> None:
    code = sent(Place.objects.get()).code
    assert code
    page, asked = page_at(360), []
    page.on("request", lambda request: asked.append((request.url, request.headers.get("referer", ""))))
    with clock_at(AT):
        page.goto(f"/receipt/#{code.replace('-', '').lower()}")
        page.wait_for_url("**/receipt/matter/")
        page.locator("main .story").wait_for()
    plain = code.replace("-", "").lower()
    assert not [pair for pair in asked[1:] if plain in str(pair)]
    assert plain not in page.evaluate("JSON.stringify(performance.getEntries())")
    assert not page.evaluate("document.cookie.includes('receipt')")


def test_a_reader_is_warned_and_puts_it_on_the_ledger(
    scene: District, page_at: PageAt, axe: Callable[[Page], None], live_server: Any
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    sighting = sent(Place.objects.get(), photographs=[develop(file=BytesIO(pictures.jpeg()))]).sighting
    page = page_at(360)
    enter(page.context, live_server.url, "coordinator", "zh-hans")
    with clock_at(AT + HOUR):
        page.goto("/")
        page.locator(".owed-act a").first.click()
        page.locator("#ledger summary").click()
        expect(page.locator("#id_ledger_text")).to_have_value("")
        page.locator("#id_ledger_text").fill(TEXT)
        page.locator("#ledger button").click()
        page.locator("#id_ledger_near").wait_for()
        axe(page)
        picture(page, PICTURES / "sighting-near-360-zh-hans.png")
        page.locator("#id_ledger_text").fill(OWN)
        page.locator("#ledger button").click()
        page.locator("[role=status]").first.wait_for()
        picture(page, PICTURES / "sighting-decided-360-zh-hans.png")
    sighting.refresh_from_db()
    assert sighting.hazard == Hazard.objects.get(text=OWN)
