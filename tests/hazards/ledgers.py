"""Paper ledgers as workbooks, made in memory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.utils.translation import override

from duecare.hazards import actions
from duecare.hazards.paper.columns import LEDGER
from duecare.hazards.paper.results import TakenIn
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM
from tests.hazards.conftest import AT
from tests.people import actor_of

HEADS = [column.headings[0] for column in LEDGER.columns]
#: 单位编码 点位 类别 级别 隐患内容 发现日期 整改期限 状态 整改完成日期 销号日期 台账编号, received on 4 January.
OPEN = [
    "QY-X1",
    "",
    "消防与疏散",
    "一般",
    "三楼灭火器过期",
    "2027-01-02",
    "2027-01-09",
    "待整改",
    "",
    "",
    "1",
]
LATE = [
    "QY-X1",
    "教学楼东楼梯",
    "用电",
    "一般",
    "插座发黑",
    "2026-12-01",
    "2026-12-08",
    "整改中",
    "",
    "",
    "2",
]
MAJOR = [
    "QY-X2",
    "",
    "heating, hot water and gas",
    "major",
    "燃气管漏气",
    "2027/1/3",
    "2027年2月2日",
    "open",
    "",
    "",
    "3",
]
DONE = [
    "QY-X1-D1", "", "食品与饮水", "general", "滤芯过期", "2026-12-20", "2026-12-27", "已整改", "2026-12-30", "", "4",
]  # fmt: skip
CLOSED = [
    "QY-Z1", "", "fire", "重大隐患", "出口堵塞", "2026-12-01", "2026-12-31", "已销号", "2026-12-20", "2026-12-22", "5",
]  # fmt: skip
OLD = [
    "QY-Z1",
    "",
    "traffic",
    "general",
    "旧事",
    "2026-03-01",
    "2026-03-08",
    "closed",
    "2026-03-02",
    "2026-03-03",
    "6",
]
ALL = [OPEN, LATE, MAJOR, DONE, CLOSED, OLD]


def row(base: Sequence[Any] = OPEN, **changed: Any) -> list[Any]:
    """A line with some fields otherwise: ``row(state="closed")``."""
    fields = [column.field for column in LEDGER.columns]
    values = list(base)
    for field, value in changed.items():
        values[fields.index(field)] = value
    return values


def workbook(
    rows: Sequence[Sequence[Any]],
    *,
    heads: Sequence[str] = HEADS,
    name: str = "隐患台账",
    more: Sequence[str] = (),
    hidden: bool = False,
) -> bytes:
    """A ledger as .xlsx; dates are written as dates, ``=…`` as formulas. ``more`` are further sheets of the same."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet_name in (name, *more):
        sheet = book.add_worksheet(sheet_name)
        for number, cells in enumerate([heads, *rows]):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)
        if hidden and sheet_name != name:
            sheet.hide()
    book.close()
    return buffer.getvalue()


def take_in(
    rows: Any,
    who: str = "coordinator",
    unit: str = "QY",
    at: datetime = AT,
    dry_run: bool = False,
    **more: Any,
) -> TakenIn:
    """Take in a ledger of these rows, or of these bytes."""
    data = rows if isinstance(rows, bytes) else workbook(rows, **more)
    by = SYSTEM if who == "-" else actor_of(who)
    top = Unit.objects.get(code=unit)
    return actions.take_in(data=data, name="ledger.xlsx", unit=top, by=by, at=at, dry_run=dry_run)


def said(result: TakenIn) -> list[str]:
    """Its problems in English: cell, what."""
    with override("en"):
        return [f"{p.place} {p.what} {p.mend}" for p in result.problems.listed]
