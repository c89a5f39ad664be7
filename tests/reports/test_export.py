"""Spreadsheets of a day: every unit, nothing that runs, a blank where nothing was given."""

from __future__ import annotations

import csv
import io
import uuid

import pytest
from python_calamine import load_workbook

from duecare.obligations import actions as kernel
from duecare.orgs.models import Unit
from duecare.reports.actions import file_report
from tests.people import actor_of, client_for, clock_at
from tests.reports.conftest import DUE, MINUTE

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DAY = "/reports/series/winter/daily/2027-01-04/"


@pytest.fixture
def filed(winter, typed):
    for code, values in (
        ("QY-Z1", typed(note="=HYPERLINK(1)", water="")),
        ("QY-Z2", typed(note="- 无")),
        ("QY-X1", None),
    ):
        file_report(
            obligation_id=winter.due(code).pk, values=values, client_id=uuid.uuid4(),
            by=actor_of(f"reporter_{code[3:].lower()}"), at=DUE,
        )  # fmt: skip
    Unit.objects.filter(code="QY-X2").update(name="@第二小学")
    kernel.tick(DUE + 2 * MINUTE)
    return winter


def fetched(username, path, language="zh-hans"):
    with clock_at(DUE + 2 * MINUTE):
        return client_for(username, language).get(DAY + path)


def test_csv(filed):
    response = fetched("coordinator", "export.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    by_code = {row["单位编码"]: row for row in rows}
    assert set(by_code) == {"QY-Z1", "QY-Z2", "QY-X1", "QY-X2", "QY-X3"}
    first = by_code["QY-Z1"]
    assert (first["到校人数（人）"], first["用水"], first["说明"]) == ("612", "", "'=HYPERLINK(1)")
    assert by_code["QY-Z2"]["说明"] == "'- 无"
    assert (by_code["QY-X1"]["无事，零报告"], by_code["QY-X1"]["到校人数（人）"]) == ("是", "")
    assert (by_code["QY-X2"]["单位"], by_code["QY-X2"]["状态"], by_code["QY-X2"]["逾期"]) == (
        "'@第二小学",
        "未报",
        "是",
    )
    assert all(not cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row.values())


def test_xlsx(filed):
    response = fetched("leader", "export.xlsx", "en")
    sheet = load_workbook(io.BytesIO(b"".join(response))).get_sheet_by_index(0).to_python()
    head, *rows = sheet
    assert head[:2] == ["Unit code", "Unit"]
    present = head.index("Pupils present (pupils)")
    by_code = {row[0]: row for row in rows}
    assert by_code["QY-Z1"][present] == 612
    assert by_code["QY-X2"][present] == ""
    assert by_code["QY-Z1"][head.index("Note")] == "'=HYPERLINK(1)"


def test_a_reporter_gets_the_own_unit_alone(filed):
    rows = list(csv.reader(io.StringIO(b"".join(fetched("reporter_z1", "export.csv")).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["QY-Z1"]
    key = filed.district["QY-Z2"].key
    assert fetched("reporter_z1", f"export.csv?under={key}").status_code == 404
