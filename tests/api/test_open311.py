"""GeoReport v2 through HTTP: what a program reads, what it brings, and that nothing sealed ever comes out."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from duecare.api.keys import end_key
from duecare.api.models import IntakeKey
from duecare.audit.models import Entry
from duecare.grievances.models import Case, Hold
from duecare.orgs.rules import SYSTEM
from tests.charter.test_5_forgetting_is_a_duty import everything
from tests.grievances.conftest import AT, DAY, HOUR, OWNER, TEXT, do
from tests.people import District, clock_at, small_district

pytestmark = [pytest.mark.both, pytest.mark.django_db]
V2 = "/open311/v2"


def sent(key: str, /, **given: Any) -> dict[str, Any]:
    """What a program posts; None leaves a field out."""
    values = {
        "api_key": key, "service_code": "school-meals", "description": TEXT, "address_string": "第一小学食堂",
        "first_name": "清荷", "last_name": "欧阳", "phone": OWNER.telephone, "email": "qh@example.org",
        "device_id": "A1B2C3D4", "account_id": "77", "lat": "43.8012579", "long": "87.6168843", **given,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value is not None}


def post(form: str, values: dict[str, Any], **headers: str) -> Any:
    """Bring it at :data:`AT`."""
    with clock_at(AT):
        return Client().post(f"{V2}/requests.{form}", values, headers=headers)


def get(path: str, at: Any = AT, **headers: str) -> Any:
    """Read it."""
    with clock_at(at):
        return Client().get(f"{V2}/{path}", headers=headers)


def error_of(answer: Any) -> tuple[int, str]:
    """Code and description of the standard's error, the same in XML and JSON."""
    if answer["Content-Type"].startswith("application/json"):
        (one,) = json.loads(answer.content)
        code, description = one["code"], one["description"]
    else:
        root = ET.fromstring(answer.content)
        assert root.tag == "errors" and [child.tag for child in root] == ["error"]
        code, description = (root.findtext(f"error/{name}") or "" for name in ("code", "description"))
    assert int(code) == answer.status_code
    return int(code), description


def test_discovery_says_where_and_in_which_forms(district: District) -> None:
    found = json.loads(get("discovery.json").content)
    assert found["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    page = get("discovery.xml")
    root = ET.fromstring(page.content)
    assert root.tag == "discovery" and page["Content-Type"] == "text/xml; charset=utf-8"
    assert root.findtext("endpoints/endpoint/url", "").endswith(V2)
    assert [one.text for one in root.findall("endpoints/endpoint/formats/format")] == [
        "text/xml",
        "application/json",
    ]


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "学校食堂"), ("en", "School meals")])
def test_services_are_the_categories_in_the_reader_s_language(
    district: District, language: str, name: str
) -> None:
    found = json.loads(get("services.json", **{"Accept-Language": language}).content)
    assert len(found) == 25
    meals = next(one for one in found if one["service_code"] == "school-meals")
    assert (meals["service_name"], meals["metadata"], meals["type"]) == (name, "false", "realtime")
    root = ET.fromstring(get("services.xml", **{"Accept-Language": language}).content)
    assert root.tag == "services" and len(root.findall("service")) == 25
    definition = ET.fromstring(get("services/school-meals.xml").content)
    assert definition.tag == "service_definition"
    assert definition.findtext("service_code") == "school-meals"
    assert error_of(get("services/nonsense.json"))[0] == 404


@pytest.mark.parametrize("form", ["xml", "json"])
def test_what_is_brought_is_a_case_with_a_number_and_a_code_that_its_owner_replaces(
    district: District, key: str, form: str
) -> None:
    answer = post(form, sent(key, address_id=district["QY-X1"].key))
    assert answer.status_code == 201, answer.content.decode()
    if form == "json":
        (one,) = json.loads(answer.content)
    else:
        root = ET.fromstring(answer.content)
        assert root.tag == "service_requests"
        one = {child.tag: child.text for child in root.find("request") or []}
    case = Case.objects.get()
    assert (one["service_request_id"], case.way) == (case.number, "program")
    assert [line.unit.code for line in case.concerned.select_related("unit")] == ["QY-X1"]
    hold = Hold.objects.get(case=case, role="holder")
    assert hold.unit is not None and hold.unit.code == "QY"
    code = re.search(r"(?:[0-9A-Z]{3}-){6}[0-9A-Z]{3}", one["service_notice"])
    assert code
    browser = Client()
    with clock_at(AT + HOUR):
        browser.post("/c/receipt/", {"code": code[0]})
        assert TEXT not in browser.get("/receipt/matter/", follow=True).content.decode()


def test_name_and_number_are_sealed_and_what_tracks_people_is_kept_nowhere(
    district: District, key: str
) -> None:
    post("json", sent(key))
    found = everything()
    for planted in (
        TEXT,
        OWNER.telephone,
        "清荷",
        "qh@example.org",
        "A1B2C3D4",
        "43.8012579",
        "87.6168843",
        "第一小学食堂",
    ):
        assert planted not in found, planted


def test_lists_are_empty_and_nothing_is_told_without_the_case_s_own_code(
    district: District, key: str
) -> None:
    post("json", sent(key))
    number = Case.objects.get().number
    assert json.loads(get("requests.json").content) == []
    assert ET.fromstring(get(f"requests.xml?service_request_id={number}").content).tag == "service_requests"
    known, unknown = get(f"requests/{number}.json"), get("requests/ZZZZZZZZ.json")
    assert known.content == unknown.content and known.status_code == unknown.status_code == 404
    wrong = get(f"requests/{number}.json", **{"X-Receipt-Code": "7" * 21})
    assert wrong.content == unknown.content


