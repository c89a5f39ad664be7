"""The ``reports`` section: what is refused and where, what applying changes, what it leaves alone."""

from __future__ import annotations

import copy
import uuid
from datetime import date

import jsonschema
import pytest
from django.utils import translation

from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.sections import Phase
from duecare.obligations.shapes import DEFS
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from duecare.reports.actions import file_report
from duecare.reports.models import FormVersion, Round, Series
from duecare.reports.plan import SECTION
from tests.people import FOUNDED, actor_of
from tests.reports.conftest import DAILY, DUE, HOUR, MORNING, ROLLUP, STEPS

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def changed(**fields):
    """The daily series with other values."""
    return {**copy.deepcopy(DAILY), **fields}


def field(**given):
    return {"key": "extra", "type": "number", "title": {"zh": "数量", "en": "Number"}, **given}


def with_field(**given):
    return changed(form={"fields": [*DAILY["form"]["fields"], field(**given)]})


def problems(winter, *value, **context):
    with translation.override("en"):
        found = SECTION.check(list(value), winter.context(**context))
        return [(p.path, str(p.message), p.rule) for p in found]


def test_the_example_fits_its_schema(winter):
    schema = {**SECTION.schema(), "$defs": DEFS}
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate([DAILY, ROLLUP])
    assert problems(winter, DAILY, ROLLUP) == []


