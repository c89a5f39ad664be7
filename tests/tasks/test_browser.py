"""A task's page in a browser: open, sent with something missing, and done, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from duecare.obligations.actions import tick
from duecare.obligations.models import Obligation
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look, picture
from tests.conftest import PageAt
from tests.people import FOUNDED, District, clock_at, small_district
from tests.plans.plans import apply, changed
from tests.screens import SCREENS
from tests.tasks.test_complete import IN_TIME

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ASKS = """\
    what:
      zh: 覆盖消防与用电、校车与门前交通、食堂与饮水、宿舍取暖与热水、楼梯与集会、实验室危险品六类。教学点由小学检查。
      en: >-
        Fire and electricity, school buses and traffic at the gate, food and water, heating and hot water, stairs and
        crowds, dangerous goods in laboratories. Primary schools cover their teaching points.
    basis: 一.1
    form: {note: required, headcount: required}
    owed_by: {kinds: [middle_school, primary_school]}
    due: 2027-01-08 18:00
"""
PLAIN = ASKS[ASKS.index("    owed_by") :]


@pytest.fixture
def scene() -> District:
    """A task for which a note and a headcount are asked."""
    district = small_district()
    apply(changed(PLAIN, ASKS), FOUNDED)
    tick(FOUNDED)
    return district


@SCREENS
def test_a_task_fits_and_can_be_read_by_everybody(
    scene: District,
    page_at: PageAt,
    axe: Callable[[Page], None],
    live_server: Any,
    width: int,
    language: str,
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    task = Obligation.objects.get(strand="winter/tasks/self-check", debtor=scene["QY-Z1"])
    address = f"/tasks/{task.id}/"
    page = page_at(width)
    with clock_at(IN_TIME):
        enter(page.context, live_server.url, "reporter_z1", language)
        wrong = look(page, Seen("task-open", "", address), scene, axe, width, language)
        page.locator("form[action$='/completion/']").evaluate(
            "form => { form.noValidate = true; form.submit() }"
        )
        page.locator("[role=alert]").first.wait_for()
        axe(page)
        picture(page, PICTURES / f"task-missing-{width}-{language}.png")
        page.locator("#id_headcount").fill("36")
        page.locator("#id_note").fill("六类全部自查，发现两处，当场整改。")
        page.locator("form[action$='/completion/'] button").click()
        page.locator("[role=status]").first.wait_for()
        wrong += look(page, Seen("task-done", "", address), scene, axe, width, language)
    task.refresh_from_db()
    assert task.closed_as == "discharged"
    assert not wrong, "\n".join(wrong)
