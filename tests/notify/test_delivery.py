"""Mail reaches a real server once; when it can't, it is tried again, and nothing else waits for it."""

from __future__ import annotations

import asyncio
import logging
import threading
import time as clock_time
from datetime import timedelta

import pytest
from django.db import connections

from duecare.notify import actions, post_office
from duecare.notify.models import Delivery, Notice
from duecare.notify.rules import BACKOFF
from duecare.orgs.models import User
from tests.notify.conftest import DUE, MINUTE, REPORTER, happened, owed, remind
from tests.people import small_district

pytestmark = pytest.mark.both


@pytest.mark.django_db
def test_a_mail_is_sent_once_in_the_language_of_its_reader(mailed, mail_server):
    User.objects.filter(username="reporter_z1").update(language="en")
    delivery = remind(mailed)
    assert actions.deliver(DUE).sent == 1
    assert actions.deliver(DUE + timedelta(days=1)).sent == 0
    [mail] = mail_server.box.mails
    assert mail["To"] == REPORTER
    assert mail["From"] == "duecare@district.example"
    assert mail["Message-ID"] == f"<{delivery.id}@district.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"].strip().startswith("Daily safety report: was due Fri 5 Mar 15:30")
    assert mail.get_content_type() == "text/plain"
    text = mail.get_content()
    assert f"http://127.0.0.1:8000/notices/{delivery.notice_id}/" in text
    assert "Basis: 三.1" in text
    assert Delivery.objects.get().sent_at == DUE


@pytest.mark.django_db
def test_chinese_mail_reads_back_whole(mailed, mail_server):
    remind(mailed, what="tell", person="coordinator")
    actions.deliver(DUE)
    [mail] = mail_server.box.mails
    assert mail["Subject"].strip() == "第一中学逾期未办：每日安全报告"
    assert "依据：三.1" in mail.get_content()


@pytest.mark.django_db
def test_a_server_that_is_down_is_tried_again_with_growing_patience(mailed, mail_server):
    mail_server.stop()
    remind(mailed)
    at, waits = DUE, []
    for _attempt in range(4):
        assert actions.deliver(at).down
        delivery = Delivery.objects.get()
        assert delivery.next_try_at is not None
        waits.append(delivery.next_try_at - at)
        assert not actions.deliver(delivery.next_try_at - timedelta(seconds=1)).down  # not before its time
        at = delivery.next_try_at
    assert waits == [1 * MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE]
    assert Delivery.objects.get().problem == "ConnectionRefusedError"
    mail_server.start()
    assert actions.deliver(at).sent == 1
    assert len(mail_server.box.mails) == 1


@pytest.mark.django_db
def test_after_two_days_it_is_given_up_and_the_inbox_still_has_it(mailed, mail_server):
    mail_server.stop()
    remind(mailed)
    at = DUE
    for _attempt in range(len(BACKOFF) + 1):
        assert actions.deliver(at).down
        at = Delivery.objects.get().next_try_at or at
    delivery = Delivery.objects.get()
    assert delivery.gave_up_at == at
    assert delivery.next_try_at is None
    assert at - DUE > timedelta(days=2)
    assert Notice.objects.count() == 1


@pytest.mark.django_db
def test_one_attempt_finds_out_that_the_server_is_down_for_everybody(mailed, mail_server, monkeypatch):
    mail_server.stop()
    for person, code in (("reporter_z1", "QY-Z1"), ("reporter_z2", "QY-Z2"), ("reporter_x1", "QY-X1")):
        remind(mailed, code=code, person=person)
    asked = []
    hand_over = post_office.PostOffice.hand_over

    def counted(office, mail):
        asked.append(mail)
        return hand_over(office, mail)

    monkeypatch.setattr(post_office.PostOffice, "hand_over", counted)
    actions.deliver(DUE)
    assert len(asked) == 1
    assert set(Delivery.objects.values_list("attempts", "next_try_at")) == {(1, DUE + MINUTE)}
    mail_server.start()
    assert actions.deliver(DUE + MINUTE).sent == 3