@pytest.mark.parametrize(
    ("series", "where", "words"),
    [
        (changed(ladder="none"), ("ladder",), "no ladder called"),
        (changed(owed_by={"codes": ["QY-Z9"]}), ("owed_by", "codes", 0), "QY-Z9"),
        (changed(owed_to={"kinds": ["middle_school"]}), ("owed_to",), "names several"),
        (changed(opens_before="8 d"), ("opens_before",), "7 days"),
        (with_field(min=5, max=1), ("form", "fields", 5, "max"), "smaller than the smallest"),
        (with_field(min=0.25, decimals=1), ("form", "fields", 5, "min"), "more digits"),
        (with_field(max=10**11), ("form", "fields", 5, "max"), "too large"),
        (with_field(key="note"), ("form", "fields", 5, "key"), "Two fields"),
        (with_field(key="nil"), ("form", "fields", 5, "key"), "can't be the key"),
        (with_field(type="yesno", max=3), ("form", "fields", 5, "max"), "has no “max”"),
        (with_field(type="text", max=5000), ("form", "fields", 5, "max"), "1 to 1000"),
        (with_field(type="choice"), ("form", "fields", 5), "needs its options"),
        (changed(cutoffs=[{"times": {"pm": "15:30", "am": "09:30"}}]), ("cutoffs", 0, "times"), "not in order"),
        (changed(cutoffs=[{"from": "2027-02-01", "to": "2027-01-10", "times": {"a": "9:00"}}]),
         ("cutoffs", 0, "to"), "before the first"),
        (changed(cutoffs=[{"from": "2026-12-01", "times": {"a": "9:00"}}]), ("cutoffs", 0, "from"), "outside"),
        (changed(cutoffs=[{"phase": "later", "times": {"a": "9:00"}}]), ("cutoffs", 0, "phase"), "no phase"),
        (changed(cutoffs=[{"times": {"a": "9:00"}}, {"phase": "priority", "times": {"b": "9:30"}}]),
         ("cutoffs", 1), "already has its cut-offs, in entry 1"),
        (changed(cutoffs=[{"from": "2027-01-04", "to": "2027-01-04", "weekdays": ["sun"], "times": {"a": "9:00"}}]),
         ("cutoffs", 0), "No report falls"),
        (changed(cutoffs=[{"times": {"question": "9:00"}}]), ("cutoffs", 0, "times", "question"), "can't be"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(winter, series, where, words):
    (found,) = problems(winter, series)
    assert found[0] == (0, *where)
    assert words in found[1]


def test_a_cutoff_in_a_clock_change_is_refused(winter):
    series = changed(
        owed_by={"codes": ["QY-Z1"]},
        cutoffs=[{"from": "2027-03-28", "to": "2027-03-28", "times": {"early": "02:30"}}],
    )
    (found,) = problems(winter, series, zone="Europe/Berlin", last=date(2027, 3, 31))
    assert found[0] == (0, "cutoffs", 0, "times", "early")
    assert "02:30" in found[1]


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("上访人数", "1"), ("学生姓名", "1"), ("身份证号", "1"), ("投诉人数", "1"), ("名 单", "1"),
        ({"zh": "人数", "en": "Number of complainants"}, "1"), ({"zh": "人数", "en": "Full names"}, "1"),
        ("聚集人数", "2"), ("外出人员去向", "2"), ("信教学生数", "2"), ({"zh": "人数", "en": "People gathering"}, "2"),
    ],
)  # fmt: skip
def test_the_charter_refuses_with_its_rule(winter, title, rule):
    (found,) = problems(winter, with_field(title=title))
    assert (found[0][:5], found[2]) == ((0, "form", "fields", 5, "title"), rule)
    choice = with_field(type="choice", options=[{"key": "a", "title": "甲"}, {"key": "b", "title": title}])
    assert [p[2] for p in problems(winter, choice)] == [rule]


@pytest.mark.parametrize(
    "title", ["到校人数", "校车趟次", "食堂留样", "取暖是否正常", "值班人数", "Buses run", "Lessons held"]
)
def test_figures_of_a_unit_are_no_offence(winter, title):
    assert problems(winter, with_field(title=title)) == []


def test_two_series_of_one_key(winter):
    assert [p[0] for p in problems(winter, DAILY, DAILY)] == [(1, "key")]


def test_applying_again_changes_nothing(winter):
    before = list(Obligation.objects.order_by("id").values_list("id", "due_at", "opens_at"))
    assert SECTION.diff(winter.value, winter.context(), MORNING) == []
    assert winter.apply(MORNING) == []
    kernel.tick(MORNING)
    assert before == list(Obligation.objects.order_by("id").values_list("id", "due_at", "opens_at"))


def test_a_moved_cutoff_doubles_nothing_and_leaves_what_is_open(winter):
    winter.value = [changed(cutoffs=[{"times": {"pm": "16:00"}}]), ROLLUP]
    said = SECTION.diff(winter.value, winter.context(), MORNING)
    assert [c.act for c in said] == ["change", "change", "change", "keep"]
    assert "1月4日" in str(said[-1].message)
    done = winter.apply(MORNING)
    assert [(c.act, str(c.message)) for c in done] == [(c.act, str(c.message)) for c in said]
    kernel.tick(MORNING)
    assert winter.due().due_at == DUE
    assert winter.due(day="2027-01-05").due_at == DUE + 24.5 * HOUR
    assert Obligation.objects.filter(strand="winter/daily/pm", slot="2027-01-05").count() == 5


def test_a_new_form_is_asked_from_the_next_round_on(winter, typed):
    fields = [{"key": "buses", "type": "number", "title": "校车", "min": 0}]
    winter.value = [changed(form={"fields": fields}), ROLLUP]
    winter.apply(MORNING)
    kernel.tick(MORNING)
    today, tomorrow = (
        Round.objects.get(strand="winter/daily/pm", slot=d) for d in ("2027-01-04", "2027-01-05")
    )
    assert today.form_id != tomorrow.form_id
    assert FormVersion.objects.count() == 3
    kept = file_report(
        obligation_id=winter.due().pk,
        values=typed(),
        client_id=uuid.uuid4(),
        by=actor_of("reporter_z1"),
        at=DUE,
    )
    assert kept.values["present"] == 612


def test_units_join_and_leave_from_the_next_round_on(winter):
    winter.value = [changed(owed_by={"codes": ["QY-Z1", "QY-X1-D1"]}), ROLLUP]
    said = winter.apply(MORNING)
    assert [c.act for c in said] == ["change", "change", "keep"]
    kernel.tick(MORNING)
    today = Obligation.objects.filter(strand="winter/daily/pm", slot="2027-01-04")
    tomorrow = Obligation.objects.filter(strand="winter/daily/pm", slot="2027-01-05")
    assert today.count() == 5
    assert set(tomorrow.values_list("debtor__code", flat=True)) == {"QY-Z1", "QY-X1-D1"}


def test_a_school_founded_later_reports_from_the_next_round_on_by_itself(winter):
    orgs.add_unit(
        parent=winter.district.root,
        code="QY-X9",
        name="第九小学",
        kind="primary_school",
        by=SYSTEM,
        at=MORNING,
    )
    orgs.add_unit(
        parent=winter.district["QY-X1"],
        code="QY-X9-D1",
        name="教学点",
        kind="teaching_point",
        by=SYSTEM,
        at=MORNING,
    )
    for hour in (1, 2, 26, 50):
        kernel.tick(MORNING + hour * HOUR)
    owed = Obligation.objects.filter(debtor__code__startswith="QY-X9", programme="winter").order_by("slot")
    assert [str(o.slot) for o in owed.filter(strand="winter/daily/pm")][:3] == [
        "2027-01-05", "2027-01-06", "2027-01-07",
    ]  # fmt: skip
    assert not owed.filter(debtor__code="QY-X9-D1").exists(), "the plan's words do not mean teaching points"
    assert winter.apply(MORNING + 51 * HOUR) == [], "applying the plan again has nothing to add"


def test_days_without_a_report_fall_away(winter):
    winter.value = [changed(cutoffs=[{"skip": ["2027-01-05"], "times": {"pm": "15:30"}}]), ROLLUP]
    winter.apply(MORNING)
    kernel.tick(MORNING)
    assert not Obligation.objects.filter(strand="winter/daily/pm", slot="2027-01-05").exists()
    assert not Round.objects.filter(strand="winter/daily/pm", slot="2027-01-05").exists()
    assert winter.due().state == "open"


def test_a_series_that_is_gone_ends_and_may_come_back(winter):
    winter.value = [ROLLUP]
    assert [c.act for c in winter.apply(MORNING)] == ["end"]
    kernel.tick(MORNING)
    assert winter.due().state == "open"
    assert Obligation.objects.filter(strand="winter/daily/pm").count() == 5
    winter.value = [DAILY, ROLLUP]
    assert [c.act for c in winter.apply(MORNING + HOUR)] == ["add"]
    kernel.tick(MORNING + HOUR)
    assert Obligation.objects.filter(strand="winter/daily/pm", slot="2027-01-04").count() == 5
    assert Obligation.objects.filter(strand="winter/daily/pm", slot="2027-01-05").count() == 5


def test_export_and_close(winter):
    assert SECTION.export("winter") == [DAILY, ROLLUP]
    assert SECTION.export("summer") is None
    SECTION.close("winter", SYSTEM, MORNING)
    assert SECTION.export("winter") is None
    kernel.tick(MORNING + 48 * HOUR)
    assert not Obligation.objects.filter(slot__gt="2027-01-05", kind="reports.report").exists()
    assert not Series.objects.filter(ended_at=None).exists()


def test_the_calendar_is_computed_without_writing(winter):
    days = list(SECTION.calendar("winter", date(2027, 2, 28), date(2027, 3, 1)))
    assert [(str(d["due_at"]), d["strand"], d["units"]) for d in days] == [
        ("2027-02-28 07:30:00+00:00", "winter/daily/pm", 5),
        ("2027-02-28 08:00:00+00:00", "winter/office/pm", 1),
        ("2027-03-01 01:30:00+00:00", "winter/daily/am", 5),
        ("2027-03-01 07:30:00+00:00", "winter/daily/pm", 5),
        ("2027-03-01 08:00:00+00:00", "winter/office/pm", 1),
    ]


def test_nothing_is_owed_from_before_the_plan(district):
    """Applied on Monday at 16:00, Monday's 15:30 is not owed; Tuesday's is."""
    from tests.reports.conftest import Programme  # noqa: PLC0415

    late = Programme(district)
    late.apply(DUE + HOUR / 2)
    kernel.tick(DUE + HOUR / 2)
    first = Obligation.objects.filter(strand="winter/daily/pm").earliest("due_at")
    assert first.due_at == DUE + 24 * HOUR


def test_every_weekday_and_working_day(winter):
    weekly = changed(key="weekly", cutoffs=[{"weekdays": ["mon"], "times": {"w": "10:00"}}])
    working = changed(key="working", cutoffs=[{"days": "working", "times": {"d": "10:00"}}])
    winter.value = [DAILY, ROLLUP, weekly, working]
    winter.apply(FOUNDED, phases={"priority": Phase("priority", date(2027, 3, 1), date(2027, 3, 12))})
    found = list(SECTION.calendar("winter", date(2027, 1, 4), date(2027, 1, 11)))
    assert [str(d["due_at"].date()) for d in found if d["strand"] == "winter/weekly/w"] == [
        "2027-01-04",
        "2027-01-11",
    ]
    assert len([d for d in found if d["strand"] == "winter/working/d"]) == 6


def test_the_ladder_of_what_is_open_stays(winter):
    other = [{"offset": 0, "act": "remind", "to": ["post:leader@debtor"]}]
    ladder = winter.due().ladder_id
    winter.apply(MORNING, ladders={"report": other})
    kernel.tick(MORNING)
    assert winter.due().ladder_id == ladder
    assert winter.due(day="2027-01-05").ladder.steps != STEPS
    assert winter.due(day="2027-01-05").ladder_id != ladder
