"""Inspecting with the plain form, without JavaScript."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from duecare.attachments.models import Attachment
from duecare.hazards.models import Hazard
from duecare.inspections.models import Inspection
from duecare.places.models import Place
from tests.attachments import pictures
from tests.inspections.conftest import AT, INSPECTOR, KEY, all_well, fire
from tests.people import District, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    """Requests come in on the first morning."""
    with clock_at(AT):
        yield


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("door.jpg", pictures.jpeg(), "image/jpeg")


def a_paper() -> bytes:
    """A PDF of one page."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def entered(**changed: Any) -> dict[str, Any]:
    """Everything answered, passed; photographs where they are always asked for."""
    answers = all_well(fire().checklist, uuid.uuid4)
    values: dict[str, Any] = {key: said.value for key, said in answers.items()}
    values |= {f"{key}.photographs": picture() for key, said in answers.items() if said.photographs}
    return {"batch": str(uuid.uuid4()), **values, **changed}


def test_from_the_label_to_the_ledger(stairs: Place) -> None:
    client = client_for(INSPECTOR)
    label = client.get(f"/p/{stairs.code}/").content.decode()
    begin = f"/inspections/new/?unit={stairs.unit_id}&amp;place={stairs.id}"
    assert begin in label
    page = client.get(begin.replace("&amp;", "&")).content.decode()
    assert "消防和用电安全检查表" in page and f'value="{stairs.id}" selected' in page
    address = f"/inspections/new/?unit={stairs.unit_id}&place={stairs.id}&checklist={KEY}"
    form = entered(**{"hot-spots": "fail", "hot-spots.note": "发黑"})
    assert "119" in client.get(address).content.decode()
    done = client.post(address, {**form, "hot-spots.photographs": picture()}, follow=True)
    kept = Inspection.objects.get()
    assert done.redirect_chain[-1][0] == f"/inspections/{kept.id}/"
    assert "发黑" in Hazard.objects.get().text
    assert kept.place == stairs
    client.post(address, {**form, "hot-spots.photographs": picture()})  # a double click
    assert Inspection.objects.count() == 1
    assert "消防和用电安全检查表" in client.get(f"/p/{stairs.code}/").content.decode()
    assert "发现 1 项" in client.get("/inspections/").content.decode()


def test_all_that_is_missing_is_said_at_once_and_photographs_need_not_come_again(stairs: Place) -> None:
    client = client_for(INSPECTOR)
    address = f"/inspections/new/?unit={stairs.unit_id}&checklist={KEY}"
    form = entered(
        **{"hot-spots": "fail", "fire-doors": "", "exit-signs": "fail", "exit-signs.on_the_spot": "on"}
    )
    form.pop("corridors-clear")
    answer = client.post(address, {**form, "hot-spots.photographs": picture()})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_fire-doors' in page and 'href="#id_corridors-clear' in page
    assert not Inspection.objects.exists()
    there = Attachment.objects.count()
    kept = dict(re.findall(r'name="([a-z.-]+\.photographs\.kept)" value="([^"]+)"', page))
    assert "hot-spots.photographs.kept" in kept
    mended = {key: value for key, value in form.items() if not isinstance(value, SimpleUploadedFile)}
    mended |= {**kept, "fire-doors": "pass", "corridors-clear": "pass", "exit-signs.note": "不亮"}
    mended.pop("exit-signs.on_the_spot")
    assert client.post(address, mended).status_code == 302
    assert Attachment.objects.filter(matter_kind="inspections.inspection").count() == there
    assert Hazard.objects.count() == 2


def test_a_paper_is_no_photograph(stairs: Place) -> None:
    client = client_for(INSPECTOR)
    address = f"/inspections/new/?unit={stairs.unit_id}&checklist={KEY}"
    pdf = SimpleUploadedFile("a.pdf", a_paper(), "application/pdf")
    answer = client.post(address, {**entered(), "hot-spots.photographs": pdf})
    assert answer.status_code == 422 and "只能附照片" in answer.content.decode()
    assert not Inspection.objects.exists()


def test_who_has_many_units_chooses_and_strangers_cannot(district: District, stairs: Place) -> None:
    client = client_for("coordinator")
    assert "第二中学" in client.get("/inspections/new/").content.decode()
    other = client_for("reporter_z1")
    assert other.get(f"/inspections/new/?unit={stairs.unit_id}").status_code == 404
    assert other.get("/inspections/new/?unit=nonsense").status_code == 404
    assert client_for("auditor").get("/inspections/new/").status_code == 404
    assert client.get(f"/inspections/new/?unit={stairs.unit_id}&checklist=no-such").status_code == 404


def test_the_list_is_cut_to_what_the_reader_may_see(stairs: Place) -> None:
    client = client_for(INSPECTOR)
    client.post(f"/inspections/new/?unit={stairs.unit_id}&checklist={KEY}", entered())
    kept = Inspection.objects.get()
    link = f"/inspections/{kept.id}/"
    for who in (INSPECTOR, "leader_x1", "coordinator", "leader"):
        assert link in client_for(who).get("/inspections/").content.decode()
    assert link not in client_for("leader_z1").get("/inspections/").content.decode()
    assert client_for("leader_z1").get(link).status_code == 404
    assert link not in client.get("/inspections/?failed=1").content.decode()
    assert link not in client.get("/inspections/?waiting=1").content.decode()
    assert link not in client.get("/inspections/?checklist=food").content.decode()
    assert link in client.get(f"/inspections/?checklist={KEY}&page=1").content.decode()
    assert client_for("leader_z1").get(f"/inspections/?unit={stairs.unit.key}").status_code == 404
