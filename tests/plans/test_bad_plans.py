"""Plans that are wrong: each error at its line and column, with its words and how to mend it."""

from __future__ import annotations

import json

import pytest
from django.utils import translation

from duecare.plans.checking import examine
from duecare.plans.trees import NoTree
from tests.people import District
from tests.plans.plans import PLAN, changed, check, errors, spot_of
from tests.plans.wrong import WRONG

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.replace(" ", "-"))
def test_is_named_where_it_stands(district: District, case: str) -> None:
    old, new, words, said = WRONG[case]
    plan = changed(old, new)
    found = [f for f in check(plan) if f.is_error and said in str(f)]
    assert len(found) == 1, errors(plan)
    if words is not None:
        assert (found[0].spot.line, found[0].spot.column) == spot_of(words, plan)
        assert words.startswith(found[0].spot.words) or found[0].spot.words.startswith(words.strip())


def test_the_plan_itself_is_right(district: District) -> None:
    assert errors(PLAN) == []


def test_everything_wrong_is_said_at_once_in_the_order_of_the_file(district: District) -> None:
    plan = changed(
        "office: QY-AQ\n", "office: QY-AX\n", "time: 17:00", "time: 25:00", "count: 7", "count: 8",
        "phase: priority", "phase: x",
    )  # fmt: skip
    lines = [f.spot.line for f in check(plan)]
    assert len(lines) == 4
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("zone", "day", "clock"),
    [("Europe/Berlin", "2027-03-28", "02:30"), ("America/New_York", "2027-03-14", "02:15")],
)
def test_a_time_that_the_clock_leaves_out(district: District, zone: str, day: str, clock: str) -> None:
    plan = changed(
        "zone: Asia/Shanghai", f"zone: {zone}",
        "last: 2027-03-20, closes: 2027-03-25", "last: 2027-04-20, closes: 2027-04-25",
        "due: 2027-01-08 18:00", f"due: {day} {clock}",
    )  # fmt: skip
    found = [f for f in check(plan) if f.is_error]
    where = f"plan.yaml:{spot_of(f'{day} {clock}', plan)[0]}:10:"
    said = f"In the zone {zone} there is no {clock} on {day}: the clock is put forward."
    assert [str(f) for f in found] == [f"{where} {said} Choose a time before or after the change."]


def test_a_cut_off_that_the_clock_leaves_out_on_one_day_only(district: District) -> None:
    plan = changed(
        "zone: Asia/Shanghai", "zone: Europe/Berlin",
        "last: 2027-03-20, closes: 2027-03-25", "last: 2027-04-20, closes: 2027-04-25",
        "times: {am: 09:30, pm: 15:30}", "times: {am: 02:30, pm: 15:30}",
        "last: 2027-03-12", "last: 2027-03-31",
    )  # fmt: skip
    found = errors(plan)
    assert len(found) == 1
    assert "there is no 02:30 on 2027-03-28" in found[0]
    line, column = spot_of("02:30", plan)
    assert found[0].startswith(f"plan.yaml:{line}:{column}:")


def test_a_meeting_that_the_clock_leaves_out_and_brings_back(district: District) -> None:
    plan = changed(
        "zone: Asia/Shanghai", "zone: Europe/Berlin", "weekday: mon", "weekday: sun", "time: 17:00", "time: 02:30",
        "last: 2027-03-20, closes: 2027-03-25", "last: 2027-04-20, closes: 2027-04-25",
    )  # fmt: skip
    assert ["there is no 02:30 on 2027-03-28" in line for line in errors(plan)] == [True]


def test_without_an_organisation_codes_are_not_looked_up() -> None:
    assert errors(changed("office: QY-AQ\n", "office: ANYWHERE\n")) == []
    found = examine(
        changed("time: 17:00", "time: 25:00").encode(), file="f", folder=None, tree=NoTree
    ).findings
    assert [f.spot.words for f in found if f.is_error] == ["25:00"]


def test_an_unconfirmed_calendar_is_a_warning_and_no_error(district: District) -> None:
    plan = changed("period:", "calendar: {calendar: x, extends: cn, confirmed_through: 2026-12-31}\nperiod:")
    found = check(plan)
    assert [f.severity.value for f in found] == ["warning"]
    assert "assumed" in found[0].message
    assert str(found[0]).startswith("plan.yaml:6:11: warning: ")


def test_a_calendar_that_is_wrong(district: District) -> None:
    assert "There is no such file" in " ".join(
        errors(changed("period:", "calendar: no/such.yaml\nperiod:"))
    ) or (
        "No file can be read here" in " ".join(errors(changed("period:", "calendar: no/such.yaml\nperiod:")))
    )
    found = errors(
        changed("period:", "calendar: {calendar: x, zone: Nowhere, confirmed_through: 2026-12-31}\nperiod:")
    )
    assert (
        "plan.yaml:6:11: The calendar “x” can't be used: There is no time zone called “Nowhere”." in found[0]
    )
    assert "There is no calendar called “xx”" in errors(changed("period:", "calendar: xx\nperiod:"))[0]


def test_the_same_as_data(district: District) -> None:
    finding = check(changed("zone: Asia/Shanghai", "zone: Asia/Beijing"))[0]
    data = json.loads(json.dumps(finding.as_data()))
    assert data["line"] == 5
    assert data["column"] == 7
    assert data["words"] == "Asia/Beijing"
    assert data["path"] == ["zone"]
    assert data["severity"] == "error"


def test_errors_are_said_in_chinese(district: District) -> None:
    with translation.override("zh-hans"):
        found = errors(changed("office: QY-AQ\n", "ofice: QY-AQ\n"))
    assert "plan.yaml:4:1: 这里没有名为“ofice”的项。 是否应为“office”？" in found
