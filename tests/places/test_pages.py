"""The pages of places: the list, adding without JavaScript, labels to print, and what a label opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duecare.orgs.rules import Actor
from duecare.places import actions, pages
from duecare.places.models import Place
from tests.people import FOUNDED, District, actor_of, client_for, clock_at, district

__all__ = ["district"]
pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    """Requests come in when the district was founded."""
    with clock_at(FOUNDED):
        yield


@pytest.fixture
def gate(district: District) -> Place:
    return actions.add_place(
        unit=district["QY-X1"], kind="gate", name="南门", name_en="South gate", number="X1-07",
        by=actor_of("leader_x1"), at=FOUNDED,
    )  # fmt: skip


@pytest.fixture
def history() -> Iterator[None]:
    """A floor above has something to say."""

    def says(by: Actor, place: Place, at: datetime) -> pages.Part | None:
        line = pages.Line("门轴松动", at, "/somewhere/", "已整改", "check", "good")
        return pages.Part("检查历史", [line], [pages.Act("报告", f"/report/{place.code}/", "flag")])

    pages.register("test", says)
    yield
    del pages._says["test"]


def test_a_place_is_added_from_a_form(district: District) -> None:
    client, unit = client_for("leader_x1"), district["QY-X1"]
    assert client.get(f"/places/units/{unit.id}/").status_code == 200
    wrong = client.post(
        f"/places/units/{unit.id}/new/", {"kind": "exit", "name": "南门", "latitude": "36.65"}
    )
    assert wrong.status_code == 422
    assert "都不填" in wrong.content.decode()
    done = client.post(f"/places/units/{unit.id}/new/", {"kind": "exit", "name": "南门"}, follow=True)
    place = Place.objects.get()
    assert done.redirect_chain[-1][0] == f"/p/{place.code}/"
    assert "南门" in done.content.decode()


def test_it_is_changed_and_closed_from_its_page(gate: Place) -> None:
    client = client_for("leader_x1")
    client.post(f"/places/{gate.id}/details/", {"kind": "gate", "name": "正门"})
    assert client.get(f"/places/{gate.id}/closing/").status_code == 200
    client.post(f"/places/{gate.id}/closing/")
    gate.refresh_from_db()
    assert gate.name == "正门" and gate.closed_at is not None
    assert "停用" in client.get(f"/p/{gate.code}/").content.decode()


def test_those_who_only_look_are_offered_no_change(gate: Place) -> None:
    client = client_for("reporter_x1")
    page = client.get(f"/p/{gate.code}/")
    assert "X1-07" in page.content.decode()
    assert "/details/" not in page.content.decode()
    assert client.get(f"/places/{gate.id}/details/").status_code == 403
    assert client.post(f"/places/{gate.id}/closing/").status_code == 403
    assert client_for("reporter_z1").get(f"/p/{gate.code}/").status_code == 404


def test_before_sign_in_a_label_tells_what_it_says_itself_and_no_more(gate: Place, history: None) -> None:
    pages.offer("test", lambda place: pages.Act("反映", f"/tell/{place.code}/", "flag"))
    try:
        answer = Client().get(f"/p/{gate.code.upper()}/")
    finally:
        del pages._offers["test"]
    shown = answer.content.decode()
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    assert gate.name in shown and f"/tell/{gate.code}/" in shown
    assert f"/sign-in/?next=/p/{gate.code.upper()}/" in shown
    assert not [part for part in ("检查历史", "门轴松动", gate.number, "/places/") if part in shown]
    assert Client().get("/p/0000000000/").status_code == 404


def test_a_label_opens_the_history_that_other_modules_tell(gate: Place, history: None) -> None:
    page = client_for("reporter_x1").get(f"/p/{gate.code.upper()}/", follow=True).content.decode()
    for part in ("检查历史", "门轴松动", "/somewhere/", f"/report/{gate.code}/"):
        assert part in page


def test_labels_are_a_sheet_with_codes(gate: Place) -> None:
    page = client_for("reporter_x1").get(f"/places/units/{gate.unit_id}/labels/").content.decode()
    assert page.count("data:image/svg+xml") == 1
    assert gate.code in page and "X1-07" in page and "South gate" in page


def test_who_has_one_unit_goes_to_it_and_others_choose(district: District, gate: Place) -> None:
    assert (
        client_for("reporter_d1").get("/places/")["Location"] == f"/places/units/{district['QY-X1-D1'].id}/"
    )
    listed = client_for("coordinator").get("/places/")
    assert listed.content.decode().count("1 处") == 1
    found = client_for("coordinator").get("/places/?q=第二").content.decode()
    assert "第一小学" not in found


def test_pages_take_the_same_queries_for_one_place_and_for_many(district: District, gate: Place) -> None:
    client, addresses = client_for("coordinator"), ("/places/", f"/places/units/{gate.unit_id}/")

    def counted() -> list[int]:
        found = []
        for address in (*addresses, f"{addresses[1]}labels/", f"/p/{gate.code}/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    counted()
    before = counted()
    for n in range(20):
        actions.add_place(unit=gate.unit, kind="room", name=f"教室{n}", by=actor_of("leader_x1"), at=FOUNDED)
    assert counted() == before
