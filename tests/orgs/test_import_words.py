"""What an import says is in words that the file may use, and names what changes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils.translation import override

from duecare.orgs.importing.columns import post_kind, unit_kind
from duecare.orgs.vocabulary import PostKind, UnitKind
from tests.orgs.test_import import UNITS, take_in, workbook
from tests.people import FOUNDED

pytestmark = [pytest.mark.both, pytest.mark.django_db]
LATER = FOUNDED + timedelta(days=1)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_word_that_is_offered_for_a_kind_is_understood(language):
    units = [UNITS[0], ["QY-Z1", "第一中学", "", "大学", "QY", "", ""]]
    people = [["reporter_z1", "报告人", "QY", "国王", "", "", "", "", ""]]
    with override(language):
        result = take_in(workbook(units, people))
        offered = [re.split(r"[:：]\s*", str(p.mend))[1].rstrip(".。") for p in result.problems.listed]
    kinds, posts = (re.split(r"[,、]\s*", words) for words in offered)
    assert {unit_kind(word) for word in kinds} == set(UnitKind)
    assert {post_kind(word) for word in posts} == set(PostKind)


def test_a_change_is_named_with_what_it_was_and_will_be():
    take_in(workbook())
    units = [*UNITS[:2], ["QY-Z1-D1", "东教学点", "", "小学", "QY", "", ""], UNITS[3]]
    people = [["coordinator_qy", "调度员", "QY", "协调员", "", "", "13800000000", "", ""]]
    with override("en"):
        result = take_in(workbook(units, people), dry_run=True, at=LATER)
        changes = [*result.units.changes, *result.people.changes]
        said = [[tuple(map(str, line)) for line in change.lines] for change in changes]
    assert said == [
        [
            ("Name", "第一中学教学点", "东教学点"),
            ("Kind", "teaching point", "primary school"),
            ("Unit above", "QY-Z1", "QY"),
        ],
        [
            ("Name", "安全科调度员", "调度员"),
            ("E-mail", "desk@example.org", ""),
            ("Unit", "QY-AQ", "QY"),
        ],
    ]
