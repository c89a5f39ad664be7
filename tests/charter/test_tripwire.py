"""What the charter rules out is refused with the rule's number and a sentence that says why, in both languages.

The words are a tripwire and no more: whoever words it otherwise gets past it, to tables that do not exist.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.inspections.checking import check_bytes
from duecare.plans.checking import examine
from duecare.plans.trees import NoTree
from tests.guards import sources

PLAN: dict[str, Any] = {
    "plan": "winter",
    "title": {"zh": "校园安全专项工作", "en": "Campus safety"},
    "root": "QY",
    "office": "QY-AQ",
    "zone": "Asia/Shanghai",
    "period": {"first": "2027-01-04", "last": "2027-03-20"},
    "ladders": {"report": [{"before": "60 min", "remind": ["post:reporter@debtor"]}]},
    "tasks": [
        {
            "key": "check", "title": {"zh": "全面自查", "en": "Self-check"}, "what": {"zh": "自查", "en": "Check"},
            "owed_by": {"kinds": ["middle_school"]}, "due": "2027-01-08 18:00", "ladder": "report",
        }
    ],
    "reports": [
        {
            "key": "daily", "title": {"zh": "每日安全报告", "en": "Daily report"},
            "owed_by": {"kinds": ["middle_school"]},
            "form": {"fields": [{"key": "present", "type": "number", "title": {"zh": "到校人数", "en": "Present"}}]},
            "cutoffs": [{"times": {"pm": "15:30"}}], "ladder": "report",
        }
    ],
}  # fmt: skip
#: What a plan must not ask for, by rule and language.
RULED_OUT = {
    "1": {
        "zh": ["重点人员台账", "学生家长名单", "登记身份证号", "信访人员"],
        "en": ["a list of names", "petitioners"],
    },
    "2": {
        "zh": ["人员去向", "离县人员报备", "师生思想动态", "宗教信仰", "赴省人数", "集访人数"],
        "en": ["whereabouts of parents", "travel plans", "ethnicity", "political opinions"],
    },
    "3": {"zh": ["转回被反映的学校办理", "查明举报人身份"], "en": ["find out the identity of the caller"]},
    "4": {"zh": ["以诉求数量排名", "越级零发生", "劝返群众"], "en": ["ranked by number of complaints"]},
    "5": {"zh": ["永久保存个人信息"], "en": ["keep personal data for ever"]},
    "6": {"zh": ["教职工去向", "请假原因登记"], "en": ["reasons for sick leave", "staff location tracking"]},
}
CASES = [
    (rule, language, words) for rule, by in RULED_OUT.items() for language in by for words in by[language]
]
#: Figures that ask for people who complain, gather or travel.
FIGURES = {
    "1": {"zh": ["上访人数", "学生姓名", "家长手机号"], "en": ["Number of petitioners", "Names of pupils"]},
    "2": {
        "zh": ["离开本地人员", "聚集人数", "民族", "行踪"],
        "en": ["People gathering", "Religion", "Travel"],
    },
}
ASKED = [(rule, language, words) for rule, by in FIGURES.items() for language in by for words in by[language]]


def refused(plan: dict[str, Any]) -> list[Any]:
    """Return the findings by which the charter refuses a plan."""
    data = yaml.safe_dump(plan, allow_unicode=True).encode()
    findings = examine(data, file="plan.yaml", folder=None, tree=NoTree).findings
    return [finding for finding in findings if finding.rule]


def places(plan: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return where people write words in a plan, as paths to titles and texts in one language."""
    return [
        ("title",), ("tasks", 0, "title"), ("tasks", 0, "what"), ("reports", 0, "title"),
        ("reports", 0, "form", "fields", 0, "title"),
    ]  # fmt: skip


def written(path: tuple[Any, ...], language: str, words: str) -> dict[str, Any]:
    """Return the plan with other words at one place."""
    plan = copy.deepcopy(PLAN)
    spot: Any = plan
    for step in path:
        spot = spot[step]
    spot[language] = words
    return plan


def test_a_plan_that_asks_for_nothing_of_it_is_not_refused():
    assert not refused(PLAN)


@pytest.mark.parametrize("path", sorted((sources.ROOT / "examples/plans").glob("*.yaml")), ids=sources.name)
def test_the_examples_are_not_refused(path: Path):
    findings = examine(path.read_bytes(), file=path.name, folder=path.parent, tree=NoTree).findings
    assert not [finding for finding in findings if finding.rule]


