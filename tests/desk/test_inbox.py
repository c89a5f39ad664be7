"""What do I owe, what is late, what is next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desk.scene import NOW
from tests.people import District, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_late_stands_first_then_today_then_next(scene: District) -> None:
    inbox = client_for("reporter_x3").get("/").context["inbox"]
    assert [item.row.due_at.hour for item in inbox.late] == [1, 7]
    assert inbox.today == []
    assert [item.row.due_at.day for item in inbox.next] == [6, 6]


def test_what_is_due_today_is_today_on_the_wall_of_the_unit(scene: District) -> None:
    with clock_at(NOW + timedelta(hours=8)):  # 01:05 on Saturday in Shanghai, still Friday in UTC
        inbox = client_for("reporter_z1").get("/").context["inbox"]
    assert [item.row.due_at.hour for item in inbox.today] == [1, 7]


def test_a_school_sees_its_own_duties_alone(scene: District) -> None:
    inbox = client_for("reporter_x1").get("/").context["inbox"]
    assert {item.row.debtor.code for item in [*inbox.late, *inbox.today, *inbox.next]} == {"QY-X1"}


def test_who_watches_sees_that_somebody_is_silent(scene: District) -> None:
    page = client_for("leader", "en").get("/").content.decode()
    assert "Qingyuan school district: 3 duties are overdue and undone" in page


def test_the_inbox_takes_at_most_twelve_queries(scene: District) -> None:
    client = client_for("coordinator")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert len(queries) <= 12


def test_before_sign_in_one_is_sent_there(scene: District) -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_a_nil_report_is_offered_for_one_tap_and_a_second_tap_is_the_same_sending(scene: District) -> None:
    page = client_for("reporter_x3", "en").get("/")
    late = page.context["inbox"].late[0]
    assert f'action="/reports/{late.row.id}/submission/"' in page.content.decode()
    assert str(late.sending) in page.content.decode()
    assert page.context["inbox"].next[1].sending is None
