"""Saying something that no obligation is about."""

from __future__ import annotations

import pytest

from duecare.notify.actions import say
from duecare.notify.models import Delivery, Notice
from duecare.orgs.models import User
from tests.people import FOUNDED, District, client_for, clock_at, district

__all__ = ["district"]
pytestmark = [pytest.mark.django_db, pytest.mark.both]


def tell(district: District, *names: str, urgent: bool = False) -> int:
    """Say one thing to some people."""
    return say(
        recipients=[district.people[name].id for name in names],
        root=district.root.id,
        dedup="duty/changed/1",
        title="您的班次有变动",
        title_en="Your watches have changed",
        body="白班",
        body_en="Day",
        at=FOUNDED,
        urgent=urgent,
    )


def test_it_stands_in_the_inbox_once_in_the_reader_s_language(district: District) -> None:
    assert tell(district, "leader", "coordinator") == 2
    assert tell(district, "leader") == 0
    notice = Notice.objects.get(recipient=district.people["leader"])
    with clock_at(FOUNDED):
        page = client_for("leader", "en").get(f"/notices/{notice.id}/").content.decode()
    assert "Your watches have changed" in page and "What it is about" not in page


def test_who_has_left_is_told_nothing(district: District) -> None:
    User.objects.filter(username="leader").update(left_at=FOUNDED)
    assert tell(district, "leader") == 0


def test_mail_waits_for_morning_unless_it_is_urgent(district: District, settings: object) -> None:
    given = settings.DUECARE  # type: ignore[attr-defined]
    settings.DUECARE = {**given, "DUECARE_SMTP_URL": "smtp://127.0.0.1:9"}  # type: ignore[attr-defined]
    User.objects.filter(username__in=["leader", "coordinator"]).update(email="x@district.example")
    tell(district, "leader")
    tell(district, "coordinator", urgent=True)
    calm, urgent = (
        Delivery.objects.get(notice__recipient=district.people[name]) for name in ("leader", "coordinator")
    )
    assert calm.held_until is not None and urgent.held_until is None
