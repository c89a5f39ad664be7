"""The pages of the ledger, without JavaScript: reporting, one hazard, the list, the spreadsheet, a place's label."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from duecare.attachments.models import Attachment
from duecare.hazards.models import Hazard, Step
from duecare.obligations.models import Obligation
from duecare.places.models import Place
from tests.attachments import pictures
from tests.hazards.conftest import AT, DAY, TEXT, Report
from tests.people import District, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    """Requests come in on the first morning."""
    with clock_at(AT):
        yield


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("socket.jpg", pictures.jpeg(), "image/jpeg")


def sent(**given: Any) -> dict[str, Any]:
    return {"text": TEXT, "category": "electricity", "level": "general", "batch": str(uuid.uuid4()), **given}


def test_a_hazard_is_reported_at_a_place_with_a_photograph_and_twice_is_once(stairs: Place) -> None:
    client = client_for("reporter_x1")
    address = f"/hazards/new/?place={stairs.code}"
    page = client.get(address).content.decode()
    assert "119" in page and f'value="{stairs.id}" selected' in page
    form = sent(place=str(stairs.id))
    client.post(address, {**form, "photographs": picture()})
    done = client.post(address, {**form, "photographs": picture()}, follow=True)
    hazard = Hazard.objects.get()
    assert done.redirect_chain[-1][0] == f"/hazards/{hazard.id}/"
    assert TEXT in done.content.decode() and "/attachments/" in done.content.decode()
    assert Attachment.objects.count() == 1
    photograph = Attachment.objects.get()
    assert client_for("leader_z1").get(f"/attachments/{photograph.id}/").status_code == 404
    assert client.get(f"/attachments/{photograph.id}/").status_code == 200


def test_what_is_wrong_stands_beside_its_field(stairs: Place) -> None:
    client = client_for("reporter_x1")
    address = f"/hazards/new/?unit={stairs.unit_id}"
    assert client.post(address, sent(text="")).status_code == 422
    answer = client.post(address, sent(on_the_spot="on"))
    assert answer.status_code == 422
    assert "请附上整改后的照片" in answer.content.decode()
    assert not Hazard.objects.exists()


def test_who_has_many_units_chooses_one_and_strangers_cannot(district: District, stairs: Place) -> None:
    client = client_for("coordinator")
    assert "第二中学" in client.get("/hazards/new/").content.decode()
    assert "第二中学" not in client.get("/hazards/new/?q=小学").content.decode()
    unit = district["QY-Z2"]
    assert client.post(f"/hazards/new/?unit={unit.id}", sent()).status_code == 302
    assert Hazard.objects.get().unit == unit
    other = client_for("reporter_z1")
    assert other.get(f"/hazards/new/?unit={unit.id}").status_code == 404
    assert other.get(f"/hazards/new/?place={stairs.code}").status_code == 404
    assert other.get("/hazards/new/?unit=nonsense").status_code == 404
    assert client_for("auditor").get("/hazards/new/").status_code == 404


def test_the_whole_way_through_forms(report: Report) -> None:
    hazard = report(level="major")
    at = f"/hazards/{hazard.id}/"
    owner, above = client_for("leader_x1"), client_for("leader")
    five = {
        "measures": "停用",
        "post": "leader",
        "funds": "3000 元",
        "day": "2027-01-09",
        "contingency": "疏散",
    }
    wrong = owner.post(f"{at}commitments/", five | {"funds": ""})
    assert wrong.status_code == 422 and "field-wrong" in wrong.content.decode()
    steps: list[tuple[Any, str, dict[str, Any], str]] = [
        (owner, "commitments", five, "found"),
        (above, "acceptance", {}, "accepted"),
        (owner, "request", {"day": "2027-01-20", "why": "等配件"}, "accepted"),
        (above, "decision", {"granted": "yes", "why": ""}, "accepted"),
        (
            owner,
            "rectification",
            {"text": "已换", "batch": str(uuid.uuid4()), "photographs": picture()},
            "put_right",
        ),
        (above, "verification", {"passed": "no", "text": "仍漏"}, "reopened"),
        (above, "lowering", {"why": "已停用"}, "reopened"),
        (owner, "raising", {"why": "又漏"}, "found"),
    ]
    for client, what, form, state in steps:
        page = client.get(at).content.decode()
        assert f"{at}{what}/" in page, what
        assert client.post(f"{at}{what}/", form).status_code == 302, what
        hazard.refresh_from_db()
        assert hazard.state == state, what
    assert Step.objects.count() == len(steps) + 1
    assert "仍漏" in owner.get(at).content.decode()


def test_what_is_not_theirs_is_not_offered_and_not_done(report: Report) -> None:
    hazard = report()
    at = f"/hazards/{hazard.id}/"
    page = client_for("reporter_x1").get(at).content.decode()
    assert f"{at}rectification/" in page and f"{at}link/" not in page
    assert client_for("auditor").get(at).content.decode().count(f'action="{at}') == 0
    answer = client_for("reporter_x1").post(f"{at}verification/", {"passed": "yes"}, follow=True)
    assert "不由您进行" in answer.content.decode()
    assert client_for("reporter_x1").post(f"{at}nonsense/").status_code == 404
    assert client_for("leader_z1").get(at).status_code == 404
    assert client_for("leader_z1").post(f"{at}rectification/", {"text": "x"}).status_code == 404


def test_a_duty_opens_its_hazard(report: Report) -> None:
    hazard = report()
    duty = Obligation.objects.get()
    assert client_for("leader_x1").get(f"/hazards/owed/{duty.id}/")["Location"] == f"/hazards/{hazard.id}/"
    assert client_for("leader_z1").get(f"/hazards/owed/{duty.id}/").status_code == 404
    assert f"/hazards/owed/{duty.id}/" in client_for("leader_x1").get("/").content.decode()


def test_the_ledger_is_found_through_filters_and_two_characters(district: District, report: Report) -> None:
    report()
    report(category="fire", level="major", text="安全出口堵塞", place=None)
    report(unit=district["QY-Z1"], place=None, text="楼道堆物", who="leader_z1")
    client = client_for("coordinator")

    def shown(query: str) -> list[str]:
        page = client.get(f"/hazards/{query}").content.decode()
        return [text for text in (TEXT, "安全出口堵塞", "楼道堆物") if text in page]

    assert len(shown("")) == 3
    assert shown("?q=堵塞") == ["安全出口堵塞"]
    assert shown("?q=东楼") == [TEXT]
    assert shown("?q=二中") == [] and shown("?q=第一中") == ["楼道堆物"]
    assert shown("?level=major") == ["安全出口堵塞"]
    assert shown("?category=electricity&level=general") == [TEXT, "楼道堆物"]
    assert shown(f"?unit={district['QY-Z1'].key}") == ["楼道堆物"]
    assert shown("?shown=closed") == [] and shown("?shown=nonsense&page=x") == shown("")
    assert client_for("leader_z1").get(f"/hazards/?unit={district['QY-X1'].key}").status_code == 404
    assert TEXT not in client_for("leader_z1").get("/hazards/").content.decode()


def test_what_was_due_first_stands_first(report: Report) -> None:
    report(at=AT + 3 * DAY, text="较新", place=None)
    report(text="较早", place=None)
    with clock_at(AT + 8 * DAY):
        page = client_for("coordinator").get("/hazards/").content.decode()
    assert page.index("较早") < page.index("较新")


def test_the_spreadsheet_is_the_list_as_shown(report: Report) -> None:
    report(text="=1+1", place=None)
    report(category="fire", text="安全出口堵塞")
    answer = client_for("coordinator").get("/hazards/hazards.xlsx?category=electricity")
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert rows[0][:2] == ["单位编码", "单位"] and rows[1][0] == "QY-X1" and rows[1][5] == "=1+1"


def test_a_label_tells_what_was_found_there(stairs: Place, report: Report) -> None:
    hazard = report()
    page = client_for("reporter_x1").get(f"/p/{stairs.code}/").content.decode()
    assert TEXT in page and f"/hazards/{hazard.id}/" in page and f"/hazards/new/?place={stairs.code}" in page
    assert "/hazards/new/" not in client_for("auditor").get(f"/p/{stairs.code}/").content.decode()


def test_pages_take_the_same_queries_for_one_hazard_and_for_many(stairs: Place, report: Report) -> None:
    client, hazard = client_for("coordinator"), report()
    addresses = (
        "/hazards/",
        "/hazards/?q=插座",
        "/hazards/figures/",
        f"/hazards/{hazard.id}/",
        f"/p/{stairs.code}/",
    )

    def counted() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    report()
    counted()
    before = counted()
    for n in range(20):
        report(text=f"{TEXT}{n}")
    assert counted() == before
