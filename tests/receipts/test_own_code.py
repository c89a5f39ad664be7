"""A code that a clerk has seen opens nothing until its owner has made another, which nobody else sees."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client

from duecare.core.errors import NotFound
from duecare.receipts import actions, pages
from duecare.receipts.models import Receipt
from duecare.receipts.views import tries
from tests.at_once import at_once
from tests.charter.test_5_forgetting_is_a_duty import everything
from tests.people import FOUNDED, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
KIND = "test.matter"


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    shown = pages.Shown("The matter", "Asia/Shanghai", "It stands.", "calm", "clock", [], [])
    pages.register(KIND, shows=lambda _matter, _at: shown)
    with clock_at(FOUNDED):
        yield
    del pages._opened[KIND]
    tries.forget()


@pytest.fixture
def slip() -> str:
    """What the clerk gives out."""
    return actions.issue(matter_kind=KIND, matter_id=uuid.uuid4(), provisional=True)


def came_with(slip: str) -> Client:
    browser = Client()
    answer = browser.post("/receipt/", {"code": slip})
    assert (answer.status_code, answer["Location"]) == (302, "/receipt/own/")
    return browser


def made(browser: Client) -> str:
    found = re.search(r'id="code">([0-9A-Z-]{27})<', browser.post("/receipt/own/").content.decode())
    assert found
    return found[1]


def opens(code: str) -> bool:
    browser = Client()
    answer = browser.post("/receipt/", {"code": code})
    return answer.status_code == 302 and "The matter" in browser.get("/receipt/matter/").content.decode()


def test_it_opens_nothing_before_and_nothing_after(slip: str) -> None:
    browser = came_with(slip)
    assert browser.get("/receipt/matter/")["Location"] == "/receipt/own/"
    assert browser.post("/receipt/matter/end/")["Location"] == "/receipt/"
    own = made(browser)
    assert browser.get("/receipt/matter/")["Location"] == "/receipt/own/"
    answer = browser.post("/receipt/own/", {"code": own})
    assert answer["Location"] == "/receipt/matter/"
    assert "The matter" in browser.get("/receipt/matter/").content.decode()
    assert opens(own) and Client().post("/receipt/", {"code": slip}).status_code == 404
    assert own not in everything() and own.replace("-", "").lower() not in everything()


def test_a_browser_that_came_in_with_the_slip_is_out_once_it_is_replaced(slip: str) -> None:
    clerk, owner = came_with(slip), came_with(slip)
    owner.post("/receipt/own/", {"code": made(owner)})
    assert clerk.get("/receipt/matter/")["Location"] == "/receipt/"
    assert clerk.post("/receipt/own/")["Location"] == "/receipt/"


def test_an_answer_that_was_lost_loses_nothing(slip: str) -> None:
    browser = came_with(slip)
    lost, seen = made(browser), made(browser)
    refused = browser.post("/receipt/own/", {"code": lost})
    assert refused.status_code == 409 and "receipt-code" not in refused.content.decode()
    assert not opens(lost)
    assert came_with(slip).post("/receipt/own/", {"code": seen})["Location"] == "/receipt/matter/"


def test_who_types_the_new_code_has_kept_it(slip: str) -> None:
    own = made(came_with(slip))
    assert opens(own) and not Receipt.objects.get().provisional
    assert Client().post("/receipt/", {"code": slip}).status_code == 404


def test_a_code_that_was_not_offered_is_not_kept(slip: str) -> None:
    browser = came_with(slip)
    for code in (slip, "", "ABC", "0" * 21):
        assert browser.post("/receipt/own/", {"code": code}).status_code == 409
    assert Receipt.objects.get().provisional


def test_a_code_that_nobody_else_has_seen_is_not_replaced() -> None:
    code = actions.issue(matter_kind=KIND, matter_id=uuid.uuid4())
    browser = Client()
    browser.post("/receipt/", {"code": code})
    assert browser.get("/receipt/own/")["Location"] == "/receipt/matter/"
    with pytest.raises(NotFound):
        actions.offer_own(receipt_id=Receipt.objects.get().id)


@pytest.mark.django_db(transaction=True)
def test_two_that_keep_a_code_at_once_are_one(slip: str) -> None:
    receipt = Receipt.objects.get()
    own = actions.offer_own(receipt_id=receipt.id)
    keeps = [lambda: actions.keep_own(receipt_id=receipt.id, code=own)] * 2
    assert "receipt-replaced" in at_once(*keeps)
    assert opens(own)


def test_whoever_types_a_replaced_slip_is_told_so(slip: str) -> None:
    """An owner who finds that somebody was faster learns it, and whom to tell."""
    browser = came_with(slip)
    browser.post("/receipt/own/", {"code": made(browser)})
    late = Client()
    late.cookies["language"] = "zh-hans"
    answer = late.post("/receipt/", {"code": slip})
    assert answer.status_code == 404 and "更换" in answer.content.decode()
    never = late.post("/receipt/", {"code": "7" * 21}).content.decode()
    assert "更换" not in never
