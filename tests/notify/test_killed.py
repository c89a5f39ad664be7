"""A process killed in the middle of sending loses no mail."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading

import pytest
from django.db import connection

from duecare.notify import actions
from duecare.notify.models import Delivery
from duecare.notify.rules import LEASE
from duecare.orgs.models import User
from tests.notify.conftest import DUE, MINUTE, REPORTER, remind
from tests.people import small_district

pytestmark = pytest.mark.both

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
