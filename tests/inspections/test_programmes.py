"""From the plan's programmes to what is owed: windows, latest days, who inspects whom, units that come and go."""

from __future__ import annotations

import pytest

from duecare.audit.models import Entry
from duecare.inspections.models import Inspected, Owed, Programme
from duecare.inspections.plan import SECTION
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from tests.inspections.programmes import (
    DAY,
    DISTRICT,
    HEATING,
    HOUR,
    MONTHLY,
    POINTS,
    Winter,
    changed,
    local,
)
from tests.people import FOUNDED

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_three_a_month_not_in_one_week_are_due_at_the_latest(winter):
    owed = winter.owed("monthly")
    assert [one.obligation.due_at for one in owed] == [
        local("2027-01-17 23:59"), local("2027-01-24 23:59"), local("2027-01-31 23:59")
    ]  # fmt: skip
    assert {one.obligation.state for one in owed} == {"open"}
    first = owed[0].obligation
    assert (first.debtor_id, first.creditor_id) == (winter.district["QY-Z1"].id, winter.district.office.id)
    assert (first.title, first.title_en) == (
        "每月安全检查（第1次，共3次）",
        "Monthly safety inspection (1 of 3)",
    )
    assert (first.basis, first.post, str(first.slot)) == ("一.2", "reporter", "2027-01-17")
    assert not winter.owed("monthly", window="2027-02")


def test_the_next_window_comes_at_the_horizon_and_opens_on_its_day(winter):
    kernel.tick(local("2027-01-30 01:00"))
    assert {one.obligation.state for one in winter.owed("monthly", window="2027-02")} == {"scheduled"}
    kernel.tick(local("2027-02-01 00:00"))
    february = winter.owed("monthly", window="2027-02")
    assert [str(one.obligation.slot) for one in february] == ["2027-02-14", "2027-02-21", "2027-02-28"]
    assert {one.obligation.state for one in february} == {"open"}
    assert {one.obligation.missed_at for one in winter.owed("monthly")} == {
        one.obligation.due_at for one in winter.owed("monthly")
    }


def test_running_it_again_makes_nothing(winter):
    before = Obligation.objects.count()
    Programme.objects.update(covered_until=FOUNDED - DAY)
    kernel.tick(FOUNDED)
    kernel.tick(FOUNDED + HOUR)
    assert (Obligation.objects.count(), Owed.objects.count()) == (before, before)


def test_weeks_and_the_end_of_heating(winter):
    assert [str(one.obligation.slot) for one in winter.owed("heating", window="2027-W01")] == ["2027-01-10"]
    winter.until(local("2027-03-19 10:00"))
    weeks = Owed.objects.filter(programme__key="heating", unit=winter.district["QY-X3"]).order_by("first")
    assert weeks.count() == 11
    assert weeks.latest("first").obligation.due_at == local("2027-03-15 23:59")


def test_the_school_above_inspects_its_teaching_point(winter):
    owed = winter.owed("teaching-points", "QY-X1-D1")
    assert {one.obligation.debtor_id for one in owed} == {winter.district["QY-X1"].id}
    assert owed[1].obligation.title_en == "Inspection of teaching points: East teaching point (2 of 3)"


def test_snow_takes_no_inspection_away(winter):
    day = winter.owed("monthly")[0].obligation.slot
    kernel.suspend_day(unit=winter.district.root, day=day, why="大雪", by=SYSTEM, at=FOUNDED + HOUR)
    assert {one.obligation.state for one in winter.owed("monthly")} == {"open"}


def test_a_plan_in_the_middle_of_a_month_asks_for_what_can_still_be_kept(district):
    winter = Winter(district)
    winter.apply(MONTHLY, at=local("2027-01-20 09:00"))
    assert [one.number for one in winter.owed("monthly")] == [2, 3]


def test_a_window_of_few_weeks_asks_for_as_many_as_it_has(district):
    winter = Winter(district)
    winter.apply(changed(MONTHLY, to="2027-01-15"))
    assert [str(one.obligation.slot) for one in winter.owed("monthly")] == ["2027-01-10", "2027-01-15"]


def test_once_in_all_days_together(district):
    winter = Winter(district)
    winter.apply(changed(MONTHLY, every=None, apart=None, times=2, to="2027-02-10"))
    assert {str(one.obligation.slot) for one in winter.owed("monthly", window="once")} == {"2027-02-10"}


def test_a_school_that_is_founded_has_its_turn_from_the_next_window_on(winter):
    winter.district.units["QY-X4"] = unit = orgs.add_unit(
        parent=winter.district.root, code="QY-X4", name="第四小学", kind="primary_school", by=SYSTEM, at=FOUNDED + DAY
    )  # fmt: skip
    kernel.tick(FOUNDED + 2 * DAY)
    assert not winter.owed("monthly", "QY-X4")
    assert Inspected.objects.filter(unit=unit).count() == 3
    kernel.tick(local("2027-02-01 00:00"))
    assert len(winter.owed("monthly", "QY-X4", "2027-02")) == 3


