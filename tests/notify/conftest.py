"""A mail server on the loopback, obligations that are due, and what the clock made of them."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from duecare.notify import actions
from duecare.notify.models import Delivery
from duecare.obligations.actions import freeze_ladder
from duecare.obligations.models import Happening, Obligation
from duecare.orgs.models import Unit, User
from tests.people import District, district

__all__ = ["district"]

#: 15:30 in Shanghai, a working day of the winter plan.
DUE = datetime(2027, 3, 5, 7, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
REPORTER = "reporter_z1@district.example"


class Mailbox:
    """What the server does with the mail it gets: keep it, refuse it, or take its time."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse: dict[str, str] = {}
        self.before_answer: Callable[[], Any] = lambda: None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.mails.append(mail)
        result = self.before_answer()
        if result is not None:
            await result
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to an address."""
        return [m for m in self.mails if m["To"] == address]


class MailServer:
    """A server that can be stopped and started again on the same port."""

    def __init__(self) -> None:
        self.box = Mailbox()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self.box, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    settings.DUECARE = {
        **settings.DUECARE,
        "DUECARE_SMTP_URL": server.url,
        "DUECARE_MAIL_FROM": "duecare@district.example",
        "DUECARE_HEADS_TO": [],
    }
    yield server
    server.stop()


@pytest.fixture
def mailed(district: District) -> District:
    """The district, everybody with an e-mail address."""
    for user in district.people.values():
        user.email = f"{user.username}@district.example"
    User.objects.bulk_update(district.people.values(), ["email"])
    return district


def owed(
    district: District,
    code: str,
    *,
    due_at: datetime = DUE,
    strand: str = "winter/daily/pm",
    **more: Any,
) -> Obligation:
    """An open report that a unit owes the safety office."""
    unit: Unit = district[code]
    ladder = freeze_ladder([{"offset": 0, "act": "remind", "to": ["post:reporter@debtor"]}])
    values: dict[str, Any] = {
        "root": district.root,
        "kind": "reports.report",
        "origin": f"{strand}/{code}/{due_at.isoformat()}",
        "programme": "winter",
        "basis": "三.1",
        "title": "每日安全报告",
        "title_en": "Daily safety report",
        "debtor": unit,
        "lineage": unit.lineage,
        "creditor": district.office,
        "post": "reporter",
        "strand": strand,
        "slot": date(2027, 3, 5),
        "ladder_id": ladder,
        "opens_at": due_at - timedelta(hours=6),
        "opened_at": due_at - timedelta(hours=6),
        "due_at": due_at,
    }
    return Obligation.objects.create(**{**values, **more})


def happened(
    obligation: Obligation,
    what: str,
    *people: User,
    rung: int | None = 1,
    at: datetime = DUE,
    was_due_at: datetime | None = None,
) -> Happening:
    """What the clock writes when a rung fires."""
    return Happening.objects.create(
        obligation=obligation,
        root_id=obligation.root_id,
        unit_id=obligation.debtor_id,
        what=what,
        rung=rung,
        audience="post:coordinator@creditor",
        recipients=[str(p.id) for p in people],
        was_due_at=was_due_at or at,
        done_at=at,
    )


def remind(
    district: District,
    code: str = "QY-Z1",
    what: str = "remind",
    person: str = "reporter_z1",
    at: datetime = DUE,
) -> Delivery:
    """The delivery of what somebody was told of one unit's report."""
    row = owed(district, code, strand=f"winter/{code}/{what}")
    happened(row, what, district.people[person], at=at, rung=0)
    actions.tell(at)
    return Delivery.objects.get(notice__mentions__obligation=row)
