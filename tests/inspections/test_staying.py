"""Signing out while inspections lie on the phone alone: it is said first, and nothing is kept from anybody."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people import District, client_for

pytestmark = pytest.mark.django_db


def _marked(client: Client, number: int, user: str = "") -> Client:
    user = user or client.get("/inspections/session/").json()["user"]
    client.cookies["walk-waiting"] = f"{user}.{number}.4.1798000000000"
    return client


def test_what_lies_on_the_phone_alone_is_said_before_signing_out(district: District) -> None:
    client = _marked(client_for("reporter_x1"), 2)
    page = client.post("/sign-out/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "有 2 次检查只在本设备上，还没有上报。" in text and "/inspections/walk/#/waiting" in text
    assert client.get("/inspections/session/").status_code == 200
    assert client.post("/sign-out/", {"anyway": "1"})["Location"] == "/sign-in/"
    assert client.get("/inspections/session/").status_code == 401


@pytest.mark.parametrize("mark", ["", "x", "a.1.1.1", f"{'0' * 32}.3.1.1", f"{'0' * 32}.3.1.1;<b>"])
def test_nothing_of_this_user_s_is_no_reason_to_stay(district: District, mark: str) -> None:
    client = client_for("reporter_x1")
    client.cookies["walk-waiting"] = mark
    assert client.post("/sign-out/")["Location"] == "/sign-in/"


def test_another_user_on_the_same_phone_is_told_nothing(district: District) -> None:
    other = client_for("leader_x3").get("/inspections/session/").json()["user"]
    assert _marked(client_for("reporter_x1"), 2, other).post("/sign-out/").status_code == 302
