"""Rules of the ledger."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from duecare.hazards import rules
from duecare.hazards.rules import Facts

AT = datetime(2027, 1, 4, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_state_follows_from_facts_alone_and_every_combination_has_one():
    for level, accepted, right, closed, linked, reopened in product(
        ("general", "major"), (None, AT), (None, AT), (None, AT), (False, True), (0, 2)
    ):
        found = rules.state(Facts(level, accepted, right, closed, linked, reopened))
        assert (found == "linked") is linked
        if not linked:
            assert (found == "closed") is (closed is not None)
    assert rules.state(Facts("major", None, None, None)) == "found"
    assert rules.state(Facts("general", AT, None, None)) == "accepted"
    assert rules.state(Facts("general", AT, None, None, reopened=1)) == "reopened"
    assert rules.state(Facts("general", AT, AT, None, reopened=1)) == "put_right"


def test_a_deadline_is_the_end_of_the_seventh_local_day():
    assert rules.deadline(AT, 7, "Asia/Shanghai") == datetime(2027, 1, 11, 15, 59, tzinfo=UTC)
    late = datetime(2027, 1, 4, 15, 58, tzinfo=UTC)
    assert rules.deadline(late, 7, "Asia/Shanghai") == datetime(2027, 1, 11, 15, 59, tzinfo=UTC)


@pytest.mark.parametrize(("days", "recurs"), [(0, True), (90, True), (91, False)])
def test_it_has_come_back_within_90_days(days, recurs):
    assert rules.recurs(AT, AT + days * DAY) is recurs


def test_nobody_verifies_what_they_put_right_and_nobody_unknown_verifies():
    one, other = uuid.uuid4(), uuid.uuid4()
    assert rules.may_verify(one, other)
    assert not rules.may_verify(one, one)
    assert not rules.may_verify(None, other)


def test_five_commitments_are_five():
    whole = dict.fromkeys(rules.COMMITMENTS, "x")
    assert len(whole) == 5 and rules.missing(whole) == []
    for name in whole:
        assert rules.missing(whole | {name: ""}) == [name]