@pytest.mark.django_db
def test_a_refused_recipient_is_not_asked_for_again_and_holds_up_nobody(mailed, mail_server, caplog):
    mail_server.box.refuse[REPORTER] = "550 no such mailbox"
    remind(mailed)
    remind(mailed, code="QY-Z2", person="reporter_z2")
    with caplog.at_level(logging.DEBUG, "duecare"):
        done = actions.deliver(DUE)
    assert (done.sent, done.gave_up, done.down) == (1, 1, False)
    refused = Delivery.objects.get(notice__recipient__username="reporter_z1")
    assert (refused.gave_up_at, refused.problem) == (DUE, "550")
    ours = " ".join(r.getMessage() for r in caplog.records if r.name.startswith("duecare"))
    assert str(refused.id) in ours
    for private in (REPORTER, "reporter_z1", "第一中学", "mailbox"):
        assert private not in ours


@pytest.mark.django_db
def test_a_recipient_refused_for_now_is_tried_again(mailed, mail_server):
    mail_server.box.refuse[REPORTER] = "450 try later"
    remind(mailed)
    assert actions.deliver(DUE).retried == 1
    mail_server.box.refuse.clear()
    assert actions.deliver(DUE + MINUTE).sent == 1


@pytest.mark.django_db
def test_a_slow_server_costs_one_time_out_and_is_tried_again(mailed, mail_server, monkeypatch):
    monkeypatch.setattr(post_office, "TIMEOUT", 0.3)
    monkeypatch.setattr(post_office.PostOffice.__init__, "__defaults__", (0.3,))
    released = threading.Event()

    async def dawdle() -> None:
        await asyncio.to_thread(released.wait, 30)

    mail_server.box.before_answer = dawdle
    remind(mailed)
    remind(mailed, code="QY-Z2", person="reporter_z2")
    began = clock_time.monotonic()
    assert actions.deliver(DUE).down
    assert clock_time.monotonic() - began < 3
    released.set()
    mail_server.box.before_answer = lambda: None
    assert actions.deliver(DUE + MINUTE).sent == 2
    [again] = [m for m in mail_server.box.mails if m["To"] == REPORTER][1:]
    assert again["Message-ID"] == mail_server.box.to(REPORTER)[0]["Message-ID"]


@pytest.mark.django_db(transaction=True)
def test_writing_goes_on_while_a_server_thinks(settings, mail_server):
    district = small_district()
    User.objects.filter(username="reporter_z1").update(email=REPORTER)
    district.people["reporter_z1"].email = REPORTER
    asked, released = threading.Event(), threading.Event()

    async def dawdle() -> None:
        asked.set()
        await asyncio.to_thread(released.wait, 30)

    mail_server.box.before_answer = dawdle
    remind(district)

    def send() -> None:
        actions.deliver(DUE)
        connections.close_all()

    thread = threading.Thread(target=send)
    thread.start()
    assert asked.wait(10)
    owed(district, "QY-X1")  # a writer is not held up
    released.set()
    thread.join(20)
    assert Delivery.objects.get().sent_at == DUE


@pytest.mark.django_db
def test_without_a_mail_server_nothing_is_queued_for_later(mailed, settings):
    settings.DUECARE = {**settings.DUECARE, "DUECARE_SMTP_URL": ""}
    happened(owed(mailed, "QY-Z1"), "remind", mailed.people["reporter_z1"])
    assert actions.tell(DUE) == 1
    assert Delivery.objects.count() == 0
    assert actions.deliver(DUE).sent == 0


@pytest.mark.django_db(transaction=True)
def test_several_deliverers_at_once_send_each_mail_once(mail_server):
    district = small_district()
    for person in district.people.values():
        person.email = f"{person.username}@district.example"
    User.objects.bulk_update(district.people.values(), ["email"])
    for person in district.people.values():
        happened(owed(district, "QY-Z1", strand=f"winter/{person.username}/pm"), "tell", person)
    actions.tell(DUE)
    errors: list[BaseException] = []

    def work() -> None:
        try:
            actions.deliver(DUE)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    addressed = sorted(str(m["To"]) for m in mail_server.box.mails)
    assert addressed == sorted(p.email for p in district.people.values())
    assert not Delivery.objects.filter(sent_at=None).exists()