def test_a_unit_that_closes_is_inspected_by_nobody(winter):
    kernel.tick(local("2027-01-30 01:00"))
    point = winter.district["QY-X1-D1"]
    orgs.close_unit(unit=point, why="撤并", by=SYSTEM, at=local("2027-01-30 02:00"))
    assert {one.obligation.state for one in winter.owed("teaching-points", "QY-X1-D1")} == {"waived"}
    assert winter.owed("teaching-points", "QY-X1-D1", "2027-02") == []
    assert len(winter.owed("monthly", "QY-X1", "2027-02")) == 3
    kernel.tick(local("2027-02-01 00:00"))
    assert winter.owed("teaching-points", "QY-X1-D1", "2027-02") == []


def test_applying_again_changes_nothing(winter):
    before = list(Obligation.objects.order_by("id").values_list("id", "due_at", "opens_at"))
    assert SECTION.diff(winter.value, winter.context(), FOUNDED + HOUR) == []
    assert winter.apply(at=FOUNDED + HOUR) == []
    assert before == list(Obligation.objects.order_by("id").values_list("id", "due_at", "opens_at"))


def test_a_change_holds_from_the_next_window_on(winter):
    kernel.tick(local("2027-01-31 10:00"))
    assert len(winter.owed("monthly", window="2027-02")) == 3
    value = [changed(MONTHLY, times=2, apart=None), POINTS, DISTRICT, HEATING]
    said = winter.apply(*value, at=local("2027-01-31 11:00"))
    assert [(one.act, one.path) for one in said] == [("change", (0, "times")), ("keep", (0,))]
    assert "15" in str(said[1].message)
    assert [str(one.obligation.slot) for one in winter.owed("monthly")] == [
        "2027-01-17",
        "2027-01-24",
        "2027-01-31",
    ]
    assert [str(one.obligation.slot) for one in winter.owed("monthly", window="2027-02")] == [
        "2027-02-28"
    ] * 2


def test_other_units_from_the_next_window_on_and_other_windows(winter):
    kernel.tick(local("2027-01-31 10:00"))
    value = [changed(MONTHLY, units={"kinds": ["middle_school"]}, every="week", times=1, apart=None)]
    said = winter.apply(*value, at=local("2027-01-31 11:00"))
    assert [one.act for one in said] == ["change", "change", "change", "keep", "end", "end", "end"]
    assert not winter.owed("monthly", window="2027-02") and not winter.owed("monthly", "QY-X1", "2027-W05")
    assert {one.obligation.state for one in winter.owed("monthly", "QY-X1")} == {"open"}
    assert [one.obligation.state for one in winter.owed("monthly", window="2027-W05")] == ["scheduled"]


def test_another_unit_inspects_what_has_not_opened(winter):
    kernel.tick(local("2027-01-31 10:00"))
    by = changed(POINTS, inspected_by={"codes": ["QY-X2"]})
    said = winter.apply(MONTHLY, by, DISTRICT, HEATING, at=local("2027-01-31 11:00"))
    assert [one.path for one in said] == [(1, "units"), (1,)]
    debtors = [{one.obligation.debtor.code for one in winter.owed("teaching-points", "QY-X1-D1", window)}
               for window in ("2027-01", "2027-02")]  # fmt: skip
    assert debtors == [{"QY-X1"}, {"QY-X2"}]


def test_a_programme_that_ends_keeps_what_is_open_and_can_be_taken_up_again(winter):
    kernel.tick(local("2027-01-31 10:00"))
    winter.apply(HEATING, at=local("2027-01-31 11:00"))
    assert winter.owed("monthly", window="2027-02") == []
    assert {one.obligation.state for one in winter.owed("monthly")} == {"open"}
    said = winter.apply(MONTHLY, HEATING, at=local("2027-01-31 12:00"))
    assert [one.act for one in said] == ["add"]
    kernel.tick(local("2027-02-01 00:00"))
    assert len(winter.owed("monthly")) == len(winter.owed("monthly", window="2027-02")) == 3


def test_closing_the_plan_drops_what_has_not_opened(winter):
    kernel.tick(local("2027-01-31 10:00"))
    SECTION.close("winter", SYSTEM, local("2027-01-31 11:00"))
    kernel.tick(local("2027-02-01 00:00"))
    assert not Obligation.objects.filter(opens_at__gte=local("2027-02-01 00:00")).exists()
    assert SECTION.export("winter") is None
    assert Entry.objects.filter(verb="inspections.programme-ended").count() == 4


def test_it_is_written_back_as_it_was_applied(winter):
    assert SECTION.export("winter") == winter.value
