"""Sending commitments back with a question, in a browser: from the level above to the unit, with and without script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from duecare.hazards import actions
from duecare.hazards.models import Commitment, Hazard
from tests.browser.test_pages import PICTURES, enter, picture
from tests.conftest import PageAt
from tests.hazards.conftest import AT, DAY, HOUR
from tests.hazards.test_sent_back import QUESTION
from tests.people import actor_of, clock_at, small_district

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "停用燃气，更换软管和阀门，专业公司检测合格后恢复。停用期间由区级统一配餐，每日两次巡查并登记。" * 3


@pytest.fixture
def gas(settings: Any, tmp_path: Path) -> Hazard:
    """A major hazard whose commitments were just given."""
    settings.HOME = tmp_path
    district = small_district()
    head = actor_of("leader_x1")
    hazard = actions.report_hazard(
        unit=district["QY-X1"], category="heating", text="食堂燃气软管老化漏气。", level="major", by=head, at=AT,
        client_id=district.root.id,
    )  # fmt: skip
    actions.commit(
        hazard_id=hazard.id, measures=LONG, post="leader", funds="校用经费 3000 元", due_at=AT + 5 * DAY,
        contingency="发现泄漏立即疏散并拨打 119。", by=head, at=AT + HOUR,
    )  # fmt: skip
    return hazard


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(
    ("width", "language"), [(360, "zh-hans"), (1280, "en"), (360, "en"), (1280, "zh-hans")]
)
def test_the_question_reaches_the_unit(
    gas: Hazard,
    page_at: PageAt,
    axe: Callable[[Page], None],
    live_server: Any,
    width: int,
    language: str,
    script: bool,
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with clock_at(AT + 2 * HOUR):
        page = page_at(width, java_script_enabled=script)
        enter(page.context, live_server.url, "leader", language)
        page.goto(f"/hazards/{gas.id}/")
        page.locator("details.hazard-more", has=page.locator("#id_question_question")).locator(
            "summary"
        ).click()
        page.locator("#id_question_question").fill(QUESTION)
        if script:
            axe(page)
            picture(page, PICTURES / f"hazard-question-{width}-{language}.png")
        page.locator(f'form[action$="/{gas.id}/question/"] button.btn').click()
        page.locator("[role=status]").first.wait_for()
        page.context.close()
        page = page_at(width, java_script_enabled=script)
        enter(page.context, live_server.url, "leader_x1", language)
        page.goto(f"/hazards/{gas.id}/")
        expect(page.locator(".note", has_text=QUESTION)).to_have_count(1)
        expect(page.locator("#commitments")).to_be_visible()
        if script:
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            picture(page, PICTURES / f"hazard-sent-back-{width}-{language}.png")
    assert Commitment.objects.get().sent_back_at is not None
