"""The ``inspections`` section: what is refused and where, what is only noticed, and what is right."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest
from django.utils import translation

from duecare.inspections.actions import add_checklist
from duecare.inspections.plan import SECTION
from duecare.obligations.sections import Notice
from duecare.obligations.shapes import DEFS
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from duecare.plans.checking import examine
from duecare.plans.trees import NoTree, tree_of
from tests.inspections.programmes import ALL, DISTRICT, HEATING, MONTHLY, POINTS, Winter, changed
from tests.people import FOUNDED

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SAMPLE = DISTRICT["sample"]


@pytest.fixture
def plan(district):
    return Winter(district)


def problems(plan, *value, notices=False):
    with translation.override("en"):
        found = SECTION.check(list(value), plan.context())
        return [(p.path, str(p.message), str(p.hint)) for p in found if isinstance(p, Notice) == notices]


def test_the_example_fits_its_schema(plan):
    schema = {**SECTION.schema(), "$defs": DEFS}
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(list(ALL))
    assert problems(plan, *ALL) == []


@pytest.mark.parametrize(
    ("value", "where", "words"),
    [
        (changed(MONTHLY, checklists=["food", "fod"]), ("checklists", 1), "no checklist called “fod”"),
        (changed(MONTHLY, ladder="none"), ("ladder",), "no ladder called"),
        (changed(MONTHLY, units={"codes": ["QY-Z9"]}), ("units", "codes", 0), "QY-Z9"),
        (changed(DISTRICT, inspected_by={"codes": ["QY-AQQ"]}), ("inspected_by", "codes", 0), "QY-AQQ"),
        (changed(DISTRICT, inspected_by={"kinds": ["middle_school"]}), ("inspected_by",), "names several"),
        (changed(MONTHLY, owed_to={"kinds": ["middle_school"]}), ("owed_to",), "names several"),
        (changed(MONTHLY, units={"codes": ["QY-Z1"]}, owed_to={"codes": ["QY-Z1"]}), ("owed_to",), "to itself"),
        (changed(POINTS, units={"kinds": ["district"]}), ("units",), "no unit above it"),
        (changed(MONTHLY, to="2027-04-01"), ("to",), "outside the programme"),
        (changed(MONTHLY, **{"from": "2027-02-01", "to": "2027-01-31"}), ("from",), "after its end"),
        (changed(HEATING, times=2, apart="week"), ("apart",), "In one week"),
        (changed(DISTRICT, every=None), ("sample",), "every month or every week"),
        (changed(DISTRICT, times=2), ("times",), "inspected once"),
        (changed(DISTRICT, apart="week"), ("apart",), "inspected once"),
        (changed(DISTRICT, sample={**SAMPLE, "share": "3/2"}), ("sample", "share"), "more than all"),
        (changed(DISTRICT, inspected_by="self"), ("sample",), "would know of the draw"),
        (changed(DISTRICT, owed_to={"codes": ["QY-Z1"]}), ("units",), "QY-Z1 would see"),
        (changed(DISTRICT, units={"kinds": ["primary_school"]}, inspected_by={"codes": ["QY-X1-D1"]}), ("units",),
         "QY-X1 would see"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(plan, value, where, words):
    (found,) = problems(plan, value)
    assert found[0] == (0, *where)
    assert words in found[1]


def test_an_office_sees_what_the_unit_above_it_owes_and_can_t_be_drawn(plan):
    orgs.add_unit(
        parent=plan.district.root, code="QY-JD", name="监督科", kind="office", by=SYSTEM, at=FOUNDED
    )
    (found,) = problems(plan, changed(DISTRICT, units={"codes": ["QY-JD", "QY-Z1"]}))
    assert "QY-JD would see that it has been drawn: its posts see what QY-AQ owes" in found[1]


def test_the_nearest_checklist_is_named(plan):
    (found,) = problems(plan, changed(MONTHLY, checklists=["fod"]))
    assert found[2] == "Did you mean “food”?"


def test_a_checklist_of_the_deployment_s_own_is_known_and_without_one_only_noticed(plan, tmp_path):
    text = (files("duecare.inspections") / "checklists/food.yaml").read_text("utf-8")
    file = tmp_path / "canteen.yaml"
    file.write_text(text.replace("checklist: food", "checklist: canteen", 1), "utf-8")
    (found,) = problems(plan, changed(MONTHLY, checklists=["canteen"]))
    assert "no checklist called" in found[1]
    add_checklist(file=file, at=FOUNDED)
    assert problems(plan, changed(MONTHLY, checklists=["canteen"])) == []
    root = NoTree("QY").root
    with translation.override("en"):
        somewhere = SECTION.check([changed(MONTHLY, checklists=["canteens"])], plan.context(root=root))
    assert [type(one) for one in somewhere] == [Notice]


def test_two_of_one_key(plan):
    assert [one[0] for one in problems(plan, MONTHLY, MONTHLY)] == [(1, "key")]


def test_windows_with_too_few_weeks_and_a_round_cut_short_are_noticed(plan):
    few = problems(plan, changed(MONTHLY, to="2027-03-10"), notices=True)
    assert [(path, "2 weeks: 2 are asked for there, not 3" in text) for path, text, _ in few] == [
        ((0, "times"), True)
    ]
    (short,) = problems(plan, DISTRICT, notices=True)
    assert short[0] == (0, "sample", "cover_within")
    assert "begins on Mon 1 Mar and has only 1 of 2 draws" in short[1]


def test_the_office_inspects_and_owes_it_to_the_root_where_nothing_is_said(district):
    plan = Winter(district)
    plan.apply(changed(DISTRICT, owed_to=None))
    owed = plan.owed("district", next(c for c in district.units if plan.owed("district", c)))
    assert owed[0].obligation.creditor == district.root


PLAN = {
    "plan": "winter", "title": "冬季", "root": "QY", "office": "QY-AQ", "zone": "Asia/Shanghai",
    "period": {"first": "2027-01-04", "last": "2027-03-20"},
    "ladders": {"school-task": [{"at": "due", "remind": ["post:reporter@debtor"]}]},
    "inspections": list(ALL),
}  # fmt: skip


@pytest.mark.parametrize("tree", [tree_of, NoTree])
def test_in_the_whole_plan_a_notice_is_a_warning_with_its_line(district, tree):
    with translation.override("en"):
        found = examine(
            json.dumps(PLAN, indent=1).encode(), file="plan.yaml", folder=None, tree=tree
        ).findings
    assert [one for one in found if one.is_error] == []
    ours = [one for one in found if one.path[:1] == ("inspections",)]
    assert [one.path for one in ours] == [("inspections", 2, "sample", "cover_within")]
    assert ours[0].spot.line > 1 and "warning:" in str(ours[0])
