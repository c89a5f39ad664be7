"""Makes the workbook of the example school district: 20 units below its root, and posts, never names.

    python -m tools.example_workbook

The same content gives the same bytes, so a change of the file is a change of the district.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

PATH = Path("examples/organisation/school-district/units.xlsx")

UNIT_HEADINGS = ("单位编码", "单位名称", "英文名称", "单位类别", "上级编码", "电话")
PEOPLE_HEADINGS = ("登录名", "称呼", "单位编码", "岗位类别", "岗位名称", "英文岗位名称", "邮箱", "电话")

MIDDLE = ("第一", "第二", "第三", "第四")
PRIMARY = ("第一", "第二", "第三", "第四", "第五", "第六", "第七", "第八", "第九")
ENGLISH = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")
TITLES = {
    "学区主任": "Head of the district",
    "监督员": "Auditor",
    "分管安全副主任": "Deputy head for safety",
    "总务副主任": "Deputy head for general affairs",
    "人事副主任": "Deputy head for staff",
    "值班员": "Duty officer",
    "安全科调度员": "Safety coordinator",
    "安全科报告人": "Safety reporter",
    "校长": "Head of school",
    "报告人": "Reporter",
    "教学点负责人": "Head of the teaching point",
}
#: Who stands the district's watches beside its leaders.
DUTY_OFFICERS = "一二三四五六七八"
#: Primary schools with teaching points, and how many each has.
POINTS = {1: 1, 3: 1, 5: 1, 6: 1, 7: 2}


def units() -> list[tuple[str, ...]]:
    """Rows of the sheet of units: the root, 1 office, 4 middle schools, 9 primary schools, 6 teaching points."""
    rows: list[tuple[str, ...]] = [
        ("QY", "青原学区", "Qingyuan School District", "学区", "", _phone(100)),
        ("QY-AQ", "学区办公室·安全科", "District Office, Safety Section", "办公室", "QY", _phone(110)),
    ]
    for i, name in enumerate(MIDDLE, 1):
        english = f"{ENGLISH[i - 1]} Middle School"
        rows.append((f"QY-Z{i}", f"青原{name}中学", english, "中学", "QY", _phone(200 + i)))
    for i, name in enumerate(PRIMARY, 1):
        english = f"{ENGLISH[i - 1]} Primary School"
        rows.append((f"QY-X{i}", f"青原{name}小学", english, "小学", "QY", _phone(300 + i)))
        for j in range(1, POINTS.get(i, 0) + 1):
            which = "" if POINTS[i] == 1 else ("东" if j == 1 else "西")
            side = "" if POINTS[i] == 1 else (" East" if j == 1 else " West")
            point = f"{english}, Teaching Point{side}"
            rows.append(
                (
                    f"QY-X{i}-D{j}",
                    f"{name}小学{which}教学点",
                    point,
                    "教学点",
                    f"QY-X{i}",
                    _phone(300 + 10 * i + j),
                )
            )
    return rows


def people() -> list[tuple[str, ...]]:
    """Rows of the sheet of people: one for each post somebody holds."""
    rows = [
        _person("xq-zr", "学区主任", "QY", "负责人", "学区主任", 101),
        _person("xq-jd", "学区监督员", "QY", "监督员", "监督员", 102),
        _person("aq-fzr", "分管安全副主任", "QY-AQ", "负责人", "分管安全副主任", 111),
        _person("zw-fzr", "总务副主任", "QY-AQ", "负责人", "总务副主任", 112),
        _person("aq-dd", "安全科调度员", "QY-AQ", "调度员", "安全科调度员", 113),
        _person("aq-bg", "安全科报告人", "QY-AQ", "报告人", "安全科报告人", 114),
    ]
    watch = [_person("rs-fzr", "人事副主任", "QY-AQ", "负责人", "人事副主任", 115)]
    for n, numeral in enumerate(DUTY_OFFICERS, 1):
        watch.append(_person(f"zb-{n}", f"值班员{numeral}", "QY-AQ", "值班员", "值班员", 120 + n))
    for code, name, _english, kind, _parent, _unit_phone in units():
        short = code.removeprefix("QY-").replace("-", "").lower()
        number = 400 + 2 * len(rows)
        if kind in ("中学", "小学"):
            rows.append(_person(f"xz-{short}", f"{name}校长", code, "校长", "校长", number))
            rows.append(_person(f"bg-{short}", f"{name}报告人", code, "报告人", "报告人", number + 1))
        elif kind == "教学点":
            rows.append(_person(f"fz-{short}", f"{name}负责人", code, "负责人", "教学点负责人", number))
    return rows + watch


def workbook() -> bytes:
    """The workbook, with every cell as text."""
    file = BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": "青原学区", "created": datetime(2027, 1, 1, tzinfo=UTC)})
    heading = book.add_format({"bold": True, "bg_color": "#E7EDF5", "bottom": 1})
    for name, headings, rows in (("单位", UNIT_HEADINGS, units()), ("人员", PEOPLE_HEADINGS, people())):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, text in enumerate(headings):
            widest = max(_width(row[column]) for row in [headings, *rows])
            sheet.set_column(column, column, widest + 3)
            sheet.write_string(0, column, text, heading)
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    book.close()
    return file.getvalue()


def _person(username: str, name: str, unit: str, post: str, title: str, number: int) -> tuple[str, ...]:
    return username, name, unit, post, title, TITLES[title], f"{username}@qingyuan.example", _phone(number)


def _phone(number: int) -> str:
    return f"000-5550{number}"


def _width(text: str) -> int:
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text)


if __name__ == "__main__":
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_bytes(workbook())
    print(PATH)
