"""Pages of cases in a browser: on a phone and on a desk, in both languages, with and without JavaScript."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from duecare.grievances import actions
from duecare.grievances.actions import Brought, together
from duecare.grievances.models import Case, Inquiry
from duecare.orgs.actions import add_person, add_post, appoint
from duecare.orgs.models import Post
from duecare.orgs.rules import SYSTEM
from duecare.vault import actions as vault_actions
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look, picture
from tests.conftest import PageAt
from tests.grievances.conftest import AT, DAY, HOUR, NOTICE, OWNER, TEXT, do
from tests.grievances.test_plan import WHOLE
from tests.grievances.test_together import POLICIES, where
from tests.people import FOUNDED, District, actor_of, clock_at, small_district
from tests.plans.plans import apply
from tests.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = AT + 2 * DAY


@pytest.fixture(autouse=True)
def vault() -> None:
    """Not the one of the other tests: here the district is founded for each."""


@pytest.fixture
def scene(settings: Any, tmp_path: Path) -> District:
    """Two officers, a case that was looked into and asked about, and one that has just come."""
    settings.HOME = tmp_path
    district = small_district()
    vault_actions.prepare(at=FOUNDED)
    for name, unit in (("officer", "QY-AQ"), ("officer_root", "QY")):
        post = add_post(unit=district[unit], kind="case_officer", by=SYSTEM, at=FOUNDED)
        user = add_person(username=name, name="诉求办理人", home=district[unit], by=SYSTEM, at=FOUNDED)
        appoint(user=user, post=post, by=SYSTEM, at=FOUNDED)
        district.people[name], district.posts[name] = user, post
    brought = Brought(
        way="web", category="school-meals", text=TEXT, received=district.root, concerned=[district["QY-X1"]],
        identity=OWNER,
    )  # fmt: skip
    first = actions.register_case(brought=brought, at=AT, client_id=uuid.uuid4())
    officer = actor_of("officer_root", AT)
    do(first.case, "accept", AT + HOUR, "officer_root", words=NOTICE)
    actions.look_at_identity(case_id=first.case.id, reason="核实就诊情况", by=officer, at=AT + 2 * HOUR)
    actions.name_case(case_id=first.case.id, line="反映食堂肉品", by=officer, at=AT + 2 * HOUR)
    actions.inquire(
        case_id=first.case.id, unit=district["QY-X1"], question="本周肉品的供货商和留样记录？", by=officer, at=AT + DAY,
        client_id=uuid.uuid4(),
    )  # fmt: skip
    actions.register_case(brought=brought, at=AT + DAY, client_id=uuid.uuid4())
    do(first.case, "handle-jointly", AT + DAY, "leader", joint=[district["QY-AQ"]])
    do(
        first.case,
        "name-lead",
        AT + DAY,
        "leader",
        lead=Post.objects.get(unit=district.root, kind="leader").id,
    )
    apply(WHOLE + POLICIES, AT + DAY)
    return district


@SCREENS
def test_pages_fit_and_can_be_read_by_everybody(
    scene: District, page_at: PageAt, axe: Callable[[Page], None], live_server: Any, width: int, language: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    case, inquiry = Case.objects.exclude(subject="").get(), Inquiry.objects.get()
    pages = [
        ("officer_root", "cases-desk", "/cases/"),
        ("officer_root", "case", f"/cases/{case.id}/"),
        ("officer_root", "case-worded", f"/cases/{case.id}/?for=reply&wording=meals.{language[:2]}"),
        ("officer_root", "case-together", where(scene, "accept")),
        ("officer_root", "case-ratings", "/cases/ratings/"),
        ("coordinator", "case-codes", "/cases/posters/"),
        ("coordinator", "case-poster", f"/cases/posters/{scene.root.key}/{scene['QY-X1'].key}/"),
        ("officer", "case-joint", f"/cases/{case.id}/"),
        ("leader", "case-head", f"/cases/{case.id}/"),
        ("leader_x1", "case-inquiry", f"/cases/inquiries/{inquiry.id}/"),
        ("leader_x1", "cases-none", "/cases/"),
        ("coordinator", "case-clerk", "/cases/new/"),
    ]
    wrong: list[str] = []
    with clock_at(NOW):
        for who in ("officer_root", "officer", "leader", "leader_x1", "coordinator"):
            page = page_at(width)
            enter(page.context, live_server.url, who, language)
            for name, address in [(name, address) for one, name, address in pages if one == who]:
                wrong += look(page, Seen(name, "", address), scene, axe, width, language)
            page.context.close()
        wrong += _outside(scene, page_at, axe, live_server, width, language)
    assert not wrong, "\n".join(wrong)


def _outside(
    scene: District, page_at: PageAt, axe: Any, live_server: Any, width: int, language: str
) -> list[str]:
    """The form and the receipt, without an account."""
    page = page_at(width)
    page.context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
    wrong = look(
        page,
        Seen("case-bring", "", f"/c/{scene.root.key}/?at={scene['QY-X1'].key}"),
        scene,
        axe,
        width,
        language,
    )
    wrong += look(
        page, Seen("case-figures", "", f"/c/{scene.root.key}/figures/"), scene, axe, width, language
    )
    page.goto(f"{live_server.url}/c/{scene.root.key}/?at={scene['QY-X1'].key}")
    code = _bring(page)
    axe(page)
    picture(page, PICTURES / f"case-code-{width}-{language}.png")
    page.goto("/c/receipt/")
    page.locator("#id_code").fill(code)
    page.locator("main form button").first.click()
    page.wait_for_url("**/receipt/matter/")
    wrong += look(page, Seen("case-receipt", "", "/receipt/matter/"), scene, axe, width, language)
    return wrong


def _bring(page: Page) -> str:
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_category").select_option("school-meals")
    page.locator("main form button.btn-primary").click()
    page.locator("#code").wait_for()
    return page.locator("#code").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_a_parent_at_the_gate_writes_on_a_phone_and_follows(
    scene: District, page_at: PageAt, live_server: Any, script: bool
) -> None:
    page = page_at(360, java_script_enabled=script)
    page.context.add_cookies([{"name": "language", "value": "zh-hans", "url": live_server.url}])
    with clock_at(NOW):
        page.goto(f"/c/{scene.root.key}/?at={scene['QY-X1'].key}")
        expect(page.locator("#id_unit")).to_have_value(scene["QY-X1"].key)
        code = _bring(page)
        assert re.fullmatch(r"([0-9A-Z]{3}-){6}[0-9A-Z]{3}", code)
        page.goto("/c/receipt/")
        page.locator("#id_code").fill(code.lower().replace("-", " "))
        page.locator("main form button").first.click()
        page.wait_for_url("**/receipt/matter/")
        expect(page.locator("main")).to_contain_text(TEXT)
        page.locator("#write summary").click()
        page.locator("#write textarea").fill("孩子今天好些了。")
        page.locator("#write button").click()
        page.locator("[role=status]").first.wait_for()
        expect(page.locator("main")).to_contain_text("孩子今天好些了。")
    assert Case.objects.count() == 3


@pytest.mark.parametrize("scripts", [True, False])
def test_many_are_answered_together_with_and_without_javascript(
    scene: District, page_at: PageAt, live_server: Any, monkeypatch: Any, scripts: bool
) -> None:
    """A few at a time: with JavaScript the page goes on by itself, without it a button does."""
    monkeypatch.setattr(together, "AT_ONCE", 1)
    brought = Brought(
        way="web", category="school-meals", text=TEXT, received=scene.root, concerned=[scene["QY-X1"]]
    )
    actions.register_case(brought=brought, at=AT + DAY, client_id=uuid.uuid4())
    page = page_at(360, java_script_enabled=scripts)
    with clock_at(NOW):
        enter(page.context, live_server.url, "officer_root", "en")
        page.goto(where(scene, "accept"))
        page.get_by_label("Prepared words").select_option("accepted.en")
        page.get_by_role("button", name="Fill them in").click()
        expect(page.get_by_label("Notice to the owner")).to_have_value(re.compile("What you brought"))
        page.locator("form[method=post] button.btn-primary").last.click()
        if not scripts:
            expect(page.get_by_role("status")).to_contain_text("1 case has the step now")
            page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("button", name="Go on")).to_have_count(0)
        expect(page.get_by_role("status")).to_contain_text("1 case has the step now")
    assert Case.objects.filter(stage="accepted").count() == 3
