"""Rules and breaches are said in both languages, with people's and watches' names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from duecare.duty.rules.checking import Breach, breaches
from duecare.duty.rules.clauses import NAMES, Rule
from duecare.duty.rules.model import Limits, Roster
from duecare.duty.rules.sentences import ASKS, BROKEN, breach_in_words, rule_in_words
from duecare.duty.tests.problems import small

PEOPLE, KINDS = {"P0": "值班员甲"}, {"N": "夜班", "D": "白班"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_rule_can_be_said(name, language):
    limits = Limits(660, 5, 2, 2, 9000, 600, 2, {"N": 3})
    problem = small(limits=limits)
    rule = Rule(name, "P0", 2, "N")
    with translation.override(language):
        asked = rule_in_words(problem, rule, PEOPLE, KINDS)
        broken = breach_in_words(problem, Breach(rule, (2, 3, 5), 600, 660), PEOPLE, KINDS)
    for sentence in (asked, broken):
        assert "%" not in sentence
        assert sentence.endswith("。" if language == "zh-hans" else ".")


def test_all_rules_have_both_sentences():
    assert set(ASKS) == set(BROKEN) == set(NAMES)


def test_a_sentence_names_person_watch_day_and_numbers():
    problem = small()
    rows = {**dict.fromkeys(problem.person, ("",) * 7), "P0": ("N", "D", "", "", "", "", "")}
    (broken,) = breaches(problem, Roster(rows), only=["P0"])
    with translation.override("zh-hans"):
        said = breach_in_words(problem, broken, PEOPLE, KINDS)
    assert said == "值班员甲在2027-01-19的白班之前只休息0小时，应休息11小时。"


def test_leave_is_said_with_its_days():
    problem = small()
    problem = replace(
        problem, people=(replace(problem.people[0], leave=frozenset({1, 2, 5})), *problem.people[1:])
    )
    with translation.override("en"):
        said = rule_in_words(problem, Rule("leave", "P0"), {"P0": "A"}, KINDS)
    assert said == "A is on leave: 2027-01-19 – 2027-01-20, 2027-01-23."