def test_who_has_the_owner_s_code_reads_how_it_stands_and_not_a_word_of_it(district: District) -> None:
    from duecare.grievances import actions  # noqa: PLC0415
    from duecare.grievances.actions import Brought  # noqa: PLC0415

    brought = Brought(
        way="web", category="school-meals", text=TEXT, received=district.root, concerned=[district["QY-X1"]]
    )
    came = actions.register_case(brought=brought, at=AT, client_id=uuid.uuid4())
    do(came.case, "accept", AT + DAY, "officer_root", words={"notice": "您反映的事项已受理。"})
    other = actions.register_case(brought=brought, at=AT, client_id=uuid.uuid4())
    page = get(f"requests/{came.case.number}.json", AT + DAY + HOUR, **{"X-Receipt-Code": came.code})
    (one,) = json.loads(page.content)
    assert (one["status"], one["status_notes"], one["agency_responsible"]) == ("open", "办理中", "青原学区")
    assert one["updated_datetime"] > one["requested_datetime"] and one["expected_datetime"]
    assert TEXT not in page.content.decode() and "受理。" not in page.content.decode()
    crossed = get(f"requests/{other.case.number}.json", **{"X-Receipt-Code": came.code})
    assert crossed.status_code == 404


def test_the_same_key_of_idempotency_is_the_same_case(district: District, key: str) -> None:
    first = json.loads(post("json", sent(key), **{"Idempotency-Key": "abc"}).content)
    again = json.loads(post("json", sent(key), **{"Idempotency-Key": "abc"}).content)
    post("json", sent(key), **{"Idempotency-Key": "abd"})
    assert first[0]["service_request_id"] == again[0]["service_request_id"]
    assert not re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}", again[0]["service_notice"])
    assert Case.objects.count() == 2


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"api_key": None}, 403, "API"),
        ({"api_key": "wrong"}, 403, "API"),
        ({"jurisdiction_id": "ZZZZZ"}, 403, "jurisdiction_id"),
        ({"service_code": None}, 400, "service_code"),
        ({"service_code": "nonsense"}, 404, "service_code"),
        ({"description": "  "}, 400, "description"),
        ({"description": "字" * 4001}, 400, "4000"),
        ({"media_url": "https://example.org/a.jpg"}, 400, "media_url"),
        ({"address_string": None}, 400, "address_string"),
        ({"address_string": None, "lat": None, "long": None}, 400, "address_string"),
        ({"address_id": "ZZZZZ"}, 400, "address_id"),
        ({"first_name": "字" * 31}, 400, "first_name"),
    ],
)
def test_what_is_wrong_is_said_in_the_standard_s_form(
    district: District, key: str, form: str, given: dict[str, Any], status: int, words: str
) -> None:
    code, description = error_of(post(form, sent(key, **given)))
    assert code == status and words in description
    assert not Case.objects.exists()


def test_files_and_days_out_of_reach_are_refused(district: District, key: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    file = SimpleUploadedFile("a.jpg", b"x", content_type="image/jpeg")
    assert error_of(post("json", {**sent(key), "media": file}))[0] == 400
    assert error_of(get("requests.json?start_date=yesterday"))[0] == 400
    days = "start_date=2027-01-01T00:00:00Z&end_date=2027-06-01T00:00:00Z"
    assert "90" in error_of(get(f"requests.xml?{days}"))[1]
    assert error_of(get("tokens/1.json"))[0] == 404


def test_a_key_is_for_one_body_and_ends(district: District, key: str) -> None:
    other = small_district(code="BB", prefix="bb_")
    assert error_of(get("services.json"))[0] == 400
    assert error_of(get("services.json?jurisdiction_id=ZZZZZ"))[0] == 404
    assert get(f"services.json?jurisdiction_id={other.root.key}").status_code == 200
    assert error_of(post("json", sent(key, jurisdiction_id=other.root.key)))[0] == 403
    assert error_of(post("json", sent(key, address_id=other["BB-X1"].key)))[0] == 400
    made = IntakeKey.objects.get()
    assert key not in made.digest
    end_key(key_id=made.id, by=SYSTEM, at=AT)
    end_key(key_id=made.id, by=SYSTEM, at=AT)
    assert error_of(post("json", sent(key)))[0] == 403
    assert sorted(Entry.objects.filter(verb__startswith="api.").values_list("verb", flat=True)) == [
        "api.key-ended",
        "api.key-made",
    ]


@pytest.mark.usefixtures("no_time_passes")
def test_who_tries_keys_or_codes_is_slowed(district: District, key: str) -> None:
    answers = [post("json", sent("wrong")).status_code for _ in range(30)]
    assert set(answers) == {403, 429}
    codes = [get("requests/ZZZZZZZZ.json").status_code for _ in range(30)]
    assert set(codes) == {404, 429}
    assert post("json", sent(key)).status_code == 201  # a right key is not shut out by them


def test_hostile_words_stay_words(district: District, key: str) -> None:
    text = "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><a>&y;</a> {{ settings }} '; DROP TABLE --"
    answer = post("xml", sent(key, description=text, address_string="<b>&amp;"))
    assert answer.status_code == 201 and ET.fromstring(answer.content).tag == "service_requests"
