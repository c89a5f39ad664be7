"""What the owner was told, as a letter to hand over or send: by those who hold the case, without code or name."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from duecare.grievances.actions import Brought, register_case
from duecare.grievances.models import Case, Step
from tests.grievances.conftest import AT, DAY, HOUR, NOTICE, OWNER, REPLY, TEXT, Bring, do
from tests.people import District, actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def replied(bring: Bring) -> tuple[Case, Step, str]:
    brought = bring()
    do(brought.case, "accept", AT + HOUR, "officer_root", words=NOTICE)
    step = do(brought.case, "reply", AT + DAY, "officer_root", words=REPLY)
    return brought.case, step, brought.code


def read(who: str, case: Case, step: Step, language: str = "zh-hans") -> tuple[int, str]:
    with clock_at(AT + DAY + HOUR):
        answer = client_for(who, language).get(f"/cases/{case.id}/letters/{step.id}/")
    return answer.status_code, answer.content.decode()


def test_a_reply_has_its_parts_its_post_and_how_to_go_on(replied: tuple[Case, Step, str]) -> None:
    case, step, code = replied
    status, page = read("officer_root", case, step)
    assert status == 200
    places = [page.index(REPLY[name]) for name in ("facts", "reasons", "decision", "how-to-appeal")]
    assert places == sorted(places) and "书面答复" in page and case.number in page
    assert "第三十五条" in page and "2027年2月4日" in page, "until when a review can be asked for"
    assert code not in page and code.replace("-", "").lower() not in page
    assert OWNER.name not in page and OWNER.telephone not in page and TEXT not in page


def test_owner_and_officer_read_the_parts_under_their_headings(replied: tuple[Case, Step, str]) -> None:
    case, _step, code = replied
    with clock_at(AT + DAY + HOUR):
        owner = Client()
        owner.cookies["language"] = "zh-hans"
        owner.post("/c/receipt/", {"code": code})
        told = owner.get("/receipt/matter/").content.decode()
        page = client_for("officer_root").get(f"/cases/{case.id}/").content.decode()
    assert f"查明的事实：{REPLY['facts']}" in told and f"处理决定：{REPLY['decision']}" in told
    assert told.index(REPLY["facts"]) < told.index(REPLY["reasons"]) < told.index(REPLY["decision"])
    for heading, text in (("查明的事实", REPLY["facts"]), ("处理决定", REPLY["decision"])):
        assert page.index(heading) < page.index(text)


def test_it_is_there_in_english_too(replied: tuple[Case, Step, str]) -> None:
    case, step, _code = replied
    assert "How to ask for a review" in read("officer_root", case, step, "en")[1]


def test_nobody_else_prints_it_and_what_the_owner_wrote_is_no_letter(
    district: District, replied: tuple[Case, Step, str]
) -> None:
    case, step, _code = replied
    for who in ("officer_x1", "leader_x1", "coordinator", "administrator"):
        assert read(who, case, step)[0] == 404
    first = Step.objects.get(case=case, number=1)
    assert read("officer_root", case, first)[0] == 404


def test_the_case_s_page_leads_to_it(replied: tuple[Case, Step, str]) -> None:
    case, step, _code = replied
    with clock_at(AT + DAY + HOUR):
        page = client_for("officer_root").get(f"/cases/{case.id}/").content.decode()
    assert f"/cases/{case.id}/letters/{step.id}/" in page and page.count("/letters/") == 2


def test_what_a_clerk_wrote_down_for_the_owner_is_no_letter_of_the_clerk_s(district: District) -> None:
    brought = Brought(
        way="phone",
        category="school-meals",
        text=TEXT,
        received=district.root,
        concerned=[],
        identity=OWNER,
    )
    clerk = actor_of("coordinator", AT)
    case = register_case(brought=brought, at=AT, client_id=uuid.uuid4(), by=clerk, post=clerk.posts[0]).case
    assert read("officer_root", case, case.steps.get())[0] == 404
    with clock_at(AT + HOUR):
        page = client_for("officer_root").get(f"/cases/{case.id}/").content.decode()
    assert TEXT in page and "/letters/" not in page
