"""Each path of a case, walked in a browser by everybody on it: officers at a desk, the owner on a phone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from duecare.grievances import actions
from duecare.grievances.actions import Brought
from duecare.grievances.models import Case
from duecare.orgs.actions import add_person, add_post, add_unit, appoint
from duecare.orgs.rules import SYSTEM
from duecare.vault import actions as vault_actions
from tests.browser.test_pages import enter
from tests.conftest import PageAt
from tests.grievances.conftest import AT, DAY, OWNER, TEXT
from tests.people import FOUNDED, District, clock_at, small_district

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KITCHEN, OWNERS = "QY-X1-D1-C", "owner"
#: Who does what on which day. The point's officer holds it, the school stands above, then the district.
PATHS: dict[str, list[tuple[str, int, str]]] = {
    "settled": [("officer_d1", 0, "settle"), (OWNERS, 2, "put-right"), (OWNERS, 2, "rate")],
    "settled, and was not": [("officer_d1", 0, "settle"), ("officer_d1", 3, "follow-up"), (OWNERS, 4, "reopen")],
    "elsewhere": [("officer_d1", 1, "decline-elsewhere"), (OWNERS, 2, "go-higher"), ("officer_x1", 3, "answer-higher")],
    "another way": [("officer_d1", 1, "decline-other-way")],
    "objected": [("officer_d1", 1, "object"), ("officer_x1", 2, "refuse-objection"), ("officer_d1", 3, "accept")],
    "sent on": [("officer_d1", 1, "object"), ("officer_x1", 2, "route")],
    "replied": [
        ("officer_d1", 1, "accept"), ("leader_d1", 30, "extend"), ("officer_d1", 70, "reply"),
        ("officer_d1", 71, "close"), (OWNERS, 72, "reopen"), ("officer_d1", 80, "explain"),
        ("officer_d1", 81, "close"), (OWNERS, 82, "rate"),
    ],
    "mediated": [
        ("officer_d1", 1, "accept"), ("officer_d1", 2, "propose-mediation"), (OWNERS, 3, "consent-to-mediation"),
        ("officer_d1", 4, "mediate"), ("officer_d1", 5, "sit"), ("officer_d1", 6, "agree"),
        (OWNERS, 7, "ask-confirmation"), ("officer_d1", 8, "fulfil"),
    ],
    "agreed, and not kept": [
        ("officer_d1", 1, "accept"), ("officer_d1", 2, "propose-mediation"), (OWNERS, 3, "consent-to-mediation"),
        ("officer_d1", 4, "mediate"), ("officer_d1", 6, "agree"), (OWNERS, 9, "not-fulfilled"),
        ("officer_d1", 10, "reply"),
    ],
    "reviewed twice": [
        ("officer_d1", 1, "accept"), ("officer_d1", 2, "reply"), (OWNERS, 3, "ask-review"),
        ("officer_x1", 9, "refuse-review"), (OWNERS, 10, "ask-re-review"), ("officer_root", 11, "begin-hearing"),
        ("officer_root", 13, "end-hearing"), ("officer_root", 14, "uphold-re-review"), ("officer_d1", 20, "carry-out"),
    ],
    "review upheld": [
        ("officer_d1", 1, "accept"), ("officer_d1", 2, "reply"), (OWNERS, 3, "ask-review"),
        ("officer_x1", 9, "uphold-review"), ("officer_d1", 12, "reply"),
    ],
    "retaliation": [(OWNERS, 1, "report-retaliation"), ("officer_x1", 2, "answer-retaliation")],
    "recusal": [(OWNERS, 1, "ask-recusal"), ("leader_d1", 2, "keep-on"), ("officer_d1", 3, "recuse")],
    "jointly": [
        ("officer_d1", 1, "accept"), (OWNERS, 2, "go-higher"),
        ("officer_x1", 3, "handle-jointly"), ("officer_j", 4, "contribute"), ("leader_d1", 5, "name-lead"),
        ("officer_d1", 6, "reply"),
    ],
    "withdrawn and taken back": [(OWNERS, 1, "withdraw"), (OWNERS, 5, "take-back"), ("officer_d1", 6, "accept")],
}  # fmt: skip


@dataclass
class Walk:
    """A case, its code, and whoever acts on it."""

    case: Case
    code: str
    page_at: PageAt
    url: str

    def does(self, who: str, day: int, act: str) -> None:
        """Open the page as a person of that day would, do the act, and read that it is there."""
        title = self.case.procedure.procedure.act(act).title.en
        with clock_at(AT + day * DAY + timedelta(minutes=self.case.steps.count())):
            page = self._owners() if who == OWNERS else self._desk(who)
            page.locator(f"#{act} > summary").click()
            _fill(page.locator(f"#{act} form[method=post]"))
            before = page.url
            page.locator(f"#{act} form[method=post] button").last.click()
            expect(page.locator("[role=status], .note-good, .flash, .note").first).to_be_visible()
            if page.url == before:
                expect(page.locator("main")).to_contain_text(title)
            page.context.close()
        assert self.case.steps.filter(act=act, at__gte=AT + day * DAY).exists(), act

    def _desk(self, who: str) -> Page:
        page = self.page_at(1280)
        enter(page.context, self.url, who, "en")
        page.goto(f"/cases/{self.case.id}/")
        return page

    def _owners(self) -> Page:
        page = self.page_at(360)
        page.context.add_cookies([{"name": "language", "value": "en", "url": self.url}])
        page.goto("/c/receipt/")
        page.locator("#id_code").fill(self.code)
        page.locator("main form button").first.click()
        page.wait_for_url("**/receipt/matter/")
        return page


def _fill(form: Locator) -> None:
    """Everything that is asked, as somebody would who does it for the first time."""
    for field in form.locator("textarea:visible").all():
        field.fill("Looked into on the spot; the papers are with us.")
    for field in form.locator("input[type=number]:visible").all():
        field.fill("10")
    for field in form.locator("input[type=checkbox]:visible").all():
        field.check()
    if form.locator("input[type=radio]:visible").count():
        form.locator("input[type=radio]:visible").first.check()


def _officer(district: District, name: str, code: str, kind: str = "case_officer") -> None:
    post = add_post(unit=district[code], kind=kind, by=SYSTEM, at=FOUNDED)
    user = add_person(username=name, name="诉求办理人", home=district[code], by=SYSTEM, at=FOUNDED)
    appoint(user=user, post=post, by=SYSTEM, at=FOUNDED)


@pytest.fixture(autouse=True)
def vault() -> None:
    """Not the one of the other tests: here the district is founded for each."""


@pytest.fixture
def walk(settings: Any, tmp_path: Path, page_at: PageAt, live_server: Any) -> Walk:
    """A case about the kitchen of a teaching point: two levels stand above whoever handles it."""
    settings.HOME = tmp_path
    district = small_district()
    vault_actions.prepare(at=FOUNDED)
    for code, parent in ((KITCHEN, "QY-X1-D1"), ("QY-X1-D1-J", "QY-X1-D1")):
        made = add_unit(
            parent=district[parent], code=code, name=code, kind="teaching_point", by=SYSTEM, at=FOUNDED
        )
        district.units[code] = made
    _officer(district, "officer_root", "QY")
    _officer(district, "officer_x1", "QY-X1")
    _officer(district, "officer_d1", "QY-X1-D1")
    _officer(district, "leader_d1", "QY-X1-D1", "leader")
    _officer(district, "officer_j", "QY-X1-D1-J")
    brought = Brought(
        way="web", category="school-meals", text=TEXT, received=district.root, concerned=[district[KITCHEN]],
        identity=OWNER,
    )  # fmt: skip
    made_case = actions.register_case(brought=brought, at=AT - timedelta(hours=1), client_id=uuid.uuid4())
    return Walk(made_case.case, made_case.code, page_at, live_server.url)


@pytest.mark.parametrize("steps", [pytest.param(steps, id=name) for name, steps in PATHS.items()])
def test_a_path_is_walked_by_everybody_on_it(walk: Walk, steps: list[tuple[str, int, str]]) -> None:
    for who, day, act in steps:
        walk.does(who, day, act)
