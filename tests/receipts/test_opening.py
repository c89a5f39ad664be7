"""Typing a code: right, wrong, mistyped, too often; and what a browser that was let in can and can't do."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django import forms
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from duecare.orgs.models import Session
from duecare.receipts import actions, pages, rules
from duecare.receipts.models import Receipt
from duecare.receipts.views import tries
from tests.charter.test_5_forgetting_is_a_duty import everything
from tests.people import FOUNDED, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
KIND, OTHER = "test.matter", "test.other"


class Ending(forms.Form):
    """A box."""

    sure = forms.BooleanField()


def shows(title: str) -> pages.Shown:
    return pages.Shown(
        title, "Asia/Shanghai", "It stands.", "calm", "clock", [("Since", FOUNDED)], [], may=("end",)
    )


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """Two modules have matters; one can be ended."""

    def end(matter_id: uuid.UUID, _form: forms.Form, _at: datetime) -> None:
        actions.close(matter_kind=KIND, matter_ids=[matter_id])

    act = pages.Act(Ending, "End it", "For good.", "End it", "trash", end, "It is over.")
    pages.register(KIND, shows=lambda matter_id, _at: shows(f"matter {matter_id}"), acts={"end": act})
    pages.register(OTHER, shows=lambda matter_id, _at: shows(f"other {matter_id}"), acts={"end": act})
    with clock_at(FOUNDED):
        yield
    del pages._opened[KIND], pages._opened[OTHER]
    tries.forget()


@pytest.fixture
def matter() -> uuid.UUID:
    return uuid.uuid4()


@pytest.fixture
def code(matter: uuid.UUID) -> str:
    return actions.issue(matter_kind=KIND, matter_id=matter)


def let_in(code: str) -> Client:
    client = Client()
    answer = client.post("/receipt/", {"code": code})
    assert (answer.status_code, answer["Location"]) == (302, "/receipt/matter/")
    return client


def test_the_code_opens_its_matter_and_no_other(code: str, matter: uuid.UUID) -> None:
    other = uuid.uuid4()
    theirs = actions.issue(matter_kind=OTHER, matter_id=other)
    assert f"matter {matter}" in let_in(code).get("/receipt/matter/").content.decode()
    shown = let_in(theirs).get("/receipt/matter/").content.decode()
    assert f"other {other}" in shown and str(matter) not in shown


def test_it_is_read_however_it_is_typed(code: str) -> None:
    let_in(f"  {code.lower().replace('-', ' ')} ")
    let_in(code.replace("0", "O").replace("1", "l"))


def test_the_code_is_nowhere_in_the_database_in_an_address_or_in_a_cookie(code: str) -> None:
    client = let_in(code)
    plain = rules.tidy(code)
    kept = everything() + str(client.cookies)
    assert not [text for text in (code, plain, plain.upper()) if text in kept]
    assert Receipt.objects.get().digest not in str(client.cookies)
    for pattern in get_resolver("duecare.receipts.urls").url_patterns:
        assert "code" not in str(pattern.pattern)
    assert client.get("/receipt/", {"code": code}).status_code == 200
    assert Client().get("/receipt/", {"code": code}).status_code == 200, "an address opens nothing"


def test_wrong_codes_tell_nothing_and_a_mistyped_one_says_so(code: str, matter: uuid.UUID) -> None:
    never = rules.grouped(rules.with_check("0" * 20))
    actions.close(matter_kind=KIND, matter_ids=[matter])
    answers = [Client().post("/receipt/", {"code": wrong}) for wrong in (never, code)]
    assert [a.status_code for a in answers] == [404, 404]
    hints = [a.content.decode().split('class="field-error"')[1].split("</div>")[0] for a in answers]
    assert hints[0] == hints[1]
    one_wrong = ("1" if code[0] != "1" else "2") + code[1:]  # which the check character always notices
    mistyped = Client().post("/receipt/", {"code": one_wrong})
    assert mistyped.status_code == 400 and "七组" in mistyped.content.decode()
    assert Client().post("/receipt/", {"code": ""}).status_code == 422
    assert not [a for a in (*answers, mistyped) if "receipt" in a.cookies]


def test_a_right_and_a_wrong_code_take_the_same_statement(code: str) -> None:
    never = rules.grouped(rules.with_check("0" * 20))
    counted = []
    for typed in (code, never):
        with CaptureQueriesContext(connection) as queries:
            Client().post("/receipt/", {"code": typed})
        counted.append(len(queries))
    assert counted == [1, 1]


@pytest.mark.usefixtures("no_time_passes")
def test_who_tries_many_is_slowed_and_nobody_is_shut_out(code: str) -> None:
    never = rules.grouped(rules.with_check("0" * 20))
    for _n in range(20):
        assert Client().post("/receipt/", {"code": never}).status_code == 404
    slowed = Client().post("/receipt/", {"code": code})
    assert slowed.status_code == 429 and 0 < int(slowed["Retry-After"]) <= 3
    assert Client(REMOTE_ADDR="198.51.100.1").post("/receipt/", {"code": code}).status_code == 302


def test_the_cookie_is_for_these_pages_alone_and_for_half_an_hour(code: str) -> None:
    client = Client()
    cookie = client.post("/receipt/", {"code": code}).cookies["receipt"]
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == ("/receipt/", "Strict", 1800)
    assert cookie["httponly"] is True
    with clock_at(FOUNDED + timedelta(minutes=29)):
        assert client.get("/receipt/matter/").status_code == 200
    with clock_at(FOUNDED + timedelta(minutes=58)):
        assert client.get("/receipt/matter/").status_code == 200, "a look opens it anew"
    with clock_at(FOUNDED + timedelta(minutes=89)):
        assert client.get("/receipt/matter/")["Location"] == "/receipt/"


def test_a_cookie_of_one_s_own_making_opens_nothing(code: str) -> None:
    row = Receipt.objects.get()
    for value in ("", "x", str(row.id), f"{row.id}:1900000000:x"):
        client = Client()
        client.cookies["receipt"] = value
        assert client.get("/receipt/matter/")["Location"] == "/receipt/"
        assert client.post("/receipt/matter/end/", {"sure": "on"})["Location"] == "/receipt/"
    assert Receipt.objects.exists()


def test_closing_the_page_and_ending_the_matter(code: str) -> None:
    client = let_in(code)
    assert client.post("/receipt/leaving/")["Location"] == "/receipt/"
    assert client.get("/receipt/matter/").status_code == 302
    client = let_in(code)
    assert client.post("/receipt/matter/end/").status_code == 422
    assert client.post("/receipt/matter/nonsense/").status_code == 404
    assert client.get("/receipt/matter/end/").status_code == 405
    done = client.post("/receipt/matter/end/", {"sure": "on"})
    assert "It is over." in done.content.decode()
    assert client.get("/receipt/matter/").status_code == 302
    assert Client().post("/receipt/", {"code": code}).status_code == 404


def test_a_matter_has_one_code_and_every_answer_is_kept_nowhere(code: str, matter: uuid.UUID) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.issue(matter_kind=KIND, matter_id=matter)
    client = let_in(code)
    for answer in (client.get("/receipt/"), client.get("/receipt/matter/"), client.post("/receipt/leaving/")):
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "same-origin"
    assert not Session.objects.exists()


def test_another_deployment_s_secret_makes_other_hashes(code: str, settings: pytest.FixtureRequest) -> None:
    settings.SECRET_KEY = "another-secret-of-forty-characters-or-more-than-that"  # type: ignore[attr-defined]
    assert Client().post("/receipt/", {"code": code}).status_code == 404
