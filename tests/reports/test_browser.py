"""Reporting in a browser: three taps on a 360 px phone, pages that fit and speak, copying, no JavaScript."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from duecare.obligations import actions as kernel
from duecare.reports.actions import ask_question, file_report
from duecare.reports.models import Submission
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look
from tests.people import actor_of, clock_at
from tests.reports.conftest import DUE, HOUR, MINUTE
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = "/reports/series/winter/daily/2027-01-04/"


@pytest.fixture
def afternoon(winter, typed):
    """Two have reported, one of them late, corrected and asked about; three are silent."""
    z1, z2 = winter.due("QY-Z1"), winter.due("QY-Z2")
    reporter = actor_of("reporter_z2")
    file_report(
        obligation_id=z1.pk, values=None, client_id=uuid.uuid4(), by=actor_of("reporter_z1"), at=DUE - HOUR
    )
    kernel.tick(DUE + 2 * MINUTE)
    file_report(obligation_id=z2.pk, values=typed(), client_id=uuid.uuid4(), by=reporter, at=DUE + 3 * MINUTE)
    file_report(
        obligation_id=z2.pk, values=typed(present="598", note="两个班停课"), client_id=uuid.uuid4(), by=reporter,
        at=DUE + 5 * MINUTE, seen=1,
    )  # fmt: skip
    ask_question(obligation_id=z2.pk, text="停课原因?", by=actor_of("coordinator"), at=DUE + 6 * MINUTE)
    kernel.tick(DUE + 7 * MINUTE)
    with clock_at(DUE + 8 * MINUTE):
        yield winter


@SCREENS
def test_pages_fit_and_can_be_read_by_everybody(afternoon, page_at, axe, live_server, width, language):
    PICTURES.mkdir(parents=True, exist_ok=True)
    pages = [
        Seen("reports-file", "reporter_x1", lambda _d: f"/reports/{afternoon.due('QY-X1').pk}/"),
        Seen("reports-own", "reporter_x1", "/reports/"),
        Seen("reports-behalf", "coordinator", lambda _d: f"/reports/{afternoon.due('QY-X2').pk}/"),
        Seen("reports-report", "coordinator", lambda _d: f"/reports/{afternoon.due('QY-Z2').pk}/"),
        Seen("reports-answer", "reporter_z2", lambda _d: f"/reports/{afternoon.due('QY-Z2').pk}/"),
        Seen("reports-days", "coordinator", "/reports/"),
        Seen("reports-day", "leader", DAY),
        Seen("reports-history", "reporter_z1", "/reports/history/"),
    ]
    wrong = []
    for seen in pages:
        page = page_at(width)
        enter(page.context, live_server.url, seen.who, language)
        wrong += look(page, seen, afternoon.district, axe, width, language)
        page.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("javascript", [True, False])
def test_three_taps_on_a_phone(afternoon, page_at, live_server, javascript):
    page = page_at(360, 640, java_script_enabled=javascript)
    enter(page.context, live_server.url, "reporter_x1", "zh-hans")
    page.goto("/reports/")
    page.get_by_role("link", name="每日安全报告").first.click()
    button = page.get_by_role("button", name="无事，零报告")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["y"] + box["height"] <= 640
    button.click()
    expect(page.get_by_text("已收到您的报告。")).to_be_visible()
    kept = Submission.objects.get(unit=afternoon.district["QY-X1"])
    assert kept.nil
    assert (kept.phone_at is not None) == javascript


def test_numbers_bring_the_number_pad_and_mistakes_are_read_first(afternoon, page_at, live_server):
    page = page_at(360, 640)
    enter(page.context, live_server.url, "reporter_x1", "zh-hans")
    page.goto(f"/reports/{afternoon.due('QY-X1').pk}/")
    present = page.get_by_label("到校人数")
    assert present.get_attribute("inputmode") == "numeric"
    assert present.input_value() == ""
    present.fill("9999")
    page.get_by_label("正常").check()
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.locator(":focus")).to_contain_text("允许的最大值")
    expect(page.get_by_label("到校人数")).to_have_value("9999")
    expect(page.get_by_label("正常")).to_be_checked()
    page.get_by_label("到校人数").fill("599")
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.get_by_text("已收到您的报告。")).to_be_visible()


def test_summary_copies(afternoon, page_at, live_server):
    page = page_at(1280, permissions=["clipboard-read", "clipboard-write"])
    enter(page.context, live_server.url, "coordinator", "zh-hans")
    page.goto(DAY)
    page.get_by_role("button", name="复制").first.click()
    page.get_by_text("已复制").first.wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert "未报：第一小学、第二小学、第三小学" in text
