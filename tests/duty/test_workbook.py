"""The roster on paper and as a workbook, out and back in; fairness and comparison, through the site."""

from __future__ import annotations

import io
from typing import Any

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from duecare.duty.models import Draft
from duecare.orgs.models import User
from tests.duty.rosters import BEFORE, Office, office
from tests.duty.test_drafts import drawn, get, post, published, set_cell
from tests.people import client_for

__all__ = ["office"]
pytestmark = [pytest.mark.django_db, pytest.mark.both]


def sheets(office: Office, who: str = "coordinator", language: str = "zh-hans") -> dict[str, list[list[Any]]]:
    """The workbook that the page gives."""
    answer = get(client_for(who, language), f"/duty/rosters/{office.roster.id}/workbook/")
    book = python_calamine.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def give(office: Office, rows: list[list[Any]], formula: tuple[int, int] | None = None) -> Any:
    """Give a grid back."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("排班表格")
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write_string(line, column, str(value))
    if formula:
        sheet.write_formula(*formula, "=1+1")
    book.close()
    upload = SimpleUploadedFile("grid.xlsx", file.getvalue())
    return post(client_for("coordinator"), f"/duty/rosters/{office.roster.id}/grid/", file=upload)


def test_the_workbook_holds_the_duty_table_and_the_grid(office: Office) -> None:
    published(office)
    table, grid = sheets(office).values()
    assert table[1][:6] == ["日期", "星期", "班次", "起止时间", "带班领导", "值班员"]
    assert table[2][2:6] == ["白班", "08:00–20:00", "值班领导1", "值班员1、值班员2"]
    assert len(table) > 2 + 28 and len(grid) == 13 and len(grid[0]) == 16
    english = sheets(office, language="en")
    assert set(english) == {"Duty table", "Grid"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_grid_is_read_back_into_a_draft(office: Office, language: str) -> None:
    published(office)
    grid = list(sheets(office, language=language).values())[1]
    grid[5][2], grid[6][2] = "", ""
    answer = give(office, grid)
    assert answer.status_code == 302
    draft = Draft.objects.get(source="file")
    assert draft.cells[str(office.keepers["o1"].id)][0] == ""
    assert draft.cells[str(office.keepers["o3"].id)] == office.by_hand()[str(office.keepers["o3"].id)]


def test_every_mistake_is_named_by_its_cell_and_nothing_is_taken(office: Office) -> None:
    published(office)
    grid = list(sheets(office).values())[1]
    grid[0][4], grid[3][3], grid[4][0], grid[6][0] = "2028-01-01", "早班", "nobody", grid[5][0]
    answer = give(office, grid, formula=(8, 5))
    page = answer.content.decode()
    assert answer.status_code == 422
    for place in ("E1", "D4", "A5", "A7", "F9"):
        assert f">{place}<" in page
    assert not Draft.objects.filter(source="file").exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nonsense", b"not a workbook"])
def test_what_is_no_workbook_is_refused_with_a_sentence(office: Office, data: bytes) -> None:
    answer = post(
        client_for("coordinator"),
        f"/duty/rosters/{office.roster.id}/grid/",
        file=SimpleUploadedFile("grid.xlsx", data),
    )
    assert answer.status_code == 422 and "Traceback" not in answer.content.decode()


def test_a_name_that_looks_like_a_formula_does_not_run(office: Office) -> None:
    User.objects.filter(id=office.keepers["o1"].user_id).update(name="=cmd()")
    published(office)
    table, grid = sheets(office).values()
    assert grid[5][1] == "'=cmd()"
    assert not table[2][5].startswith("=")


def test_the_duty_table_has_leader_officers_telephone_and_room_for_stamp_and_signature(
    office: Office,
) -> None:
    published(office)
    page = get(client_for("o1"), f"/duty/rosters/{office.roster.id}/table/").content.decode()
    for words in ("春节值班安排表", "带班领导", "值班领导1", "08:00–20:00", "010-0000", "盖章", "审核人"):
        assert words in page


def test_why_it_is_fair_is_drawn_and_said_for_everybody(office: Office) -> None:
    published(office)
    page = get(client_for("o1"), f"/duty/rosters/{office.roster.id}/fairness/").content.decode()
    assert page.count('<svg class="fair-bar"') >= 4 * 12
    assert "最少 3，最多 4" in page and "style=" not in page


def test_two_rosters_are_compared_by_who_gains_and_loses(office: Office) -> None:
    published(office)
    draft = drawn(office)
    coordinator = client_for("coordinator")
    set_cell(coordinator, office, draft, "o1", 0, "day/officer", "")
    set_cell(coordinator, office, draft, "o5", 0, "", "day/officer")
    address = f"/duty/rosters/{office.roster.id}/comparison/?before=edition-1&after=draft-2"
    page = get(coordinator, address).content.decode()
    assert "值班员1" in page and "− 白班·值班员" in page and "＋ 白班·值班员" in page
    assert "值班员3<" not in page
    assert get(client_for("o1"), address).status_code == 404
    assert get(client_for("o1"), address.replace("draft-2", "now")).status_code == 200


def test_pages_take_a_fixed_number_of_queries(office: Office, django_assert_max_num_queries: Any) -> None:
    published(office)
    client = client_for("coordinator")
    for more in ("", "fairness/", "table/", "people/", "drafts/1/"):
        with django_assert_max_num_queries(40):
            assert get(client, f"/duty/rosters/{office.roster.id}/{more}", BEFORE).status_code == 200
