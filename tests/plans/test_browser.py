"""The pages in a browser: narrow and wide, both languages, nothing that axe finds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duecare.obligations.actions import tick
from duecare.obligations.models import Obligation
from tests.people import FOUNDED, client_for, clock_at, small_district
from tests.plans.plans import PLAN, apply, changed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = FOUNDED + timedelta(days=4, hours=9)


@pytest.mark.parametrize(("width", "language"), [(360, "zh-hans"), (360, "en"), (1280, "zh-hans")])
def test_each_page_fits_and_can_be_used_by_everyone(page_at, axe, live_server, width, language):
    small_district()
    apply(PLAN, FOUNDED)
    apply(changed("time: 17:00", "time: 18:00"), FOUNDED + timedelta(hours=1))
    tick(NOW)
    task = Obligation.objects.get(strand="winter/tasks/self-check", debtor__code="QY-Z1")
    page = page_at(width)
    cookies = client_for("reporter_z1", language).cookies.items()
    page.context.add_cookies([{"name": k, "value": v.value, "url": live_server.url} for k, v in cookies])
    with clock_at(NOW):
        for path in (
            "/plans/", "/plans/winter/", "/plans/winter/month/?of=2027-03", "/plans/winter/versions/2/",
            f"/tasks/{task.id}/",
        ):  # fmt: skip
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            axe(page)


def test_a_task_is_done_in_two_taps_without_javascript(page_at, live_server):
    small_district()
    apply(PLAN, FOUNDED)
    tick(NOW)
    task = Obligation.objects.get(strand="winter/tasks/self-check", debtor__code="QY-Z1")
    page = page_at(360, java_script_enabled=False)
    cookies = client_for("reporter_z1").cookies.items()
    page.context.add_cookies([{"name": k, "value": v.value, "url": live_server.url} for k, v in cookies])
    with clock_at(NOW):
        page.goto(f"/tasks/{task.id}/")
        page.get_by_role("button", name="已办结").click()
        page.wait_for_url(f"**/tasks/{task.id}/")
    task.refresh_from_db()
    assert task.closed_as == "discharged"
