"""The watch in a browser: who is on duty, a watch from check-in to signature, on a phone and without JavaScript."""

from __future__ import annotations

import pytest

from duecare.duty.actions import checking_in, handing_over, log
from duecare.duty.actions.opening import open_due
from duecare.duty.models import Assignment, Handover
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look
from tests.duty.rosters import FIRST, Office
from tests.duty.watching import EVENING, HOUR, build, watch
from tests.people import actor_of, clock_at
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def leader(shift: str) -> str:
    """Who leads the first day's shift."""
    mine = Assignment.objects.standing().get(day="2027-01-18", shift=shift, post="leader")
    return mine.user.username


@pytest.fixture
def evening(db: None) -> Office:
    """The day watch is checked in in part, has written, and the night watch comes."""
    office = build()
    day = watch()
    by = actor_of(leader("day"))
    checking_in.check_in(watch_id=day.id, by=by, at=FIRST)
    log.open_matter(watch_id=day.id, text="二号楼水管待修，钥匙在值班室。", by=by, at=FIRST + HOUR)
    handing_over.write_handover(watch_id=day.id, note="水管待修；其余正常。", by=by, at=EVENING - HOUR)
    open_due(EVENING - HOUR, EVENING + 48 * HOUR)
    return office


@SCREENS
def test_pages_fit_and_can_be_read_by_everybody(evening, page_at, axe, live_server, width, language):
    PICTURES.mkdir(parents=True, exist_ok=True)
    day, night = (f"/duty/watches/{watch(shift).id}/" for shift in ("day", "night"))
    pages = [
        Seen("on-duty", "coordinator", "/duty/"),
        Seen("watch-handing-over", leader("day"), day),
        Seen("watch-taking-over", leader("night"), night),
    ]
    wrong = []
    with clock_at(EVENING):
        for seen in pages:
            page = page_at(width)
            enter(page.context, live_server.url, seen.who, language)
            wrong += look(page, seen, evening.district, axe, width, language)
            page.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_next_watch_checks_in_and_signs_on_a_phone(evening, page_at, live_server, javascript):
    page = page_at(360, java_script_enabled=javascript)
    with clock_at(EVENING):
        enter(page.context, live_server.url, leader("night"), "zh-hans")
        page.goto(f"{live_server.url}/duty/watches/{watch('night').id}/")
        page.get_by_role("button", name="我已到岗").click()
        page.get_by_text("您已签到。").wait_for()
        page.get_by_role("button", name="我签认接班").click()
        page.get_by_text("已签认。未了事项由本班接办。").wait_for()
        page.get_by_text("二号楼水管待修").first.wait_for()
    assert Handover.objects.get().signed_at == EVENING
