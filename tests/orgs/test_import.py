"""Units and people come in from a workbook whole or not at all, and every error has its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter

from duecare.core.errors import BadInput, DomainError, NotAllowed, NotFound
from duecare.orgs import actions
from duecare.orgs.importing.findings import ImportResult
from duecare.orgs.models import Appointment, Post, Unit, User
from duecare.orgs.rules import SYSTEM
from tests.people import FOUNDED, District, actor_of, district

__all__ = ["district"]
pytestmark = pytest.mark.both

UNIT_HEADINGS = ["单位编码", "单位名称", "英文名称", "单位类别", "上级编码", "电话", "时区"]
PEOPLE_HEADINGS = [
    "登录名", "称呼", "单位编码", "岗位类别", "岗位名称", "邮箱", "电话", "代理开始日期", "代理结束日期",
]  # fmt: skip
UNITS = [
    ["QY", "青原学区", "", "学区", "", "", ""],
    ["QY-Z1", "第一中学", "No. 1 Middle School", "中学", "QY", "010-1", ""],
    ["QY-Z1-D1", "第一中学教学点", "", "教学点", "QY-Z1", "", ""],
    ["QY-AQ", "安全科", "", "办公室", "QY", "", ""],
]
PEOPLE = [
    ["coordinator_qy", "安全科调度员", "QY-AQ", "协调员", "", "desk@example.org", "13800000000", "", ""],
    ["reporter_z1", "第一中学报告人", "QY-Z1", "报告人", "安全报告人", "", "", "", ""],
    ["reporter_z1", "第一中学报告人", "QY-Z1-D1", "报告人", "", "", "", "2027-01-08", "2027-01-10"],
]


def workbook(units: list[Any] | None = UNITS, people: list[Any] | None = PEOPLE, touch: Any = None) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, headings, rows in (("单位", UNIT_HEADINGS, units), ("人员", PEOPLE_HEADINGS, people)):
        if rows is not None:
            sheet = book.add_worksheet(name)
            for number, row in enumerate([headings, *rows]):
                sheet.write_row(number, 0, row)
            if touch:
                touch(sheet, name)
    book.close()
    return buffer.getvalue()


def take_in(source: bytes, dry_run: bool = False, **options: Any) -> ImportResult:
    given = {"root_code": "QY", "by": SYSTEM, "at": FOUNDED, "dry_run": dry_run, **options}
    return actions.import_workbook(source, **given)


def found(result: ImportResult) -> list[tuple[str, str]]:
    return [(p.place, p.what) for p in result.problems.listed]


def test_a_workbook_founds_an_organisation(db: None) -> None:
    dry = take_in(workbook(), dry_run=True)
    assert (dry.ok, dry.applied, Unit.objects.count(), User.objects.count()) == (True, False, 0, 0)
    result = take_in(workbook())
    assert found(result) == []
    assert result.applied
    assert (result.units.added, result.people.added, result.posts_added) == (4, 2, 3)
    assert (dry.units.added, dry.people.added, dry.posts_added) == (4, 2, 3)
    school = Unit.objects.get(code="QY-Z1")
    assert Unit.objects.get(code="QY-Z1-D1").lineage.startswith(school.lineage)
    assert (school.kind, school.name_en, school.zone) == (
        "middle_school",
        "No. 1 Middle School",
        "Asia/Shanghai",
    )
    deputy = Appointment.objects.get(deputy=True)
    assert deputy.ends_at is not None
    assert deputy.starts_at.isoformat() == "2027-01-07T16:00:00+00:00"
    assert deputy.ends_at.isoformat() == "2027-01-10T16:00:00+00:00"
    assert not User.objects.get(username="reporter_z1").has_usable_password()
    assert Post.objects.filter(title="安全报告人").count() == 1


def test_importing_again_changes_only_what_differs(db: None) -> None:
    take_in(workbook())
    later = FOUNDED + timedelta(days=1)
    again = take_in(workbook(), at=later)
    assert (again.units.added, again.units.changed, again.units.unchanged) == (0, 0, 4)
    assert (again.people.unchanged, again.posts_added, again.appointments_added) == (2, 0, 0)
    moved = [*UNITS[:2], ["QY-Z1-D1", "东教学点", "", "教学点", "QY", "", ""]]
    result = take_in(workbook(moved, None), at=later)
    assert (result.units.changed, result.units.unchanged, result.units.missing) == (1, 2, ["QY-AQ"])
    assert result.units.changes[0].fields == {
        "name": ("第一中学教学点", "东教学点"),
        "parent": ("QY-Z1", "QY"),
    }
    point = Unit.objects.get(code="QY-Z1-D1")
    assert point.lineage == Unit.objects.get(code="QY").lineage + point.key
    assert Unit.objects.get(code="QY-AQ").closed_at is None
    assert take_in(workbook(moved, None), at=later, close_missing=True).closed == 1
    assert Unit.objects.get(code="QY-AQ").closed_at == later


def test_every_error_is_named_by_sheet_row_and_column(db: None) -> None:
    units = [
        ["QY", "青原学区", "", "学区", "", "", ""],
        ["QY-Z1", "第一中学", "", "中学", "QY", "", ""],
        ["QY-Z1", "又一所", "", "中学", "QY", "", ""],
        ["QY-Z2", "", "", "大学", "QY-没有", "x", "Mars/Base"],
        ["A", "甲", "", "村", "B", "", ""],
        ["B", "乙", "", "村", "A", "", ""],
        ["C", "长" * 121, "", "村", "", "", ""],
        ["D", "换\n行", "", "村", "QY", "", ""],
    ]
    people = [
        ["a b", "甲", "QY", "报告人", "", "nonsense", "", "", ""],
        ["ok", "乙", "NO", "国王", "", "", "", "2027-02-30", "2027-03-01"],
        ["same", "丙", "QY", "报告人", "", "", "", "", ""],
        ["same", "丁", "QY", "报告人", "", "", "", "", "2027-03-01"],
    ]
    result = take_in(workbook(units, people))
    assert not result.applied
    assert Unit.objects.count() == 0
    places = [place for place, _what in found(result)]
    expected_units = [
        "单位!A4",
        "单位!B5",
        "单位!D5",
        "单位!E5",
        "单位!F5",
        "单位!G5",
        "单位!E6",
        "单位!B8",
        "单位!E8",
        "单位!B9",
    ]
    expected_people = ["人员!A2", "人员!B5", "人员!C3", "人员!D3", "人员!D5", "人员!F2", "人员!H3", "人员!H5"]
    assert sorted(set(places)) == sorted(expected_units + expected_people)
    assert all(problem.mend for problem in result.problems.listed)


def test_a_formula_is_refused_as_one_wherever_it_stands(db: None) -> None:
    def formulas(sheet: Any, name: str) -> None:
        if name == "单位":
            sheet.write_formula("B3", "=1+1", None, "第一中学")
            sheet.write_formula("K9", "=NOW()")

    result = take_in(workbook(touch=formulas))
    assert [place for place, _what in found(result)] == ["单位!B3", "单位!K9"]
    text = "单位编码,单位名称,单位类别,上级编码\nQY,青原,学区,\nQY-1,=cmd|calc,中学,QY\n"
    result = take_in(text.encode(), name="单位.csv")
    assert [place for place, _what in found(result)] == ["单位.csv!B3"]


def test_merged_cells_and_missing_headings_are_named(db: None) -> None:
    def merge(sheet: Any, name: str) -> None:
        if name == "单位":
            sheet.merge_range("E3:E4", "QY")

    assert "单位!E3" in [place for place, _what in found(take_in(workbook(touch=merge)))]
    result = take_in(b"code,name\nQY,x\n", name="u.csv")
    assert result.problems.count == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_as_spreadsheets_write_it(db: None, encoding: str, delimiter: str) -> None:
    rows = [["单位编码", "单位名称", "单位类别(必填)", "上级编码"], ["QY", "青原学区", "学区", ""]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    assert take_in(text.encode(encoding), name="units.csv").units.added == 1
    assert Unit.objects.get().name == "青原学区"


def zipped(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return buffer.getvalue()


def rewritten(data: bytes, part: str, change: Any) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body) if name == part else body)
    return buffer.getvalue()


def far_cell(body: bytes) -> bytes:
    return body.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def entity(body: bytes) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return body.replace(b"<sst", bomb + b"<sst", 1)


BAD_FILES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text named xlsx": lambda: b"hello",
    "zip without a book": lambda: zipped(hello_txt="hello"),
    "half a workbook": lambda: workbook()[:3000],
    "old xls": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "binary csv": lambda: b"a,b\n\xff\xff\0\0",
    "51 MB": lambda: b"x" * (51 * 1024 * 1024),
    "a cell at the far end": lambda: rewritten(workbook(), "xl/worksheets/sheet1.xml", far_cell),
    "entities": lambda: rewritten(workbook(), "xl/sharedStrings.xml", entity),
    "a bomb of zeros": lambda: rewritten(
        workbook(), "xl/theme/theme1.xml", lambda _body: b"0" * (257 * 1024 * 1024)
    ),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_what_is_no_workbook_is_refused_with_a_sentence(db: None, case: str) -> None:
    name = "a.csv" if "csv" in case else "a.xlsx"
    with pytest.raises(BadInput) as caught:
        take_in(BAD_FILES[case](), name=name)
    assert caught.value.message


def test_a_string_repeated_a_million_times_is_not_unpacked(db: None) -> None:
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(2, 4000))

    def many(body: bytes) -> bytes:
        return body.replace(b"</sheetData>", cells + b"</sheetData>")

    def long(body: bytes) -> bytes:
        return body.replace("单位编码".encode(), b"x" * 30_000)

    data = rewritten(rewritten(workbook(), "xl/worksheets/sheet1.xml", many), "xl/sharedStrings.xml", long)
    with pytest.raises(DomainError):
        take_in(data)


def test_only_who_manages_the_root_imports(district: District) -> None:
    data = workbook()
    with pytest.raises(NotAllowed):
        take_in(data, by=actor_of("reporter_z1"))
    with pytest.raises(NotFound):
        take_in(data, by=actor_of("coordinator"), root_code="XX")
    assert take_in(data, by=actor_of("coordinator"), dry_run=True).ok
    crown = [["me", "我", "QY", "管理员", "", "", "", "", ""]]
    refused = take_in(workbook(None, crown), by=actor_of("coordinator"))
    assert [place for place, _what in found(refused)] == ["人员!D2"]
    assert take_in(workbook(None, crown), by=actor_of("administrator")).people.added == 1


def test_a_closed_unit_and_a_person_who_left_stay_gone(district: District) -> None:
    by = actor_of("coordinator")
    actions.close_unit(unit=district["QY-X3"], by=by, at=FOUNDED, why="并校")
    actions.leave(user=district.people["reporter_x2"], by=by, at=FOUNDED)
    units = [["QY-X3", "第三小学", "", "小学", "QY", "", ""]]
    people = [
        ["reporter_x2", "报告人", "QY-X2", "报告人", "", "", "", "", ""],
        ["new", "新报告人", "QY-X3", "报告人", "", "", "", "", ""],
    ]
    assert [p for p, _w in found(take_in(workbook(units, None), by=by))] == ["单位!A2"]
    assert [p for p, _w in found(take_in(workbook(None, people), by=by))] == ["人员!A2", "人员!C3"]


def test_an_english_post_title_is_taken_in_and_changed_where_it_differs(district: District) -> None:
    def rows(english: str) -> bytes:
        head = "登录名,称呼,单位编码,岗位类别,岗位名称,英文岗位名称\n"
        return f"{head}deputy_z1,第一中学副校长,QY-Z1,负责人,副校长,{english}\n".encode()

    def take_in(english: str) -> ImportResult:
        result = actions.import_workbook(
            rows(english), name="people.csv", root_code="QY", by=SYSTEM, at=FOUNDED, dry_run=False
        )
        assert result.ok, result.as_data()
        return result

    assert take_in("Deputy").posts_added == 1
    assert take_in("Deputy head").posts_changed == 1
    assert take_in("Deputy head").posts_changed == 0
    assert take_in("").posts_changed == 0
    assert Post.objects.get(title="副校长").title_en == "Deputy head"
