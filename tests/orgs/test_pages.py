"""Units and people are seen within reach, changed by those entitled, and cost a fixed number of queries."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.orgs import actions, queries
from duecare.orgs.models import Appointment, Post, Unit, User
from duecare.orgs.rules import SYSTEM
from tests.orgs.test_import import UNITS, workbook
from tests.people import FOUNDED, District, actor_of, client_for, clock_at, district, small_district

__all__ = ["district"]
pytestmark = pytest.mark.both


def get(who: str, path: str, **headers: str):
    with clock_at(FOUNDED):
        return client_for(who).get(path, headers=headers or None)


def post(who: str, path: str, **data):
    with clock_at(FOUNDED):
        return client_for(who).post(path, data)


def test_everybody_sees_their_own_and_whom_to_call(district: District) -> None:
    page = get("reporter_x1", "/units/").content.decode()
    assert "第一小学" in page
    assert "第二小学" not in page
    assert get("reporter_x1", f"/units/{district['QY-X1'].id}/").status_code == 200
    above = get("reporter_x1", f"/units/{district['QY-AQ'].id}/")
    assert above.status_code == 200
    assert "010-0000" in above.content.decode()
    assert f"/people/{district.people['coordinator'].id}/" not in above.content.decode()
    for code in ("QY-X2", "QY-Z1"):
        assert get("reporter_x1", f"/units/{district[code].id}/").status_code == 404
    assert get("reporter_x1", f"/units/{district['QY'].id}/children/").status_code == 404


def test_another_units_people_are_not_found(district: District) -> None:
    other = district.people["reporter_x2"]
    for path in ("", "details/", "recovery/", "leaving/"):
        assert get("leader_x1", f"/people/{other.id}/{path}").status_code == 404
    assert post("leader_x1", f"/people/{other.id}/link/").status_code == 404
    assert get("coordinator", f"/people/{other.id}/").status_code == 200
    assert get("leader_x2", f"/people/{other.id}/details/").status_code == 403


def test_a_private_number_shows_to_those_who_must_call(district: District) -> None:
    User.objects.filter(username="reporter_x1").update(phone="139-0000-0000")
    unit, person = district["QY-X1"].id, district.people["reporter_x1"].id
    for username, shown in (
        ("leader_x1", True),
        ("coordinator", True),
        ("auditor", False),
        ("reporter_x1", True),
    ):
        assert ("139-0000-0000" in get(username, f"/people/{person}/").content.decode()) is shown
    assert "139-0000-0000" not in get("auditor", f"/units/{unit}/").content.decode()
    assert "139-0000-0000" in get("leader_x1", f"/units/{unit}/").content.decode()


def test_another_organisation_is_out_of_sight(district: District) -> None:
    other = small_district(code="BJ", prefix="b_")
    assert get("coordinator", f"/units/{other['BJ-X1'].id}/").status_code == 404
    assert get("coordinator", f"/people/{other.people['reporter_x1'].id}/").status_code == 404
    assert "BJ-" not in get("coordinator", "/units/?q=第").content.decode()


def test_a_coordinator_adds_a_unit_a_post_a_person_and_a_deputy(district: District) -> None:
    school = district["QY-X1"]
    given = {"code": "QY-X1-D2", "name": "西教学点", "kind": "teaching_point"}
    assert post("coordinator", f"/units/{school.id}/units/", **given).status_code == 302
    point = Unit.objects.get(code="QY-X1-D2")
    assert point.lineage.startswith(school.lineage)
    assert post("coordinator", f"/units/{school.id}/units/", **given).status_code == 422
    assert post("coordinator", f"/units/{point.id}/posts/", kind="reporter").status_code == 302
    assert (
        post("coordinator", f"/units/{point.id}/people/", username="new_one", name="报告人").status_code
        == 302
    )
    created = Post.objects.get(unit=point)
    assert created.title in ("报告人", "reporter")
    path = f"/posts/{created.id}/appointments/"
    assert post("coordinator", path, username="nobody").status_code == 422
    assert post("coordinator", path, username="new_one").status_code == 302
    deputy = {"username": "reporter_x1", "deputy": "on", "first": "2027-01-05", "last": "2027-01-06"}
    assert post("coordinator", path, **(deputy | {"last": ""})).status_code == 422
    assert post("coordinator", path, **deputy).status_code == 302
    ends = Appointment.objects.get(post=created, deputy=True).ends_at
    assert ends is not None
    assert ends.isoformat() == "2027-01-06T16:00:00+00:00"
    assert post("reporter_x1", f"/units/{school.id}/posts/", kind="leader").status_code == 403
    assert post("coordinator", f"/units/{point.id}/posts/", kind="administrator").status_code == 422


def test_an_empty_post_is_seen(district: District) -> None:
    actions.leave(user=district.people["reporter_x1"], by=SYSTEM, at=FOUNDED)
    page = get("leader_x1", f"/units/{district['QY-X1'].id}/").content.decode()
    assert "nobody holds it" in page or "无人担任" in page


def test_a_file_is_looked_through_then_applied(district: District) -> None:
    client = client_for("coordinator")
    rows = [*UNITS[:1], ["QY-N1", "新学校", "", "中学", "QY", "", ""]]
    with clock_at(FOUNDED):
        file = SimpleUploadedFile("units.xlsx", workbook(rows, None))
        page = client.post("/units/import/", {"file": file})
        assert page.status_code == 200
        assert not Unit.objects.filter(code="QY-N1").exists()
        draft = page.context["draft"]
        assert client_for("administrator").post("/units/import/", {"draft": str(draft.id)}).status_code == 404
        assert client.post("/units/import/", {"draft": str(draft.id)}).status_code == 302
        assert Unit.objects.get(code="QY-N1").name == "新学校"
        assert client.post("/units/import/", {"draft": str(draft.id)}).status_code == 404
        bad = SimpleUploadedFile("units.xlsx", workbook([["A", "甲", "", "大学", "QY", "", ""]], None))
        refused = client.post("/units/import/", {"file": bad})
        assert refused.status_code == 422
        assert "单位!D2" in refused.content.decode()
        assert (
            client.post("/units/import/", {"file": SimpleUploadedFile("x.xlsx", b"PK no")}).status_code == 422
        )
        assert client_for("leader_x1").get("/units/import/").status_code == 403


def test_an_export_holds_no_formula_and_comes_back_unchanged(district: District) -> None:
    evil = ["=cmd|' /C calc'!A0", "+86 10 1234", "-1", "@SUM(A1)"]
    for number, text in enumerate(evil):
        name = text if text[0] != "+" else "号码"
        phone = text if text[0] == "+" else ""
        actions.add_unit(
            parent=district.root,
            code=f"E{number}",
            name=name,
            phone=phone,
            kind="site",
            by=SYSTEM,
            at=FOUNDED,
        )
    answer = get("coordinator", f"/units/{district.root.id}/export.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t"}]
    book = get("coordinator", f"/units/{district.root.id}/export.xlsx").content
    for data, name in ((text.encode(), "units.csv"), (book, "units.xlsx")):
        again = actions.import_workbook(data, root_code="QY", by=SYSTEM, at=FOUNDED, dry_run=True, name=name)
        assert [(p.place, p.what) for p in again.problems.listed] == []
        assert (again.units.added, again.units.changed, again.units.unchanged) == (0, 0, 12)
    assert get("leader_x1", f"/units/{district['QY-X2'].id}/export.csv").status_code == 404


PAGES = (
    "/units/",
    "/units/?q=学",
    "/units/{root}/",
    "/units/{root}/children/",
    "/account/",
    "/people/{person}/",
)


def test_pages_cost_the_same_whatever_there_is(district: District) -> None:
    where = {"root": district.root.id, "person": district.people["reporter_x1"].id}

    def cost() -> list[int]:
        client, costs = client_for("coordinator"), []
        for page in PAGES:
            with (
                clock_at(FOUNDED),
                CaptureQueriesContext(
                    connection,
                ) as counted,
            ):
                assert client.get(page.format(**where)).status_code == 200
            costs.append(len(counted))
        return costs

    before = cost()
    rows = [["QY", "青原学区", "", "学区", "", "", ""]]
    rows += [[f"N{n}", f"学校{n}", "", "小学", "QY", "", ""] for n in range(150)]
    people = [[f"p{n}", f"报告人{n}", "QY", "报告人", f"报告人{n}", "", "", "", ""] for n in range(60)]
    assert actions.import_workbook(
        workbook(rows, people), root_code="QY", by=SYSTEM, at=FOUNDED, dry_run=False
    ).applied
    assert cost() == before
    assert max(before) <= 12


def test_a_level_comes_in_pages_and_a_search_stops(district: District) -> None:
    rows = [["QY", "青原学区", "", "学区", "", "", ""]]
    rows += [[f"N{n:03}", f"学校{n}", "", "小学", "QY", "", ""] for n in range(250)]
    actions.import_workbook(workbook(rows, None), root_code="QY", by=SYSTEM, at=FOUNDED, dry_run=False)
    first = queries.children(district.root)
    assert (len(first.units), first.following) == (100, 100)
    assert queries.children(district.root, 200).following is None
    assert len(queries.search(actor_of("coordinator"), "学校")) == 50
    part = get("coordinator", f"/units/{district.root.id}/children/?from=100", **{"HX-Request": "true"})
    assert "<html" not in part.content.decode()


def test_pages_are_there_in_english(district: District) -> None:
    client = client_for("coordinator", "en")
    with clock_at(FOUNDED):
        assert "No. 1 Primary School" in client.get(f"/units/{district['QY-X1'].id}/").content.decode()


def test_nobody_gets_in_without_signing_in(district: District, client) -> None:
    for page in (*PAGES, "/units/import/", "/units/{root}/export.csv"):
        path = page.format(root=district.root.id, person=district.people["leader"].id)
        assert client.get(path).headers["Location"].startswith("/sign-in/")
