"""Mail reaches a real server once; when it can't, it is tried again, and nothing else waits for it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
import time as clock_time
from datetime import timedelta

import pytest
from django.db import connection, connections

from duecare.notify import actions, post_office
from duecare.notify.models import Delivery, Notice
from duecare.notify.rules import BACKOFF, LEASE
from duecare.obligations.models import Obligation
from duecare.orgs.models import User
from tests.notify.conftest import DUE, happened, owed
from tests.people import small_district

pytestmark = pytest.mark.both
MINUTE = timedelta(minutes=1)
REPORTER = "reporter_z1@district.example"


def remind(district, code="QY-Z1", what="remind", person="reporter_z1", at=DUE):
    row = owed(district, code, strand=f"winter/{code}/{what}")
    happened(row, what, district.people[person], at=at, rung=0)
    actions.tell(at)
    return Delivery.objects.get(notice__mentions__obligation=row)


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
    assert mail["Subject"].strip() == "第一中学逾期未办:每日安全报告"
    assert "依据:三.1" in mail.get_content()


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
def test_mail_waits_for_the_morning_except_when_a_matter_is_escalated(mailed, mail_server):
    night = DUE.replace(hour=15)  # 23:00 in Shanghai
    morning = DUE.replace(hour=22, minute=30)  # 06:30 the next day
    held = remind(mailed, at=night)
    urgent = remind(mailed, code="QY-Z2", what="escalate", person="leader", at=night)
    assert (held.held_until, held.state) == (morning, "held")
    assert urgent.held_until is None
    assert actions.deliver(night).sent == 1
    assert actions.deliver(morning).sent == 1
    assert Delivery.objects.get(id=held.id).held_until == morning  # that it waited stays on record


@pytest.mark.django_db
def test_a_reminder_of_what_was_done_meanwhile_is_not_sent(mailed, mail_server):
    night = DUE.replace(hour=15)
    held = remind(mailed, at=night)
    Obligation.objects.update(closed_at=night + MINUTE, closed_as="discharged")
    done = actions.deliver(night + timedelta(hours=9))
    assert (done.sent, done.dropped) == (0, 1)
    assert Delivery.objects.get(id=held.id).state == "dropped"
    assert mail_server.box.mails == []


@pytest.mark.django_db
def test_who_wants_no_mail_or_has_no_address_has_the_inbox_alone(mailed, mail_server):
    from tests.people import actor_of  # noqa: PLC0415

    off = actor_of("reporter_z1", DUE)
    wishes = actions.prefer(mail=False, quiet_from=DUE.time(), quiet_until=DUE.time(), by=off, at=DUE)
    assert wishes.mail_off_at == DUE
    User.objects.filter(username="reporter_z2").update(email="")
    for person, code in (("reporter_z1", "QY-Z1"), ("reporter_z2", "QY-Z2")):
        happened(owed(mailed, code), "remind", mailed.people[person])
    actions.tell(DUE)
    assert Notice.objects.count() == 2
    assert Delivery.objects.count() == 0


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


DELIVER = """
import django, os, sys
django.setup()
from datetime import datetime
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.DUECARE["DUECARE_SMTP_URL"] = sys.argv[2]
settings.DUECARE["DUECARE_MAIL_FROM"] = "duecare@district.example"
from duecare.notify.actions import deliver
deliver(datetime.fromisoformat(sys.argv[3]))
"""


@pytest.mark.django_db(transaction=True)
def test_killed_between_the_servers_answer_and_its_own_commit_it_sends_the_same_message_again(mail_server):
    """At least once: the second mail bears the Message-ID of the first, by which mailboxes tell."""
    district = small_district()
    User.objects.filter(username="reporter_z1").update(email=REPORTER)
    district.people["reporter_z1"].email = REPORTER
    delivery = remind(district)
    taken, released = threading.Event(), threading.Event()

    async def never_answer() -> None:
        taken.set()
        await asyncio.to_thread(released.wait, 30)

    mail_server.box.before_answer = never_answer
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "duecare.config.settings"}
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", DELIVER, name, mail_server.url, DUE.isoformat()]
    process = subprocess.Popen(command, env=environment)
    assert taken.wait(30)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    released.set()
    mail_server.box.before_answer = lambda: None
    assert actions.deliver(DUE + MINUTE).sent == 0  # it still belongs to the process that died
    assert actions.deliver(DUE + LEASE).sent == 1
    assert [m["Message-ID"] for m in mail_server.box.to(REPORTER)] == [
        f"<{delivery.id}@district.example>"
    ] * 2
    assert Delivery.objects.get().attempts == 2
