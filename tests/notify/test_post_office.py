"""The mail server's address: what it says, and what is refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from duecare.notify import actions
from duecare.notify.models import Delivery
from duecare.notify.post_office import backend
from duecare.orgs.models import User
from tests.notify.conftest import DUE, remind

pytestmark = pytest.mark.both


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "tls", "ssl"),
    [
        ("smtp://127.0.0.1", "127.0.0.1", 25, "", "", False, False),
        ("smtp://mail.example:2525", "mail.example", 2525, "", "", False, False),
        ("smtp://box:pa%40ss@mail.example", "mail.example", 587, "box", "pa@ss", True, False),
        ("smtp://box:word@mail.example?starttls=no", "mail.example", 587, "box", "word", False, False),
        ("smtps://box:word@mail.example", "mail.example", 465, "box", "word", False, True),
        ("smtp://mail.example?starttls=yes", "mail.example", 25, "", "", True, False),
    ],
)
def test_an_address_says_how_to_reach_the_server(url, host, port, user, password, tls, ssl):
    found = backend(url)
    assert (found.host, found.port, found.username, found.password) == (host, port, user, password)
    assert (found.use_tls, found.use_ssl) == (tls, ssl)


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example", "smtp://", "smtp:mail.example"])
def test_an_address_that_is_none_is_refused_without_repeating_it(url):
    with pytest.raises(ImproperlyConfigured, match="smtp://user:password@host:port"):
        backend(url)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["no address", "a@b@c", "x\ny@district.example", "a" * 80 + "@district.example"]
)
def test_an_address_nothing_can_be_sent_to_stops_nobody_else(mailed, mail_server, address):
    remind(mailed)
    remind(mailed, code="QY-Z2", person="reporter_z2")
    User.objects.filter(username="reporter_z1").update(email=address)
    assert actions.deliver(DUE).sent >= 1
    assert len(mail_server.box.to("reporter_z2@district.example")) == 1
    assert not Delivery.objects.filter(sent_at=None, gave_up_at=None, attempts=0).exists()
