"""What a phone asks and sends, through HTTP: each thing once, in order, and clear answers when it can't be."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duecare.attachments.models import Attachment
from duecare.core.errors import Conflict
from duecare.hazards.models import Hazard
from duecare.inspections import actions
from duecare.inspections.models import ChecklistVersion, Found, Inspection, SecondVersion
from duecare.places.models import Place
from tests.attachments import pictures
from tests.inspections.conftest import AT, INSPECTOR, all_well, fire
from tests.people import District, actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    """Requests come in on the first morning."""
    with clock_at(AT):
        yield


def photograph(client: Client, inspection: uuid.UUID, number: uuid.UUID | None = None, **given: Any) -> Any:
    file = given.pop("file", None) or SimpleUploadedFile("a.jpg", pictures.jpeg(), "image/jpeg")
    values = {"client_id": str(number or uuid.uuid4()), "inspection": str(inspection), "file": file}
    return client.post("/inspections/photographs/", values | given)


def body(stairs: Place, number: uuid.UUID, client: Client, **changed: Any) -> dict[str, Any]:
    """An inspection as a phone writes it; its photographs have been sent."""

    def shot() -> uuid.UUID:
        return uuid.UUID(photograph(client, number).json()["client_id"])

    answers = {
        key: {
            "value": said.value,
            "photographs": [str(one) for one in said.photographs],
            "at": "2027-01-04T10:00+08:00",
        }
        for key, said in all_well(fire().checklist, shot).items()
    }
    return {
        "client_id": str(number), "checklist": fire().id, "unit": str(stairs.unit_id), "place": str(stairs.id),
        "started": "2026-01-04T09:00+08:00", "finished": "2026-01-04T10:00+08:00", "answers": {**answers, **changed},
    }  # fmt: skip


def send(client: Client, content: Any) -> Any:
    text = content if isinstance(content, str) else json.dumps(content)
    return client.post("/inspections/sent/", text, "application/json")


def test_a_phone_learns_who_it_is_and_takes_a_packet_along(district: District, stairs: Place) -> None:
    client = client_for(INSPECTOR)
    who = client.get("/inspections/session/").json()
    assert len(who["user"]) == 32 and len(who["csrf"]) > 30
    answer = client.get("/inspections/packet/")
    assert answer["Cache-Control"] == "no-store"
    packet = answer.json()
    assert packet["user"] == who["user"]
    assert packet["valid_until"].startswith("2027-01-04T14:00")
    units = {unit["code"]: unit for unit in packet["post_units"]}
    assert set(units) == {"QY-X1", "QY-X1-D1"}
    assert [place["name"] for place in units["QY-X1"]["places"]] == ["教学楼东楼梯"]
    assert len(packet["checklists"]) == 9
    # What a phone has begun with stays known, also when the program ships another version meanwhile.
    assert {one["id"] for one in packet["checklists"]} == set(
        ChecklistVersion.objects.values_list("id", flat=True)
    )
    first = next(one for one in packet["checklists"] if one["id"] == fire().id)
    assert first["sections"][0]["items"][0]["photograph"] == "on-fail"
    assert (
        client_for(INSPECTOR, "en")
        .get("/inspections/packet/")
        .json()["post_units"][0]["name"]
        .startswith("No. 1")
    )
    other = client_for("leader_z1").get("/inspections/packet/").json()
    assert other["user"] != who["user"]
    assert client_for("auditor").get("/inspections/packet/").status_code == 403


def test_photographs_first_then_the_inspection_each_once(stairs: Place) -> None:
    client, number, shot = client_for(INSPECTOR), uuid.uuid4(), uuid.uuid4()
    taken = {"taken_at": "2026-01-04T10:00+08:00"}
    assert photograph(client, number, shot, **taken).status_code == 201
    assert photograph(client, number, shot, **taken).status_code == 201
    assert Attachment.objects.count() == 1
    failed = {"value": "fail", "note": "发黑", "photographs": [str(shot)], "after": [], "on_the_spot": False}
    content = body(stairs, number, client, **{"hot-spots": failed})
    answer = send(client, content)
    assert answer.status_code == 201
    told = answer.json()
    hazard = Hazard.objects.get()
    assert [(one["item"], one["url"]) for one in told["findings"]] == [
        ("hot-spots", f"/hazards/{hazard.id}/")
    ]
    again = send(client, content)
    assert (again.status_code, again.json()["findings"]) == (200, told["findings"])
    page = client.get(told["url"]).content.decode()
    assert "发黑" in page and f"/hazards/{hazard.id}/" in page
    assert f'href="{told["url"]}#item-hot-spots"' in client.get(f"/hazards/{hazard.id}/").content.decode()
    assert (Inspection.objects.count(), Found.objects.count()) == (1, 1)
    kept = Inspection.objects.get()
    assert kept.received_at == AT and kept.began_at is not None and kept.began_at.year == 2026


def test_signed_out_is_said_and_nothing_else(stairs: Place) -> None:
    client = Client()
    for answer in (
        client.get("/inspections/session/"),
        client.get("/inspections/packet/"),
        send(client, {}),
        photograph(client, uuid.uuid4()),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "signed-out")


def test_sending_needs_the_token(stairs: Place) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_for(INSPECTOR).cookies
    number = uuid.uuid4()
    assert send(client, {"client_id": str(number)}).status_code == 403
    token = client.get("/inspections/session/").json()["csrf"]
    answer = client.post("/inspections/sent/", "{}", "application/json", headers={"X-CSRFToken": token})
    assert (answer.status_code, answer.json()["code"]) == (422, "not-an-inspection")


def test_a_refused_record_says_where_and_others_go_on(stairs: Place) -> None:
    client, number = client_for(INSPECTOR), uuid.uuid4()
    content = body(stairs, number, client, **{"fire-doors": {"value": "fail"}})
    answer = send(client, content)
    assert (answer.status_code, answer.json()["where"]) == (422, "fire-doors")
    assert answer.json()["message"] == "需要附照片。"
    assert not Inspection.objects.exists()
    missing = body(
        stairs, number, client, **{"fire-doors": {"value": "fail", "photographs": [str(uuid.uuid4())]}}
    )
    assert send(client, missing).json()["code"] == "photograph-missing"
    for nonsense in (
        "",
        "[]",
        '{"answers": 3}',
        '{"answers": {}, "checklist": "x", "client_id": "y"}',
        "\x00",
    ):
        assert send(client, nonsense).status_code == 422
    odd = body(stairs, number, client) | {"started": "yesterday"}
    assert send(client, odd).json()["where"] == "started"
    gone = body(stairs, number, client) | {"checklist": "0" * 64}
    assert (send(client, gone).status_code, send(client, gone).json()["code"]) == (422, "checklist-unknown")
    theirs = body(stairs, number, client)
    assert send(client_for("leader_z1"), theirs).status_code in {403, 422}
    assert send(client, "x" * 600_000).status_code == 413


def test_photographs_that_cannot_be_taken_say_why(stairs: Place) -> None:
    client, number = client_for(INSPECTOR), uuid.uuid4()
    svg = SimpleUploadedFile(
        "a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/jpeg"
    )
    assert photograph(client, number, file=svg).status_code == 422
    assert client.post("/inspections/photographs/", {"client_id": "x"}).status_code == 422
    shot = uuid.uuid4()
    photograph(client, number, shot)
    other = photograph(client, uuid.uuid4(), shot)
    assert (other.status_code, other.json()["code"]) == (409, "attachment-other-content")


def test_two_versions_are_both_kept_and_a_person_decides(stairs: Place) -> None:
    client, number = client_for(INSPECTOR), uuid.uuid4()
    first = body(stairs, number, client)
    url = send(client, first).json()["url"]
    shot = photograph(client, number).json()["client_id"]
    failed = {"value": "fail", "note": "发黑", "photographs": [shot]}
    second = {**first, "answers": {**first["answers"], "hot-spots": failed}}
    answer = send(client, second)
    assert (answer.status_code, answer.json()["code"], answer.json()["url"]) == (409, "two-versions", url)
    assert send(client, second).status_code == 200  # kept already
    assert SecondVersion.objects.count() == 1 and not Hazard.objects.exists()
    page = client.get(url).content.decode()
    assert "哪一份算数" in page
    decide = {"second": str(SecondVersion.objects.get().id), "counts": "second"}
    assert client_for("leader_z1").post(f"{url}decision/", decide).status_code == 404
    assert client_for("reporter_x1").post(f"{url}decision/", decide).status_code == 403
    assert client.post(f"{url}decision/", decide).status_code == 302
    assert "发黑" in Hazard.objects.get().text
    assert client.post(f"{url}decision/", decide).status_code == 409
    assert "发黑" in client.get(url).content.decode()


def test_the_first_may_count_and_what_it_found_stays(stairs: Place) -> None:
    client, number = client_for(INSPECTOR), uuid.uuid4()
    shot = photograph(client, number).json()["client_id"]
    failed = {"value": "fail", "note": "发黑", "photographs": [shot]}
    first = body(stairs, number, client, **{"hot-spots": failed})
    url = send(client, first).json()["url"]
    better = {**first, "answers": {**first["answers"], "hot-spots": {"value": "pass"}}}
    assert send(client, better).status_code == 409
    decide = {"second": str(SecondVersion.objects.get().id), "counts": "second"}
    client_for("leader_x1").post(f"{url}decision/", decide)
    assert Hazard.objects.get().state == "accepted"  # nothing is made to look better than it was
    with pytest.raises(Conflict):
        actions.decide_between(
            other_id=SecondVersion.objects.get().id, counts=False, by=actor_of("leader_x1"), at=AT
        )
