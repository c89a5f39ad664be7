"""Taking in a paper ledger through the page: look first, then the very file that was shown, and through the command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duecare.cli.main import main
from duecare.core.errors import Conflict
from duecare.hazards import actions
from duecare.hazards.actions.taking_in.drafts import forget_drafts
from duecare.hazards.models import Hazard, PaperDraft, PaperLine
from duecare.orgs.models import Unit
from duecare.places.models import Place
from tests.hazards.conftest import AT, HOUR
from tests.hazards.ledgers import ALL, HEADS, LATE, OPEN, row, workbook
from tests.people import District, actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
ADDRESS = "/hazards/paper/"


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    """Requests come in on the first morning."""
    with clock_at(AT):
        yield


def upload(client: Client, data: bytes, address: str = ADDRESS, name: str = "台账.xlsx") -> Any:
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def confirm(client: Client, **changed: str) -> Any:
    draft = PaperDraft.objects.get()
    return client.post(ADDRESS, {"draft": str(draft.id), "sha256": draft.sha256, **changed}, follow=True)


def test_looked_at_then_taken_in(stairs: Place) -> None:
    client = client_for("coordinator")
    shown = upload(client, workbook(ALL))
    page = shown.content.decode()
    assert shown.status_code == 200 and "尚未写入任何内容" in page and "其中已逾期" in page
    assert not Hazard.objects.exists()
    done = confirm(client)
    assert "已从纸质台账录入 6 条隐患" in done.content.decode()
    assert Hazard.objects.count() == 6 and not PaperDraft.objects.exists()
    assert "插座发黑" in client.get("/hazards/").content.decode()
    assert "插座发黑" in client.get("/hazards/?q=发黑").content.decode()  # found by its words like any other
    page = client.get(f"/hazards/{PaperLine.objects.get(number='2').hazard_id}/").content.decode()
    for words in ("录自纸质台账", "按纸质台账", "2026年12月1日 周二", "2026年12月8日 周二"):
        assert words in page, words
    again = upload(client, workbook(ALL)).content.decode()
    assert "此文件中没有新内容" in again and 'name="draft"' not in again


def test_what_is_wrong_is_shown_in_the_reader_s_language_and_nothing_is_kept(district: District) -> None:
    data = workbook([row(unit="QY-X9"), row(found="2027-02-30")])
    for language, words in (
        ("zh-hans", "没有编码为 QY-X9 的单位"),
        ("en", "There is no unit with the code QY-X9."),
    ):
        answer = upload(client_for("coordinator", language), data)
        assert answer.status_code == 422 and words in answer.content.decode()
    assert not PaperDraft.objects.exists()
    wrong = upload(client_for("coordinator"), workbook([[*OPEN, "张"]], heads=[*HEADS, "责任人"]))
    assert "章程第1条不允许登记个人的列" in wrong.content.decode()


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04"])
def test_what_is_no_workbook_is_refused_beside_the_field(district: District, data: bytes) -> None:
    answer = upload(client_for("coordinator"), data)
    assert answer.status_code == 422 and "field-wrong" in answer.content.decode()
    missing = client_for("coordinator").post(ADDRESS, {})
    assert missing.status_code == 422


def test_a_file_too_big_for_a_page_is_refused(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duecare.hazards.views.paper.MOST_UPLOADED", 100)
    monkeypatch.setattr("duecare.hazards.actions.taking_in.drafts.MOST_UPLOADED", 100)
    answer = upload(client_for("coordinator"), workbook(ALL))
    assert answer.status_code == 422 and "duecare hazards import" in answer.content.decode()


def test_what_is_taken_in_is_the_file_that_was_shown(district: District) -> None:
    client = client_for("coordinator")
    upload(client, workbook([OPEN]))
    first = PaperDraft.objects.get()
    upload(client, workbook([row(text="另一份")]))
    gone = client.post(ADDRESS, {"draft": str(first.id), "sha256": first.sha256}, follow=True)
    assert "请重新上传" in gone.content.decode()
    wrong = confirm(client, sha256=first.sha256)
    assert "这不是刚才给您看过的文件" in wrong.content.decode()
    PaperDraft.objects.update(data=workbook([row(text="掉包")]))
    assert "这不是刚才给您看过的文件" in confirm(client).content.decode()
    assert client.post(ADDRESS, {"draft": "nonsense"}).status_code == 302
    assert not Hazard.objects.exists()
    with pytest.raises(Conflict):
        actions.take_in_draft(
            draft_id=PaperDraft.objects.get().id, sha256="", by=actor_of("coordinator"), at=AT
        )


def test_a_file_is_kept_for_an_hour_and_for_its_owner(district: District) -> None:
    upload(client_for("coordinator"), workbook([OPEN]))
    draft = PaperDraft.objects.get()
    other = client_for("leader")
    other.post(ADDRESS, {"draft": str(draft.id), "sha256": draft.sha256})
    with clock_at(AT + HOUR + timedelta(seconds=1)):
        confirm(client_for("coordinator"))
    assert not Hazard.objects.exists()
    forget_drafts(AT + HOUR)
    assert PaperDraft.objects.exists()
    forget_drafts(AT + HOUR + timedelta(seconds=1))
    assert not PaperDraft.objects.exists()


def test_what_changed_meanwhile_is_said(district: District) -> None:
    client = client_for("coordinator")
    upload(client, workbook([OPEN]))
    Unit.objects.filter(code="QY-X1").update(closed_at=AT)
    assert "请重新上传" in confirm(client).content.decode()
    assert not Hazard.objects.exists()


def test_who_may_not_sees_no_link_and_no_page(district: District) -> None:
    for who in ("reporter_x1", "auditor"):
        client = client_for(who)
        assert ADDRESS not in client.get("/hazards/").content.decode()
        assert client.get(ADDRESS).status_code == client.get(f"{ADDRESS}template.xlsx").status_code == 404
    head = client_for("leader_x1")
    assert ADDRESS in head.get("/hazards/").content.decode()
    assert head.get(f"{ADDRESS}?unit={district['QY-Z1'].key}").status_code == 404
    assert upload(head, workbook([row(unit="QY-Z1")])).status_code == 422


def test_the_template_comes_down(district: District) -> None:
    answer = client_for("leader_x1").get(f"{ADDRESS}template.xlsx")
    assert answer.content.startswith(b"PK") and "hazard-ledger.xlsx" in answer["Content-Disposition"]


def test_other_content_leads_to_what_stands_there(stairs: Place) -> None:
    client = client_for("coordinator")
    upload(client, workbook(ALL))
    confirm(client)
    page = upload(client, workbook([row(LATE, level="重大"), row(number="9")])).content.decode()
    assert "编号相同而内容不同" in page
    assert f"/hazards/{PaperLine.objects.get(number='2').hazard_id}/" in page


def test_looking_takes_the_same_queries_for_few_rows_and_for_many(district: District) -> None:
    client = client_for("coordinator")

    def counted(rows: int) -> int:
        data = workbook([row(number=str(n)) for n in range(rows)])
        with CaptureQueriesContext(connection) as queries:
            assert upload(client, data).status_code == 200
        return len(queries)

    counted(3)
    assert counted(3) == counted(400)


def test_by_the_command(stairs: Place, tmp_path: Path) -> None:
    file = tmp_path / "ledger.xlsx"
    file.write_bytes(workbook(ALL))

    def run(*words: str, language: str = "en") -> tuple[int, str]:
        done = CliRunner().invoke(main, ["--language", language, "hazards", *words])
        return done.exit_code, done.output

    code, said = run("import", str(file), "--unit", "QY", "--dry-run")
    assert (code, Hazard.objects.count()) == (0, 0)
    assert "3 to put right (1 overdue), 1 to verify, 2 closed out" in said and "dry run" in said
    assert run("import", str(file), "--unit", "QY")[0] == 0 and Hazard.objects.count() == 6
    code, said = run("import", str(file), "--unit", "QY", language="zh-hans")
    assert "台账上已有 6 条" in said
    file.write_bytes(workbook([row(unit="QY-X9")]))
    code, said = run("import", str(file), "--unit", "QY")
    assert code == 1 and "✗ 隐患台账!A2 单位编码: There is no unit with the code QY-X9." in said
    assert run("import", str(file), "--unit", "NO")[0] == 1
    code, said = run("template", str(tmp_path / "empty.xlsx"))
    assert code == 0 and (tmp_path / "empty.xlsx").read_bytes().startswith(b"PK")


def test_two_tabs_take_it_in_once(district: District) -> None:
    client = client_for("coordinator")
    upload(client, workbook([OPEN]))
    draft = PaperDraft.objects.get()
    form = {"draft": str(draft.id), "sha256": draft.sha256}
    client.post(ADDRESS, form)
    client.post(ADDRESS, form)
    assert Hazard.objects.count() == 1
