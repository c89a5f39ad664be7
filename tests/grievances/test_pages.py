"""Through the pages: a parent writes, an officer answers, the school is asked, the parent goes on with the code."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from duecare.grievances.models import Case, Inquiry, Step
from duecare.vault import keyfile
from tests.grievances.conftest import AT, DAY, HOUR, NOTICE, OWNER, REPLY, TEXT, Bring, do
from tests.people import District, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    """Requests come in on the first morning."""
    with clock_at(AT):
        yield


def entered(**given: Any) -> dict[str, Any]:
    values = {
        "text": TEXT,
        "category": "school-meals",
        "unit": "",
        "name": OWNER.name,
        "telephone": OWNER.telephone,
    }
    return {**values, "address": "", "website": "", "batch": str(uuid.uuid4()), **given}


def bring_it(district: District, **given: Any) -> tuple[Client, str]:
    """What a parent sends, and the code they get."""
    parent = Client()
    parent.cookies["language"] = "zh-hans"
    address = f"/c/{district.root.key}/"
    answer = parent.post(address, entered(unit=district["QY-X1"].key, **given))
    found = re.search(r'id="code">([0-9A-Z-]{27})<', answer.content.decode())
    assert found, answer.content.decode()[:3000]
    return parent, found[1]


def let_in(code: str, at: datetime = AT) -> Client:
    """Another browser, with the code."""
    browser = Client()
    browser.cookies["language"] = "zh-hans"
    with clock_at(at):
        assert browser.post("/c/receipt/", {"code": code}).status_code == 302
    return browser


def seen(browser: Client, at: datetime = AT) -> str:
    with clock_at(at):
        return browser.get("/receipt/matter/").content.decode()


def test_words_for_what_is_not_open_any_more_are_given_back_with_the_reason(district: District) -> None:
    """A page stood open while the case went on; and a second click on the same form is no error."""
    with clock_at(AT):
        _parent, code = bring_it(district)
    owner, words = let_in(code), "请上级来看一看留样柜"
    sure = {"batch": str(uuid.uuid4()), "sure": "on"}
    with clock_at(AT + timedelta(minutes=5)):
        stale = owner.post("/receipt/matter/reopen/", {"batch": str(uuid.uuid4()), "text": words})
        assert stale.status_code == 422
        assert (
            words in stale.content.decode() and "诉求目前所处的阶段不能办理此事。" in stale.content.decode()
        )
        assert not Step.objects.filter(act="reopen").exists()
        twice = [owner.post("/receipt/matter/withdraw/", sure) for _n in range(2)]
    assert [answer["Location"] for answer in twice] == ["/receipt/matter/?done=withdraw"] * 2
    assert Step.objects.filter(act="withdraw").count() == 1


def test_the_form_says_first_whom_to_call_and_what_happens_with_what_is_written(district: District) -> None:
    parent = Client()
    assert parent.get("/c/", follow=True).redirect_chain == [(f"/c/{district.root.key}/", 302)]
    page = parent.get(f"/c/{district.root.key}/?at={district['QY-X1'].key}")
    text = page.content.decode()
    assert text.index("110、119") < text.index('<form method="post" enctype')
    assert f'value="{district["QY-X1"].key}" selected' in text
    assert page["Cache-Control"] == "no-store"
    assert Client().get("/c/ZZZZZ/").status_code == 404


def test_a_parent_writes_and_follows_with_the_code(district: District) -> None:
    _parent, code = bring_it(district)
    case = Case.objects.get()
    assert case.way == "web"
    page = seen(let_in(code))
    assert TEXT in page and case.number in page and "信访工作条例" in page and "青原学区" in page
    assert OWNER.telephone not in page
    do(case, "accept", AT + HOUR, "officer_root", words=NOTICE)
    browser = let_in(code, AT + HOUR)
    assert NOTICE["notice"] in seen(browser, AT + HOUR)
    assert Client().post("/c/receipt/", {"code": "7" * 21}).status_code in {400, 404}


def test_every_look_at_who_it_was_shows_on_the_owner_s_page(district: District) -> None:
    _parent, code = bring_it(district)
    case = Case.objects.get()
    officer = client_for("officer_root")
    page = officer.get(f"/cases/{case.id}/").content.decode()
    assert TEXT in page and OWNER.name not in page and OWNER.telephone not in page
    assert officer.post(f"/cases/{case.id}/identity/", {"reason": ""}).status_code == 422
    officer.post(f"/cases/{case.id}/identity/", {"reason": "核实就诊情况"})
    assert OWNER.telephone in officer.get(f"/cases/{case.id}/").content.decode()
    told = seen(let_in(code))
    assert "核实就诊情况" in told, told[2500:9000]
    with clock_at(AT + HOUR):
        assert OWNER.telephone not in officer.get(f"/cases/{case.id}/").content.decode()


def test_an_officer_handles_it_from_the_desk(district: District) -> None:
    bring_it(district)
    case = Case.objects.get()
    officer = client_for("officer_root")
    assert f"/cases/{case.id}/" in officer.get("/cases/").content.decode()
    steps = f"/cases/{case.id}/steps"
    assert officer.post(f"{steps}/accept/", {"batch": str(uuid.uuid4()), "notice": ""}).status_code == 422
    assert officer.post(f"{steps}/accept/", {"batch": str(uuid.uuid4()), **NOTICE}).status_code == 302
    leak = {"batch": str(uuid.uuid4()), **REPLY, "facts": f"{OWNER.name}家长反映属实"}
    refused = officer.post(f"{steps}/reply/", leak)
    assert refused.status_code == 422 and "办结" not in refused.content.decode().split("<form")[0]
    assert officer.post(f"{steps}/reply/", {"batch": str(uuid.uuid4()), **REPLY}).status_code == 302
    case.refresh_from_db()
    assert case.stage == "replied"
    line = officer.post(f"/cases/{case.id}/subject/", {"subject": "反映食堂肉品"})
    assert line.status_code == 302 and "反映食堂肉品" in officer.get("/cases/").content.decode()


def test_nobody_else_sees_that_there_is_a_case(district: District) -> None:
    bring_it(district)
    case = Case.objects.get()
    for who in ("officer_x1", "leader_x1", "coordinator", "administrator", "auditor", "reporter_x1"):
        client = client_for(who)
        assert client.get(f"/cases/{case.id}/").status_code == 404
        assert str(case.id) not in client.get("/cases/").content.decode()
        assert client.post(f"/cases/{case.id}/steps/accept/", {}).status_code == 404
        for page in ("/", f"/board/{district.root.key}/", "/notices/", "/calendar/"):
            text = client.get(page, follow=True).content.decode()
            assert case.number not in text and TEXT not in text, (who, page)
    assert Client().get(f"/cases/{case.id}/").status_code == 302


def test_the_school_answers_an_inquiry_and_sees_nothing_else(district: District) -> None:
    bring_it(district)
    case = Case.objects.get()
    officer = client_for("officer_root")
    ask = {"batch": str(uuid.uuid4()), "unit": district["QY-X1"].key, "text": "本周肉品的供货商和留样记录？"}
    assert officer.post(f"/cases/{case.id}/inquiry/", ask).status_code == 302
    inquiry = Inquiry.objects.get()
    head = client_for("leader_x1")
    inbox = head.get("/").content.decode()
    link = re.search(r"/cases/asked/[0-9a-f-]{36}/", inbox)
    assert link, "the inquiry is in the head's inbox"
    page = head.get(link[0], follow=True).content.decode()
    assert ask["text"] in page and TEXT not in page and case.number not in page
    assert (
        head.post(
            f"/cases/inquiries/{inquiry.id}/", {"batch": str(uuid.uuid4()), "text": "留样缺失"}
        ).status_code
        == 302
    )
    assert client_for("reporter_x1").get(f"/cases/inquiries/{inquiry.id}/").status_code == 404
    assert "留样缺失" in officer.get(f"/cases/{case.id}/").content.decode()


def test_the_owner_appeals_withdraws_and_rates_from_the_receipt(district: District, bring: Bring) -> None:
    came = bring(concerned=[district["QY-X1-D1"]])
    do(came.case, "accept", AT + HOUR, "officer_x1", words=NOTICE)
    do(came.case, "reply", AT + DAY, "officer_x1", words=REPLY)
    later = AT + 2 * DAY
    owner = let_in(came.code, later)
    page = seen(owner, later)
    assert REPLY["decision"] in page and "申请复查" in page and "打击报复" in page
    with clock_at(later):
        assert (
            owner.post("/receipt/matter/rate/", {"batch": str(uuid.uuid4()), "rating": "9"}).status_code
            == 422
        )
        owner.post("/receipt/matter/rate/", {"batch": str(uuid.uuid4()), "rating": "2"})
        owner.post("/receipt/matter/ask-review/", {"batch": str(uuid.uuid4()), "text": "没有说明谁来监督。"})
    came.case.refresh_from_db()
    assert came.case.stage == "review"
    with clock_at(later):
        page = client_for("officer_root").get(f"/cases/{came.case.id}/").content.decode()
    assert "没有说明谁来监督" in page, page[3000:6000]


def test_a_clerk_takes_a_call_in_and_sees_it_no_more(district: District) -> None:
    clerk = client_for("coordinator")
    given = entered(way="representative", outside="12345-2027-0081", unit=district["QY-X1"].key)
    assert clerk.post("/cases/new/", given).status_code == 422
    answer = clerk.post("/cases/new/", {**given, "consent": "on"})
    found = re.search(r'id="code">([0-9A-Z-]{27})<', answer.content.decode())
    assert found and "交给诉求人" in answer.content.decode()
    came = Client().post("/c/receipt/", {"code": found[1]})
    assert came["Location"].endswith("/own/"), "a code that a clerk has seen opens nothing by itself"
    case = Case.objects.get()
    assert (case.way, clerk.get(f"/cases/{case.id}/").status_code) == ("representative", 404)
    assert client_for("auditor").get("/cases/new/").status_code == 404


def test_sent_twice_slowed_trapped_and_locked(district: District) -> None:
    number = str(uuid.uuid4())
    parent, code = bring_it(district, batch=number)
    again = parent.post(f"/c/{district.root.key}/", entered(unit=district["QY-X1"].key, batch=number))
    assert code not in again.content.decode() and Case.objects.count() == 1
    trapped = parent.post(f"/c/{district.root.key}/", entered(website="http://x"))
    assert trapped.status_code == 422 and TEXT in trapped.content.decode()
    file = keyfile.path()
    file.rename(file.with_name("away"))
    _parent, second = bring_it(district)
    page = seen(let_in(second))
    assert TEXT not in page and "密封库" in page
    officer = client_for("officer_root")
    newest = Case.objects.exclude(steps__client_id=number).get()
    with clock_at(AT):
        assert officer.get(f"/cases/{newest.id}/").status_code == 200
    file.with_name("away").rename(file)
    assert TEXT in seen(let_in(second))
