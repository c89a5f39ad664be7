"""Passing watches on in a browser: offered, accepted, consented to and covered, on a phone and without JavaScript."""

from __future__ import annotations

import re
from datetime import date

import pytest

from duecare.duty.actions import leaving, swapping
from duecare.duty.actions.opening import open_due
from duecare.duty.models import Assignment, Leave, Swap
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look
from tests.duty.rosters import FIRST, Office
from tests.duty.watching import HOUR, build, watch
from tests.people import actor_of, clock_at
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT = FIRST - HOUR
FRIDAY = date(2027, 1, 22)


def stands(who: str, day: date = FRIDAY) -> Assignment:
    """What somebody stands on a day."""
    return Assignment.objects.standing().get(user__username=who, day=day)


@pytest.fixture
def waiting(db: None) -> Office:
    """A swap and leave wait for the leader, and a watch is offered to somebody."""
    office = build()
    open_due(AT, AT + 48 * HOUR)
    swap = swapping.offer(
        assignment_id=stands("o1").id, to=office.keepers["o3"].id, wanted=None, by=actor_of("o1"), at=AT
    )
    swapping.accept(swap_id=swap.id, by=actor_of("o3"), at=AT)
    back = stands("o1", date(2027, 1, 26))
    swapping.offer(
        assignment_id=stands("o3", date(2027, 1, 24)).id,
        to=office.keepers["o1"].id,
        wanted=back.id,
        by=actor_of("o3"),
        at=AT,
    )
    swapping.offer(
        assignment_id=stands("o8", date(2027, 1, 25)).id, to=None, wanted=None, by=actor_of("o8"), at=AT
    )
    leaving.ask_leave(
        roster_id=office.roster.id,
        first=date(2027, 1, 23),
        last=date(2027, 1, 27),
        by=actor_of("o2"),
        at=AT,
    )
    return office


@SCREENS
def test_pages_fit_and_can_be_read_by_everybody(waiting, page_at, axe, live_server, width, language):
    PICTURES.mkdir(parents=True, exist_ok=True)
    asked, leave = Swap.objects.get(accepted_at__isnull=False), Leave.objects.get()
    passing = f"/duty/assignments/{stands('o1', date(2027, 1, 23)).id}/passing/"
    pages = [
        Seen("my-watches", "o1", "/duty/mine/"),
        Seen("passing-on", "o1", passing),
        Seen("passing-on-chosen", "o1", f"{passing}?to={waiting.keepers['o7'].id}"),
        Seen("putting-in", "coordinator", passing),
        Seen("waiting-for-a-word", "leader", "/duty/requests/"),
        Seen("swap-to-decide", "leader", f"/duty/swaps/{asked.id}/"),
        Seen("leave-to-decide", "leader", f"/duty/leaves/{leave.id}/"),
        Seen("watch-of-the-keeper", "coordinator", f"/duty/watches/{watch().id}/"),
        Seen("filling-a-place", "coordinator", f"/duty/watches/{watch().id}/posts/leader/"),
        Seen("duty-calendar", "coordinator", "/duty/calendar/"),
        Seen("home-with-a-watch", "o1", "/"),
    ]
    wrong = []
    with clock_at(AT + HOUR / 2):
        for seen in pages:
            page = page_at(width)
            enter(page.context, live_server.url, seen.who, language)
            wrong += look(page, seen, waiting.district, axe, width, language)
            page.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_watch_passes_on_from_phone_to_phone(db, page_at, live_server, javascript):
    build()
    with clock_at(AT):
        page = page_at(360, java_script_enabled=javascript)
        enter(page.context, live_server.url, "o1", "zh-hans")
        page.goto(f"{live_server.url}/duty/mine/")
        page.get_by_role("link", name="换班: 1月22日").click()
        page.get_by_role("link", name="选择: 值班员3").click()
        page.get_by_role("button", name="让给对方，不用还班").click()
        page.get_by_text("已发出。领导同意之前，这个班仍由您值。").wait_for()
        page.context.close()
        page = page_at(360, java_script_enabled=javascript)
        enter(page.context, live_server.url, "o3", "zh-hans")
        page.goto(f"{live_server.url}/")
        page.get_by_role("link", name="有1个班请您换").click()
        page.get_by_role("button", name="接受", exact=True).click()
        page.get_by_text("已接受。等领导批准").wait_for()
        page.context.close()
        page = page_at(360, java_script_enabled=javascript)
        enter(page.context, live_server.url, "l1", "zh-hans")
        page.goto(f"{live_server.url}/")
        page.get_by_role("link", name=re.compile("立即办理.*换班待批")).click()
        page.get_by_role("button", name="同意", exact=True).click()
        page.get_by_text("换班即刻生效").wait_for()
        page.context.close()
    assert stands("o3").came_by == "swap"


@pytest.mark.parametrize("javascript", [True, False])
def test_leave_is_asked_for_and_granted_with_cover(db, page_at, live_server, javascript):
    build()
    with clock_at(AT):
        page = page_at(360, java_script_enabled=javascript)
        enter(page.context, live_server.url, "o1", "zh-hans")
        page.goto(f"{live_server.url}/duty/mine/")
        page.locator("summary", has_text="请假").last.click()
        page.get_by_label("开始日期").fill("2027-01-22")
        page.get_by_label("结束日期").fill("2027-01-23")
        page.get_by_role("button", name="请假", exact=True).click()
        page.get_by_text("已提交。领导会在其中第一个班之前决定").wait_for()
        page.context.close()
        page = page_at(1280, java_script_enabled=javascript)
        enter(page.context, live_server.url, "leader", "zh-hans")
        page.goto(f"{live_server.url}/duty/requests/")
        page.get_by_role("link", name="查看").click()
        page.get_by_role("button", name="准假", exact=True).click()
        page.get_by_text("已准假，相关的人都会收到通知。").wait_for()
        page.context.close()
    assert Leave.objects.get().granted
    assert Assignment.objects.standing().filter(came_by="cover").count() == 2
