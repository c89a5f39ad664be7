"""A small plan for the small district, and how to write variants of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from duecare.documents.findings import Finding
from duecare.obligations.sections import Change
from duecare.orgs.rules import SYSTEM, Actor
from duecare.plans import actions, queries

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
WINTER = EXAMPLES / "plans" / "school-district-winter.yaml"

PLAN = """\
plan: winter
title: {zh: 冬季方案, en: Winter plan}
root: QY
office: QY-AQ
zone: Asia/Shanghai
period: {first: 2027-01-04, last: 2027-03-20, closes: 2027-03-25}
phases:
  priority: {first: 2027-03-01, last: 2027-03-12}
scope:
  units: {kinds: [office, middle_school, primary_school, teaching_point]}
  count: 7
ladders:
  report:
    - {before: 60 min, remind: [post:reporter@debtor]}
    - {after: 2 h, escalate: [post:leader@root]}
tasks:
  - key: self-check
    title: {zh: 自查, en: Self-check}
    owed_by: {kinds: [middle_school, primary_school]}
    due: 2027-01-08 18:00
    ladder: report
  - key: summary
    title: {zh: 总结, en: Summary}
    owed_by: {codes: [QY-AQ]}
    owed_to: {codes: [QY]}
    post: coordinator
    opens: 2027-03-15 08:00
    due: 2027-03-25 18:00
meetings:
  - key: weekly
    title: {zh: 例会, en: Meeting}
    owed_by: {codes: [QY-AQ]}
    post: coordinator
    weekday: mon
    time: 17:00
    opens_before: 9 h
reports:
  - key: daily
    title: {zh: 每日报告, en: Daily report}
    owed_by: {kinds: [middle_school, primary_school]}
    form:
      fields:
        - {key: hazards, type: number, title: {zh: 隐患, en: Hazards}, min: 0}
    cutoffs:
      - {from: 2027-01-04, to: 2027-02-28, times: {pm: 15:30}}
      - {phase: priority, times: {am: 09:30, pm: 15:30}}
    opens_before: 6 h
    ladder: report
closing: {summary: summary}
"""


def changed(*pairs: str, plan: str = PLAN) -> str:
    """The plan with the first of each pair replaced by the second; each stands in it once."""
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert plan.count(old) == 1, f"{old!r} stands {plan.count(old)} times in the plan"
        plan = plan.replace(old, new)
    return plan


def check(text: str | bytes) -> list[Finding]:
    """Everything wrong with a plan."""
    data = text.encode() if isinstance(text, str) else text
    return queries.check_bytes(data, file="plan.yaml", folder=None).findings


def errors(text: str | bytes) -> list[str]:
    """The errors as lines."""
    return [str(f) for f in check(text) if f.is_error]


def apply(text: str, at: datetime, by: Actor = SYSTEM) -> list[Change]:
    """Put it in force."""
    return actions.apply(data=text.encode(), file="plan.yaml", folder=None, by=by, at=at)


def spot_of(words: str, text: str) -> tuple[int, int]:
    """Line and column of words in a plan."""
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
