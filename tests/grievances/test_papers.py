"""Photographs and papers of a case: made anew, sealed as they come, opened for its holders and its owner alone."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from duecare.attachments import store
from duecare.attachments.actions import draw
from duecare.core.errors import BadInput
from duecare.grievances import actions
from duecare.grievances.models import Case, Paper
from duecare.vault import keyfile
from tests.attachments import pictures
from tests.charter.test_5_forgetting_is_a_duty import everything
from tests.grievances.conftest import AT, DAY, NOTICE, REPLY, Bring, do
from tests.grievances.test_pages import bring_it, let_in, seen
from tests.people import District, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
SECRET = "欧阳清荷-家门口.jpg"
SOON = AT + timedelta(minutes=20)


def photograph(name: str = SECRET, **options: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pictures.jpeg(**options), "image/jpeg")


def drawn(count: int = 1) -> list[Any]:
    return [draw(file=BytesIO(pictures.jpeg())) for _n in range(count)]


@pytest.fixture
def brought(district: District) -> tuple[Case, Client]:
    """A parent sends a photograph and a paper with the words, and has opened the receipt."""
    paper = SimpleUploadedFile("病历.pdf", pictures.written(pictures.paper(2)), "application/pdf")
    with clock_at(AT):
        _parent, code = bring_it(district, papers=[photograph(), paper])
        return Case.objects.get(), let_in(code)


def addresses(page: str) -> list[str]:
    return sorted(
        {part.split('"')[0] for part in page.split('href="') if "/files/" in part or "/papers/" in part}
    )


def test_the_owner_and_the_holder_see_them_and_nobody_else(
    district: District, brought: tuple[Case, Client]
) -> None:
    case, owner = brought
    ways = addresses(seen(owner, SOON))
    with clock_at(SOON):
        mine = [owner.get(way) for way in ways]
        officer = client_for("officer_root")
        theirs = addresses(officer.get(f"/cases/{case.id}/").content.decode())
        held = [officer.get(way) for way in theirs]
        assert {answer["Content-Type"] for answer in mine} == {"image/jpeg", "application/pdf"}
        assert sorted(a.content for a in mine) == sorted(a.content for a in held)
        for who in ("officer_x1", "leader_x1", "coordinator", "administrator", "auditor"):
            assert {client_for(who).get(way).status_code for way in theirs} == {404}, who
        assert Client().get(ways[0])["Location"] == "/receipt/"
    for answer in mine:
        assert "no-store" in answer["Cache-Control"]
        assert (
            answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
        )


def test_place_device_and_name_are_gone_and_nothing_lies_in_clear(
    brought: tuple[Case, Client], tmp_path: Path
) -> None:
    case, owner = brought
    ways = addresses(seen(owner, SOON))
    with clock_at(SOON):
        shown = [owner.get(way) for way in ways]
    [picture] = [one.content for one in shown if one["Content-Type"] == "image/jpeg"]
    assert not Image.open(BytesIO(picture)).getexif() and SECRET not in str([one.headers for one in shown])
    kept = b"".join(
        bytes(row.value) + bytes(row.small or b"") for row in Paper.objects.filter(step__case=case)
    )
    for plain in (
        picture[200:260],
        b"JFIF",
        b"%PDF",
        pictures.MAKER.encode(),
        pictures.NOTE.encode(),
        SECRET.encode(),
    ):
        assert plain not in kept
    assert SECRET not in everything() and "病历" not in everything()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if b"JFIF" in path.read_bytes() or b"%PDF" in path.read_bytes()]
    assert not list(store.incoming().iterdir())


def test_another_case_s_files_are_not_there(
    district: District, bring: Bring, brought: tuple[Case, Client]
) -> None:
    _case, owner = brought
    other = bring(papers=drawn()).case
    theirs = Paper.objects.get(step__case=other)
    with clock_at(SOON):
        assert owner.get(f"/receipt/matter/files/{theirs.id}/").status_code == 404
        officer = client_for("officer_root")
        assert officer.get(f"/cases/{_case.id}/papers/{theirs.id}/").status_code == 404
        assert officer.get(f"/cases/{other.id}/papers/{uuid.uuid4()}/").status_code == 404


def test_more_come_from_both_sides_and_a_second_click_sends_nothing_twice(
    brought: tuple[Case, Client],
) -> None:
    case, owner = brought
    number = str(uuid.uuid4())
    with clock_at(SOON):
        for _click in range(2):
            sent = {"text": "又拍了一张。", "batch": number, "papers": [photograph()]}
            assert owner.post("/receipt/matter/write/", sent).status_code == 302
    assert Paper.objects.filter(step__case=case).count() == 3
    do(case, "accept", SOON, "officer_root", words=NOTICE)
    do(case, "reply", SOON, "officer_root", words=REPLY, papers=drawn())
    page = seen(owner, SOON)
    assert len(addresses(page)) == 4 and page.count("您发送的") >= 3 and "发给您的" in page


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空"),
        (pictures.SVG, "照片"),
        (b"MZ\x90\x00" + b"\0" * 300, "照片"),
        (b"%PDF-1.7 nonsense", "完整"),
    ],
)
def test_what_can_t_be_taken_is_said_and_the_words_stay(
    district: District, content: bytes, says: str
) -> None:
    file = SimpleUploadedFile("x.jpg", content, "image/jpeg")
    values = {"text": "楼梯", "category": "school-meals", "batch": str(uuid.uuid4()), "papers": [file]}
    with clock_at(AT):
        parent = Client()
        parent.cookies["language"] = "zh-hans"
        answer = parent.post(f"/c/{district.root.key}/", values)
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page and "楼梯" in page
    assert not Case.objects.exists()


def test_there_is_a_most(bring: Bring) -> None:
    case = bring(papers=drawn(5)).case
    few = drawn(5)
    for _n in range(7):
        do(case, "write", AT, words={"text": "再补充"}, papers=few)
    with pytest.raises(BadInput):
        do(case, "write", AT, words={"text": "再补充"}, papers=few[:1])
    assert Paper.objects.count() == 40


def test_they_come_in_while_the_vault_is_locked_and_open_when_it_is_not(
    district: District, bring: Bring
) -> None:
    file = keyfile.path()
    file.rename(file.with_name("away"))
    brought = bring(papers=drawn())
    with clock_at(AT):
        owner = let_in(brought.code)
        way = f"/receipt/matter/files/{Paper.objects.get().id}/"
        assert owner.get(way).status_code == 503
        file.with_name("away").rename(file)
        assert owner.get(way).status_code == 200


def test_they_go_with_the_case(bring: Bring) -> None:
    case = bring(papers=drawn()).case
    do(case, "settle", AT, "officer_root", words={"decision": "当场更换"}, consent=True)
    Case.objects.filter(id=case.id).update(keep_until=AT.date().replace(day=1))
    actions.schedule(AT + 40 * DAY, AT + 41 * DAY)
    assert not Paper.objects.exists()
