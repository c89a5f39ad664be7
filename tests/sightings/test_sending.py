"""Telling what one saw, without an account: from a label, from a poster, twice, too often, and with bad files."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duecare.attachments.models import Attachment
from duecare.attachments.rules import limits
from duecare.obligations.models import Obligation
from duecare.orgs.actions import close_unit
from duecare.orgs.models import Session
from duecare.orgs.rules import SYSTEM
from duecare.places.actions import close_place
from duecare.places.models import Place
from duecare.receipts.models import Receipt
from duecare.sightings.models import Sighting
from tests.attachments import pictures
from tests.people import District, actor_of, clock_at
from tests.sightings.conftest import AT, DAY, TEXT, Send

pytestmark = [pytest.mark.both, pytest.mark.django_db]
CODE = re.compile(r'id="code">((?:[0-9A-Z]{3}-){6}[0-9A-Z]{3})<')


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    """Requests come in on the first morning."""
    with clock_at(AT):
        yield


def picture(data: bytes | None = None, name: str = "door.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or pictures.jpeg(), "image/jpeg")


def form(**given: Any) -> dict[str, Any]:
    return {"text": TEXT, "category": "", "website": "", "batch": str(uuid.uuid4()), **given}


def address(place: Place) -> str:
    return f"/p/{place.code}/sighting/"


def test_a_passer_by_scans_a_label_and_sends_words_and_photographs(door: Place) -> None:
    client = Client()
    page = client.get(f"/p/{door.code}/")
    assert page.status_code == 200 and "119" in page.content.decode()
    assert address(door) in page.content.decode()
    asked = client.get(address(door)).content.decode()
    assert "青原学区" in asked and "119" in asked and "1月5日" in asked
    assert not re.search(r'name="(?:name|phone|email|tel)', asked)
    answer = client.post(address(door), form(photographs=[picture(), picture(pictures.jpeg(300), "b.jpg")]))
    assert answer.status_code == 200 and CODE.search(answer.content.decode())
    kept = Sighting.objects.get()
    assert (kept.unit, kept.level, kept.place, kept.text) == (door.unit, door.unit.parent, door, TEXT)
    assert kept.due_at == AT + DAY
    assert Attachment.objects.filter(matter_id=kept.id, by_user=None).count() == 2
    assert Receipt.objects.count() == 1
    assert answer["Cache-Control"] == "no-store" and answer["Referrer-Policy"] == "same-origin"


def test_nothing_is_kept_of_the_browser(door: Place) -> None:
    client = Client(headers={"user-agent": "Telling-Phone/9"}, REMOTE_ADDR="203.0.113.77")
    client.get(f"/p/{door.code}/")
    client.get(address(door))
    client.post(address(door), form())
    assert not Session.objects.exists()
    assert set(client.cookies) <= {"csrftoken"}


def test_the_same_form_twice_is_one_sighting_and_shows_no_code_again(door: Place) -> None:
    client, sent = Client(), form()
    first = client.post(address(door), {**sent, "photographs": picture()}).content.decode()
    again = client.post(address(door), {**sent, "photographs": picture()}).content.decode()
    code = CODE.search(first)
    assert code and code[1] not in again and not CODE.search(again)
    assert "不能再次显示" in again
    assert Sighting.objects.count() == Obligation.objects.count() == Receipt.objects.count() == 1
    assert Attachment.objects.count() == 1
    other = client.post(address(door), {**sent, "text": "别的内容"})
    assert other.status_code == 422 and "别的内容" in other.content.decode()
    assert Sighting.objects.get().text == TEXT


@pytest.mark.parametrize(
    "data",
    [pictures.SVG, pictures.png_of(60_000, 60_000), b"", b"x" * (limits.MOST_BYTES + 1)],
    ids=["a drawing with a script", "a picture that unpacks to gigabytes", "nothing", "too large"],
)
def test_a_file_that_can_t_be_taken_is_refused_and_the_words_stay(door: Place, data: bytes) -> None:
    answer = Client().post(address(door), form(photographs=SimpleUploadedFile("door.jpg", data)))
    assert answer.status_code == 422
    assert TEXT in answer.content.decode() and "field-error" in answer.content.decode()
    assert not Sighting.objects.exists() and not Receipt.objects.exists()


def test_photographs_only_and_no_more_than_three(door: Place) -> None:
    paper = SimpleUploadedFile("a.pdf", pictures.written(pictures.paper()), "application/pdf")
    assert Client().post(address(door), form(photographs=paper)).status_code == 422
    four = [picture(pictures.jpeg(300 + n), f"{n}.jpg") for n in range(4)]
    assert Client().post(address(door), form(photographs=four)).status_code == 422
    assert not Sighting.objects.exists()


def test_words_are_needed_and_few_enough(door: Place) -> None:
    for text in ("", "  ", "字" * 501):
        assert Client().post(address(door), form(text=text)).status_code == 422
    assert Client().post(address(door), form(category="persons")).status_code == 422
    assert Client().post(address(door), form(website="http://spam")).status_code == 422
    assert not Sighting.objects.exists()


@pytest.mark.usefixtures("no_time_passes")
def test_who_sends_much_is_slowed_and_loses_no_words(door: Place) -> None:
    client, sent = Client(), form(text="")
    for _n in range(60):
        assert client.post(address(door), sent).status_code == 422
    last = form()
    slowed = client.post(address(door), last)
    assert slowed.status_code == 429 and 0 < int(slowed["Retry-After"]) <= 10
    assert TEXT in slowed.content.decode() and last["batch"] in slowed.content.decode()
    assert Client(REMOTE_ADDR="198.51.100.1").post(address(door), form()).status_code == 200


def test_a_poster_leads_to_every_standing_unit_and_no_further(district: District) -> None:
    client = Client()
    page = client.get(f"/s/{district.root.key}/").content.decode()
    assert "第二小学" in page and "119" in page
    assert "第二小学" not in client.get(f"/s/{district.root.key}/?q=中学").content.decode()
    assert client.get(f"/s/{district['QY-X1'].key}/").status_code == 404
    assert client.get("/s/NONE0/").status_code == 404
    unit = district["QY-X2"]
    assert client.get(f"/s/{unit.key}/{unit.key}/").status_code == 404
    answer = client.post(f"/s/{district.root.key}/{unit.key}/", form())
    assert CODE.search(answer.content.decode())
    assert (Sighting.objects.get().unit, Sighting.objects.get().place) == (unit, None)


def test_about_the_root_its_own_people_read_and_that_is_said(district: District) -> None:
    where = f"/s/{district.root.key}/{district.root.key}/"
    assert "之上" in Client().get(where).content.decode()
    Client().post(where, form())
    assert Sighting.objects.get().level == district.root
    assert Obligation.objects.get().debtor == district.office


def test_a_closed_place_and_a_closed_unit_go_to_the_level_above(
    district: District, send: Send, door: Place
) -> None:
    close_place(place=door, by=actor_of("leader_x1"), at=AT)
    assert "停用" in Client().get(address(door)).content.decode()
    assert Client().post(address(door), form()).status_code == 200
    point = district["QY-X1-D1"]
    close_unit(unit=point, by=SYSTEM, at=AT, why="并入")
    close_unit(unit=district["QY-X1"], by=SYSTEM, at=AT, why="并入")
    where = f"/s/{district.root.key}/{point.key}/"
    assert "撤销" in Client().get(where).content.decode()
    assert Client().post(where, form()).status_code == 200
    assert {s.level for s in Sighting.objects.all()} == {district.root}


def test_unknown_labels_and_the_page_s_statements(door: Place) -> None:
    client = Client()
    assert client.get("/p/0000000000/").status_code == 404
    assert client.get("/p/0000000000/sighting/").status_code == 404
    key = door.root.key
    for strange in ("/p/a%00b/", "/p/a%00b/sighting/", "/s/a%00b/", f"/s/{key}/a%00b/", "/p/学/", "/s/学/"):
        assert client.get(strange).status_code == 404, strange
    assert client.get(f"/s/{key}/?q=a%00b").status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(address(door))
    assert len(queries) <= 3
    assert client.put(address(door)).status_code == 405


def test_the_duty_names_neither_unit_nor_place_nor_words(send: Send, door: Place) -> None:
    sighting = send(category="fire").sighting
    duty = Obligation.objects.get()
    assert duty.confidential and duty.number == sighting.number
    assert (duty.due_at, duty.post) == (AT + timedelta(hours=24), "coordinator")
    told = f"{duty.title} {duty.title_en} {duty.subject} {duty.strand} {duty.origin} {duty.basis}"
    assert not [
        w for w in (door.name, door.name_en, door.unit.name, door.unit.code, "fire", TEXT) if w in told
    ]
