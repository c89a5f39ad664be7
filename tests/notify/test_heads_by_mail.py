"""The signed heads of the record leave the house every day, by mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as django_settings

from duecare.audit import actions as audit
from duecare.audit import keyfiles
from duecare.audit.models import TreeHead
from duecare.audit.queries import verify
from duecare.core import clock
from duecare.notify import actions
from tests.audit.conftest import write
from tests.people import small_district

pytestmark = [pytest.mark.both, pytest.mark.django_db]
TO = ["office@county.example", "archive@county.example"]


@pytest.fixture
def at(mail_server, settings):
    keyfiles.make(django_settings.HOME)
    settings.DUECARE = {**settings.DUECARE, "DUECARE_HEADS_TO": TO}
    now = clock.now()
    district = small_district(now)
    write(3, now, root=district.root.id)
    audit.sequence(now)
    audit.sign_heads(now)
    return now


def test_every_address_gets_the_head_and_it_verifies_from_the_mail(at, mail_server):
    assert actions.send_heads(at) == 2
    assert actions.deliver(at).sent == 2
    assert sorted(str(m["To"]) for m in mail_server.box.mails) == sorted(TO)
    text = mail_server.box.mails[0].get_content()
    assert "青原学区" in text
    verdict = verify(against=text)
    assert verdict.ok, str(verdict)
    assert verdict.outside == 1
    assert TreeHead.objects.get().sent_at == at


def test_it_is_sent_once_a_day(at, mail_server):
    actions.send_heads(at)
    assert actions.send_heads(at) == 0
    actions.deliver(at)
    audit.sign_heads(at + timedelta(hours=24))
    assert actions.send_heads(at + timedelta(hours=23)) == 0
    assert actions.send_heads(at + timedelta(hours=25)) == 2


def test_a_head_counts_as_sent_when_a_server_took_it(at, mail_server):
    mail_server.stop()
    actions.send_heads(at)
    actions.deliver(at)
    assert TreeHead.objects.get().sent_at is None
    mail_server.start()
    assert actions.deliver(at + timedelta(minutes=1)).sent == 2
    assert TreeHead.objects.get().sent_at == at + timedelta(minutes=1)


def test_one_refused_address_does_not_keep_the_head_in_the_house(at, mail_server):
    mail_server.box.refuse[TO[0]] = "550 gone"
    actions.send_heads(at)
    assert actions.deliver(at).sent == 1
    assert TreeHead.objects.get().sent_at == at


def test_without_addresses_or_server_nothing_is_written(at, settings):
    settings.DUECARE = {**settings.DUECARE, "DUECARE_HEADS_TO": []}
    assert actions.send_heads(at) == 0


def test_letters_do_not_pile_up_while_the_server_is_away(at, mail_server):
    mail_server.stop()
    assert actions.send_heads(at) == 2
    actions.deliver(at)
    audit.sign_heads(at + timedelta(hours=25))
    assert actions.send_heads(at + timedelta(hours=25)) == 0