@pytest.mark.parametrize(("rule", "language", "words"), CASES, ids=str)
def test_each_rule_refuses_with_its_number_and_a_reason(rule: str, language: str, words: str):
    for path in places(PLAN):
        found = refused(written(path, language, words))
        assert rule in {finding.rule for finding in found}, f"{words} at {path}"
        assert all(finding.is_error and finding.spot.line > 1 for finding in found)


@pytest.mark.parametrize(("rule", "language", "words"), ASKED, ids=str)
def test_a_form_may_not_ask_for_it_either(rule: str, language: str, words: str):
    found = refused(written(("reports", 0, "form", "fields", 0, "title"), language, words))
    assert rule in {finding.rule for finding in found}


def checklist(words: dict[str, str], **more: Any) -> list[Any]:
    """Return the findings by which the charter refuses a checklist with an item in these words."""
    both = {"zh": "锅炉房", "en": "Boiler room"}
    items = [{"key": "item", "ask": {**both, **words}, **more}]
    value = {
        "checklist": "boiler-room", "version": 1, "title": both, "field": "food", "source": "practice, unverified",
        "sections": [{"key": "room", "title": both, "items": items}],
    }  # fmt: skip
    data = yaml.safe_dump(value, allow_unicode=True).encode()
    return check_bytes(data, file="list.yaml").findings


@pytest.mark.parametrize(("rule", "language", "words"), CASES, ids=str)
def test_a_checklist_may_not_say_it_in_any_text(rule: str, language: str, words: str):
    assert rule in {finding.rule for finding in checklist({language: words})}


@pytest.mark.parametrize(("rule", "language", "words"), ASKED, ids=str)
def test_a_checklist_may_not_ask_people_to_enter_it(rule: str, language: str, words: str):
    assert rule in {finding.rule for finding in checklist({language: words}, answer="text")}


def test_a_checklist_that_asks_for_nothing_of_it_is_not_refused():
    assert not checklist({}) and not checklist({}, answer="text")


@settings(deadline=None)  # a plan is read and checked as a whole each time
@given(
    case=st.sampled_from(CASES),
    path=st.sampled_from(places(PLAN)),
    before=st.sampled_from(["", "各校每日上报", "请各单位", "Every school "]),
    after=st.sampled_from(["", "情况", "。", " every day."]),
    gap=st.sampled_from(["", " ", " "]),
)
def test_wherever_and_however_it_is_spaced(case, path, before, after, gap):
    """Chinese characters set apart by spaces are read as the words they are."""
    rule, language, words = case
    spaced = gap.join(words) if language == "zh" else words
    found = refused(written(path, language, f"{before}{spaced}{after}"))
    assert rule in {finding.rule for finding in found}


@pytest.mark.parametrize("rule", sorted(RULED_OUT))
def test_the_sentence_says_number_and_reason_in_both_languages(rule: str):
    plan = written(("tasks", 0, "what"), "zh", RULED_OUT[rule]["zh"][0])
    said = {}
    for language in ("en", "zh-hans"):
        with override(language):
            said[language] = next(str(f) for f in refused(plan) if f.rule == rule)
    assert f"[charter {rule}]" in said["en"] and "rule" in said["en"]
    assert any(
        "\u4e00" <= letter <= "\u9fff" for letter in said["zh-hans"].replace(RULED_OUT[rule]["zh"][0], "")
    )
    assert said["en"] != said["zh-hans"]


def test_a_plan_may_forbid_what_the_charter_forbids():
    for words in ("不以诉求数量排名", "不得转回被反映的学校"):
        assert not refused(written(("tasks", 0, "what"), "zh", words)), words


def test_forbidding_one_thing_does_not_let_the_next_through():
    for stop in (",", "\uff0c", "\uff1b", "。"):
        words = f"不得迟报{stop}行踪上报"
        assert {f.rule for f in refused(written(("tasks", 0, "what"), "zh", words))} == {"2"}, words


def test_sections_whose_modules_do_not_run_are_not_accepted():
    for section in ("cases", "incidents", "drills"):
        plan = {**PLAN, section: [{"key": "one"}]}
        data = json.dumps(plan).encode()
        findings = examine(data, file="plan.yaml", folder=None, tree=NoTree).findings
        assert [f for f in findings if f.is_error and f.path == (section,)], section
