"""The calendar file: what ships, what may be written, and what is refused with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from duecare.core.calendar import Calendar, Status, Weekday, calendar_from, every_day, month_of, shipped
from duecare.core.errors import BadInput

EXAMPLE = Path(__file__).parents[4] / "examples" / "calendars" / "cn-2027-assumed.yaml"


def _file(**changed: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "calendar": "test",
        "zone": "Asia/Shanghai",
        "confirmed_through": "2026-12-31",
        "source": "nowhere",
    }
    return plain | changed


@pytest.mark.parametrize(("year", "statutory"), [(2024, 11), (2025, 13), (2026, 13)])
def test_make_up_days_balance_so_that_a_year_loses_its_statutory_days_alone(
    year: int, statutory: int
) -> None:
    cn = shipped("cn")
    year_days = list(every_day(date(year, 1, 1), date(year, 12, 31)))
    weekdays = sum(Weekday.of(day) not in cn.weekend for day in year_days)
    assert sum(map(cn.is_working_day, year_days)) == weekdays - statutory


def test_the_shipped_calendar_knows_make_up_days_in_every_confirmed_year_and_claims_no_other() -> None:
    cn = shipped("cn")
    assert {day.year for day in cn.makeup_workdays} == {2024, 2025, 2026}
    assert {day.year for day in cn.holidays} == {2024, 2025, 2026}
    assert cn.confirmed_from == date(2024, 1, 1)
    assert cn.confirmed_through == date(2026, 12, 31)
    assert cn.status(date(2023, 12, 31)) is cn.status(date(2027, 1, 1)) is Status.ASSUMED
    assert cn.status(date(2026, 12, 31)) is Status.CONFIRMED


def test_the_example_assumes_its_spring_festival_and_says_so() -> None:
    calendar = calendar_from(yaml.safe_load(EXAMPLE.read_text("utf-8")))
    february = every_day(month_of(date(2027, 2, 1)).first, month_of(date(2027, 2, 1)).last)
    off = [
        d.day for d in february if Weekday.of(d) not in calendar.weekend and not calendar.is_working_day(d)
    ]
    assert off == [5, 8, 9, 10, 11]
    assert calendar.is_working_day(date(2027, 1, 30))
    assert calendar.is_working_day(date(2027, 2, 20))
    assert not calendar.is_working_day(date(2027, 1, 1))
    assert calendar.holiday_name(date(2027, 2, 6), "zh-hans") == "春节"
    assert calendar.status(date(2027, 1, 4)) is Status.ASSUMED
    assert "assumed" in calendar.assumed_note["en"].lower()
    assert "假定" in calendar.assumed_note["zh"]


def test_what_extends_inherits_and_overrides_day_by_day() -> None:
    base = calendar_from(
        _file(
            holidays=[{"from": "2026-05-01", "to": "2026-05-05", "name": "May"}],
            makeup_workdays=["2026-05-10"],
        )
    )
    data: dict[str, object] = {
        "calendar": "ours",
        "extends": "test",
        "holidays": [{"date": "2026-05-10", "name": "fair"}],
        "makeup_workdays": ["2026-05-03"],
    }
    ours = calendar_from(data, lambda name: base)
    assert (ours.name, ours.zone, ours.source) == ("ours", base.zone, base.source)
    assert ours.confirmed_through == base.confirmed_through
    assert not ours.is_working_day(date(2026, 5, 10))
    assert ours.is_working_day(date(2026, 5, 3))
    assert not ours.is_working_day(date(2026, 5, 4))


def test_dates_may_be_yamls_or_text_and_a_weekend_any() -> None:
    text = _file(weekend=["friday"], holidays=[{"date": "2026-05-04", "name": "x"}])
    yamls = _file(weekend=["friday"], holidays=[{"date": date(2026, 5, 4), "name": "x"}])
    calendar = calendar_from(text)
    assert calendar == calendar_from(yamls)
    assert calendar.weekend == {Weekday.FRIDAY}
    assert isinstance(calendar, Calendar)


MAY = {"date": "2026-05-01", "name": {"zh": "劳动节", "en": "Labour Day"}}
REFUSED = [
    ({"zone": "Asia/Nowhere"}, "zone"),
    ({"zone": None}, None),
    ({"source": " "}, "source"),
    ({"confirmed_through": "2026-13-01"}, "confirmed_through"),
    ({"confirmed_through": 2026}, "confirmed_through"),
    ({"confirmed_from": "soon"}, "confirmed_from"),
    ({"extends": "../cn"}, "extends"),
    ({"extends": "nowhere"}, "extends"),
    ({"holiday": []}, "holiday"),
    ({"weekend": "saturday"}, "weekend"),
    ({"weekend": ["saturday", "someday"]}, "weekend[1]"),
    ({"weekend": [{}]}, "weekend[0]"),
    ({"weekend": [day.name.lower() for day in Weekday]}, "weekend"),
    ({"holidays": {}}, "holidays"),
    ({"holidays": ["2026-05-01"]}, "holidays[0]"),
    ({"holidays": [MAY, MAY]}, "holidays[1]"),
    ({"holidays": [{"date": "2026-05-01"}]}, "holidays[0]"),
    ({"holidays": [MAY | {"name": {"fr": "fête"}}]}, "holidays[0].name.fr"),
    ({"holidays": [MAY | {"to": "2026-05-02"}]}, "holidays[0]"),
    ({"holidays": [{"from": "2026-05-01", "name": "x"}]}, "holidays[0]"),
    ({"holidays": [{"from": "2026-05-02", "to": "2026-05-01", "name": "x"}]}, "holidays[0].to"),
    ({"holidays": [{"from": "2026-05-01", "to": "2027-05-05", "name": "x"}]}, "holidays[0].to"),
    ({"makeup_workdays": ["2026-05-09", "x"]}, "makeup_workdays[1]"),
    ({"makeup_workdays": ["2026-05-09", "2026-05-09"]}, "makeup_workdays[1]"),
    ({"makeup_workdays": ["2026-05-08"]}, "makeup_workdays[0]"),
    ({"holidays": [MAY | {"date": "2026-05-09"}], "makeup_workdays": ["2026-05-09"]}, "makeup_workdays[0]"),
    ({"assumed": ""}, "assumed"),
]


@pytest.mark.parametrize(("changed", "where"), REFUSED)
def test_what_is_wrong_is_refused_with_its_place(changed: dict[str, object], where: str | None) -> None:
    with pytest.raises(BadInput) as caught:
        calendar_from(_file(**changed))
    assert caught.value.where == where
    assert str(caught.value)
