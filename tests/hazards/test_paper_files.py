"""What is wrong with a paper ledger is named by cell with how to mend it; what it holds of persons is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from duecare.core.errors import BadInput, NotAllowed
from duecare.hazards import actions
from duecare.hazards.models import Hazard, Step
from duecare.hazards.paper.template import template
from duecare.orgs.actions import close_unit
from duecare.orgs.rules import SYSTEM
from duecare.places.models import Place
from tests.hazards.conftest import AT
from tests.hazards.ledgers import HEADS, LATE, OPEN, row, said, take_in
from tests.people import District

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("changed", "where", "words"),
    [
        ({"unit": "QY-X9"}, "A2", "There is no unit with the code QY-X9."),
        ({"unit": ""}, "A2", "This cell is empty."),
        ({"place": "西楼"}, "B2", "The unit has no place called “西楼”."),
        ({"category": "飞碟"}, "C2", "“飞碟” is not known here. One of: fire and evacuation; electricity;"),
        ({"level": "特大"}, "D2", "“特大” is not known here. One of: general; major"),
        ({"text": ""}, "E2", "This cell is empty."),
        ({"text": "长" * 1001}, "E2", "This has 1001 characters."),
        ({"text": "联系 13800138000"}, "E2", "by the charter, rule 1"),
        ({"text": "身份证11010519491231002X"}, "E2", "by the charter, rule 1"),
        ({"found": "2027-02-30"}, "F2", "“2027-02-30” is no day."),
        ({"found": 46000}, "F2", "“46000” is no day."),
        ({"found": "2027-01-05"}, "F2", "2027-01-05 lies ahead."),
        ({"found": "1997-01-02", "due": "1997-01-03"}, "F2", "1997-01-02 is too long ago."),
        ({"due": "2027-01-01"}, "G2", "2027-01-01 lies before 2027-01-02 in the column “发现日期”."),
        ({"due": "2207-01-09"}, "G2", "2207-01-09 is years after it was found."),
        ({"state": "差不多"}, "H2", "“差不多” is not known here. One of: to put right; put right, to verify;"),
        ({"put_right": "2027-01-03"}, "I2", "By its state this day can't be known yet."),
        ({"state": "已整改"}, "I2", "By its state this day is needed."),
        ({"state": "已整改", "put_right": "2027-01-01"}, "I2", "2027-01-01 lies before 2027-01-02"),
        ({"state": "已整改", "put_right": "2027-01-05"}, "I2", "2027-01-05 lies ahead."),
        ({"state": "已销号", "put_right": "2027-01-03"}, "J2", "By its state this day is needed."),
        ({"state": "已销号", "closed": "2027-01-03"}, "I2", "By its state this day is needed."),
        (
            {"state": "已销号", "put_right": "2027-01-03", "closed": "2027-01-02"},
            "J2",
            "2027-01-02 lies before 2027-01-03 in the column “整改完成日期”.",
        ),
        ({"text": "=1+1"}, "E2", "A formula stands in this cell."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_cell_with_how_to_mend_it(
    stairs: Place, changed: dict[str, Any], where: str, words: str
) -> None:
    result = take_in([row(**changed), row(LATE)])
    assert not result.applied and not Hazard.objects.exists()
    (line,) = said(result)
    assert line.startswith(f"隐患台账!{where} ") and words in line
    with override("zh-hans"):
        chinese = next(f"{p.what}{p.mend}" for p in result.problems.listed)
    assert not any(word in chinese for word in (" the ", " is ", " of "))


def test_dates_may_be_written_in_several_ways_or_be_dates(district: District) -> None:
    ways = ["2027-01-02", "2027/1/2", "2027.01.02", "2027年1月2日", date(2027, 1, 2)]
    rows = [row(found=way, number=str(i)) for i, way in enumerate(ways)]
    assert take_in(rows).new == 5
    assert {h.found_at for h in Hazard.objects.all()} == {datetime.fromisoformat("2027-01-02T00:00+08:00")}


def test_two_of_a_number_or_two_alike_in_one_file_are_refused(district: District) -> None:
    alike = row(number="")
    assert said(take_in([OPEN, row(text="另一条")])) == [
        "隐患台账!K3 Row 2 has this number already. Give each hazard a number of its own."
    ]
    assert said(take_in([alike, alike])) == [
        "隐患台账!3 Row 2 says exactly the same. Delete one of them, or number both."
    ]


@pytest.mark.parametrize(
    "heading", ["责任人", "姓名", "整改责任人姓名", "身份证号", "联系电话", "Person", "Name", "发现人"]
)
def test_a_column_about_persons_is_refused_with_the_charter_s_rule(district: District, heading: str) -> None:
    result = take_in([[*OPEN, "张"]], heads=[*HEADS, heading])
    (line,) = said(result)
    assert line.startswith("隐患台账!L1 The charter, rule 1, rules out a column about persons")
    assert "Delete column L." in line and not Hazard.objects.exists()


def test_other_columns_are_named_and_left_out(district: District) -> None:
    result = take_in([[*OPEN, "x", "一小"]], heads=[*HEADS, "备注", "单位名称"])
    assert (result.new, result.ignored) == (1, ["备注", "单位名称"])


def test_headings_in_english_and_with_stars(district: District) -> None:
    heads = [
        "Unit code *", "Place", "Category", "Level", "What is unsafe", "Found on", "To be put right by", "State",
        "Put right on", "Closed out on", "Number in the paper ledger",
    ]  # fmt: skip
    assert take_in([OPEN], heads=heads, name="Sheet1").new == 1


def test_missing_headings_and_sheets(district: District) -> None:
    assert "There is no column “状态”." in said(take_in([OPEN], heads=[*HEADS[:7], "?", *HEADS[8:]]))[0]
    with pytest.raises(BadInput) as refused:
        take_in([OPEN], name="甲", more=["乙"])
    assert refused.value.code == "two-ledgers"
    with pytest.raises(BadInput) as refused:
        take_in([OPEN], heads=["a"], name="甲", more=["乙"])
    assert refused.value.code == "no-ledger"
    assert take_in([OPEN], more=["备份"]).new == 1  # the one that is called so


def test_hidden_sheets_and_what_is_no_workbook_are_refused(district: District) -> None:
    with pytest.raises(BadInput) as refused:
        take_in([OPEN], more=["藏"], hidden=True)
    assert refused.value.code == "hidden-sheet"
    for data, code in (
        (b"PK\x03\x04 no archive", "not-a-workbook"),
        (b"", "empty"),
        (b"\0\1\2" * 99, "not-a-workbook"),
    ):
        with pytest.raises(BadInput) as refused:
            take_in(data)
        assert refused.value.code == code


def test_what_would_unpack_to_too_much_is_not_unpacked(district: District) -> None:
    crowd, swollen = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(crowd, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/{number}", "")
    with zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a", "w") as part:
        for _piece in range(257):
            part.write(bytes(1024 * 1024))
    assert len(swollen.getvalue()) < 1024 * 1024
    for file in (crowd, swollen):
        with pytest.raises(BadInput) as refused:
            take_in(file.getvalue())
        assert refused.value.code == "too-big"


def test_more_rows_than_fit_are_refused(district: District) -> None:
    lines = "\n".join([",".join(HEADS), *(",".join(row(number=str(n))) for n in range(20_001))])
    with pytest.raises(BadInput) as refused:
        actions.take_in(
            data=lines.encode(), name="ledger.csv", unit=district.root, by=SYSTEM, at=AT, dry_run=True
        )
    assert refused.value.code == "ledger-too-long"


def test_only_a_leader_or_coordinator_and_only_for_units_below(district: District) -> None:
    for who in ("reporter_x1", "auditor", "leader_z1"):
        with pytest.raises(NotAllowed):
            take_in([OPEN], who=who, unit="QY-X1")
    assert take_in([OPEN], who="leader_x1", unit="QY-X1").new == 1
    (line,) = said(take_in([row(unit="QY-Z1")], who="leader_x1", unit="QY-X1"))
    assert "QY-Z1 does not stand below the one that takes this ledger in" in line
    close_unit(unit=district["QY-X3"], by=SYSTEM, at=AT, why="并校")
    assert "has been closed" in said(take_in([row(unit="QY-X3")]))[0]


def test_line_breaks_become_spaces_and_the_program_itself_may(district: District) -> None:
    assert take_in([row(text="灭火器\n过期")], who="-").new == 1
    assert Hazard.objects.get().text == "灭火器 过期" and Step.objects.get().by_user is None


def test_the_template_is_read_back_and_its_words_are_known(district: District) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(template()))
    heads, *_rest = book.get_sheet_by_index(0).to_python()
    notes = book.get_sheet_by_index(1).to_python()
    assert heads[0] == "单位编码 (unit code) *" and len(heads) == len(HEADS)
    lists = [[line[i] for line in notes if line[i]] for i in (1, 2, 3)]
    assert [len(words) for words in lists] == [11, 2, 3]
    rows = []
    for n, category in enumerate(lists[0]):
        for m, level in enumerate(lists[1]):
            rows.append(row(category=category, level=level, state=lists[2][0], number=f"{n}.{m}"))
    assert take_in(rows, heads=[str(head) for head in heads]).new == 22
    assert Hazard.objects.values("category", "level").distinct().count() == 22
    assert take_in(template()).new == 0
