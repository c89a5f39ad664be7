"""Applying a plan: what it asks for runs, once; what has opened stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from duecare.audit.models import Entry
from duecare.core.errors import Conflict, NotAllowed
from duecare.obligations.actions import tick
from duecare.obligations.models import Obligation
from duecare.orgs import actions as orgs
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM
from duecare.plans import actions, queries
from duecare.plans.findings import PlanRefused
from duecare.plans.models import PlanVersion, Programme
from tests.people import FOUNDED, District, actor_of
from tests.plans.plans import EXAMPLES, PLAN, WINTER, apply, changed

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def local(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    """A time in Shanghai, 2027."""
    return datetime(2027, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def owed(strand: str) -> list[Obligation]:
    return list(Obligation.objects.filter(strand=strand).order_by("slot", "lineage"))


def test_what_a_plan_asks_for_is_owed_by_those_it_names(district: District) -> None:
    apply(PLAN, FOUNDED)
    tick(FOUNDED)
    checks = owed("winter/tasks/self-check")
    assert [o.debtor.code for o in checks] == ["QY-Z1", "QY-Z2", "QY-X1", "QY-X2", "QY-X3"]
    assert {o.due_at for o in checks} == {local(8, 18)}
    assert {o.creditor.code for o in checks} == {"QY-AQ"}
    assert all(o.state == "open" for o in checks)
    assert [o.due_at for o in owed("winter/meetings/weekly")] == [local(4, 17)]
    assert {o.slot.isoformat() for o in owed("winter/daily/pm")} == {"2027-01-04", "2027-01-05"}


def test_applying_twice_changes_nothing(district: District) -> None:
    assert apply(PLAN, FOUNDED)
    tick(FOUNDED)
    before = list(Obligation.objects.order_by("id").values())
    assert apply(PLAN, FOUNDED + timedelta(hours=1)) == []
    assert apply("# another comment\n" + PLAN, FOUNDED + timedelta(hours=1)) == []
    tick(FOUNDED + timedelta(seconds=1))
    assert list(Obligation.objects.order_by("id").values()) == before
    assert PlanVersion.objects.count() == 1


def test_a_later_due_time_moves_what_has_not_opened_and_says_what_stays(district: District) -> None:
    apply(PLAN, FOUNDED)
    tick(local(4, 9))  # Monday's meeting is open, next week's is not made yet
    changes = apply(changed("time: 17:00", "time: 18:00"), local(4, 10))
    said = " ".join(str(c.message) for c in changes)
    assert "every Monday 17:00" in said
    assert "every Monday 18:00" in said
    assert "1 is already open and stays as it is." in said
    assert [o.due_at for o in owed("winter/meetings/weekly")] == [local(4, 17)]
    tick(local(11, 9))
    assert [o.due_at for o in owed("winter/meetings/weekly")] == [local(4, 17), local(11, 18)]


def test_moving_a_meeting_within_an_open_week_doubles_nothing(district: District) -> None:
    apply(PLAN, FOUNDED)
    tick(local(4, 9))
    apply(changed("weekday: mon", "weekday: wed"), local(4, 10))
    tick(local(6, 9))
    assert [o.slot.isoformat() for o in owed("winter/meetings/weekly")] == ["2027-01-04"]
    tick(local(13, 9))
    assert [o.slot.isoformat() for o in owed("winter/meetings/weekly")] == ["2027-01-04", "2027-01-13"]


def test_what_is_scheduled_and_no_longer_asked_for_goes(district: District) -> None:
    apply(PLAN, FOUNDED)
    tick(local(13, 9, month=3))  # the summary opens on 15 March: scheduled
    assert [o.state for o in owed("winter/tasks/summary")] == ["scheduled"]
    without = PLAN[: PLAN.index("  - key: summary")] + PLAN[PLAN.index("meetings:") :]
    without = without.replace("closing: {summary: summary}\n", "")
    changes = apply(without, local(13, 10, month=3))
    assert "1 not yet open is dropped." in " ".join(str(c.message) for c in changes)
    assert owed("winter/tasks/summary") == []


def test_a_task_due_before_the_plan_is_applied_is_not_asked_for(district: District) -> None:
    changes = apply(PLAN, local(9, 9))
    tick(local(9, 9))
    assert owed("winter/tasks/self-check") == []
    assert "1 date has passed already and is not asked for." in " ".join(str(c.message) for c in changes)


def test_a_change_does_not_lose_what_the_clock_had_not_made_yet(district: District) -> None:
    apply(PLAN, FOUNDED)
    tick(FOUNDED)
    # the clock is dead for more than a week; meanwhile somebody applies a change
    apply(changed("time: 17:00", "time: 18:00"), local(12, 10))
    tick(local(12, 11))
    assert [o.due_at for o in owed("winter/meetings/weekly")] == [local(4, 17), local(11, 17)]
    assert all(o.late for o in owed("winter/meetings/weekly"))


def test_a_unit_founded_later_owes_what_comes_and_not_what_was(district: District) -> None:
    apply(PLAN, FOUNDED)
    tick(local(4, 9))
    later = local(9, 9)
    orgs.add_unit(
        parent=district.root, code="QY-Z3", name="第三中学", kind="middle_school", by=SYSTEM, at=later
    )
    tick(local(9, 10))
    assert "QY-Z3" not in {o.debtor.code for o in owed("winter/tasks/self-check")}


def test_every_version_is_kept_with_its_text_and_its_changes(district: District) -> None:
    apply(PLAN, FOUNDED)
    second = changed("due: 2027-01-08 18:00", "due: 2027-01-09 18:00")
    apply(second, FOUNDED + timedelta(hours=1), by=actor_of("coordinator"))
    first, latest = PlanVersion.objects.order_by("number")
    assert (first.number, latest.number) == (1, 2)
    assert (first.source, latest.source) == (PLAN, second)
    assert latest.by_user == actor_of("coordinator").user_id
    assert "Sat 9 Jan" in latest.changes[0]["en"]
    assert "1月9日" in latest.changes[0]["zh"]
    assert Entry.objects.filter(verb="plans.applied").count() == 2


def test_only_those_entitled_may_apply(district: District) -> None:
    with pytest.raises(NotAllowed):
        apply(PLAN, FOUNDED, by=actor_of("reporter_z1"))
    assert not Programme.objects.exists()


def test_a_wrong_plan_writes_nothing(district: District) -> None:
    with pytest.raises(PlanRefused) as refused:
        apply(changed("office: QY-AQ", "office: QY-AX"), FOUNDED)
    assert "QY-AX" in str(refused.value)
    assert not Programme.objects.exists()
    assert not Obligation.objects.exists()


def test_export_is_the_plan_in_force(district: District) -> None:
    apply(PLAN, FOUNDED)
    text = queries.export("winter")
    assert apply(text, FOUNDED + timedelta(hours=1)) == []
    assert "15:30" in text


def test_closing_waits_for_the_summary_unless_there_is_a_reason(district: District) -> None:
    apply(PLAN, FOUNDED)
    tick(local(16, 9, month=3))
    with pytest.raises(Conflict, match="Summary"):
        actions.close(programme="winter", by=SYSTEM, at=local(16, 10, month=3))
    lines = actions.close(programme="winter", why="方案提前结束", by=SYSTEM, at=local(16, 10, month=3))
    assert any("Summary" in line for line in lines)
    assert Programme.objects.get().state(local(16, 10).date()) == "ended"
    assert not Obligation.objects.filter(opened_at=None, closed_at=None).exists()
    open_before = Obligation.objects.filter(closed_at=None).count()
    tick(local(22, 9, month=3))
    assert Obligation.objects.filter(closed_at=None).count() <= open_before
    with pytest.raises(Conflict):
        apply(changed("weekday: mon", "weekday: tue"), local(22, 10, month=3))


def test_the_example_plan_runs_in_the_example_district(db: None) -> None:
    result = orgs.import_workbook(
        EXAMPLES / "organisation/school-district/units.xlsx",
        root_code="QY",
        by=SYSTEM,
        at=FOUNDED,
        dry_run=False,
    )
    assert result.ok
    assert Unit.objects.count() == 21
    actions.apply_file(WINTER, by=SYSTEM, at=FOUNDED)
    tick(FOUNDED)
    assert len(owed("qy-winter-2027/tasks/self-check")) == 13
    assert len(owed("qy-winter-2027/daily/pm")) == 26
    assert [o.creditor.code for o in owed("qy-winter-2027/rollup/pm")] == ["QY", "QY"]
    assert len(owed("qy-winter-2027/district/roster")) == 1
    assert len(owed("qy-winter-2027/schools/roster")) == 13
    assert queries.vacancies(Programme.objects.get(), FOUNDED) == []
    text = queries.export("qy-winter-2027")
    changes = actions.apply(data=text.encode(), file="export", folder=None, by=SYSTEM, at=FOUNDED)
    assert changes == []


def test_moving_a_cut_off_says_how_many_reports_move_and_which_stay(district: District) -> None:
    apply(PLAN, FOUNDED)
    tick(local(6, 9, 30))  # the report of 6 January, due 15:30, opened at 9:30
    later = changed("to: 2027-02-28, times: {pm: 15:30}", "to: 2027-02-28, times: {pm: 16:00}")
    said = [str(c.message) for c in apply(later, local(6, 10))]
    assert said == [
        "“Daily report”: 265 reports from Thu 7 Jan to Sun 28 Feb, not yet open, move from 15:30 to 16:00.",
        "“Daily report”: the reports of Wed 6 Jan are open already and stay as they are.",
    ]
    tick(local(7, 10, 30))
    due = {o.slot.isoformat(): o.due_at for o in owed("winter/daily/pm")}
    assert due["2027-01-06"] == local(6, 15, 30)
    assert due["2027-01-07"] == local(7, 16)


def test_another_cut_off_on_some_days(district: District) -> None:
    apply(PLAN, FOUNDED)
    more = changed(
        "  - {phase: priority, times: {am: 09:30, pm: 15:30}}", "  - {phase: priority, times: {pm: 15:30}}"
    )
    said = [str(c.message) for c in apply(more, local(6, 10))]
    assert said == [
        "“Daily report”: 60 reports due 09:30, from Mon 1 Mar to Fri 12 Mar, not yet open, are dropped."
    ]
    said = [str(c.message) for c in apply(PLAN, local(6, 11))]
    assert said == ["“Daily report”: 60 reports more, due 09:30, from Mon 1 Mar to Fri 12 Mar."]
