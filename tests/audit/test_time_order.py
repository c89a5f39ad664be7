"""Nobody can back-date: an entry older than what stood before it is found and named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duecare.audit import actions, queries
from duecare.audit.models import Entry, Tree
from duecare.core.ids import uuid7
from tests.audit.conftest import ROOT, in_sql, write

pytestmark = [pytest.mark.both, pytest.mark.django_db]

SIMULATED = timedelta(days=100)


def back_dated(verdict: queries.Verdict) -> list[int | None]:
    assert {f.kind for f in verdict.findings} <= {"back-dated"}, str(verdict)
    return [f.leaf for f in verdict.findings]


def test_an_entry_dated_before_its_neighbours_is_found(now):
    write(3, now)
    actions.sequence(now)
    [entry] = write(1, now - timedelta(hours=2))
    actions.sequence(now)
    verdict = queries.verify()
    assert back_dated(verdict) == [3]
    assert verdict.findings[0].entry == entry.id


def test_an_entry_dated_before_a_head_that_had_been_signed_is_found(now):
    write(1, now - timedelta(hours=5))
    actions.sequence(now)
    actions.sign_heads(now)
    write(1, now - timedelta(hours=2))
    actions.sequence(now)
    assert back_dated(queries.verify()) == [1]


def test_a_few_minutes_of_a_slow_transaction_are_no_back_dating(now):
    write(3, now)
    actions.sequence(now)
    write(1, now - timedelta(minutes=4))
    actions.sequence(now)
    assert queries.verify().ok


def test_a_row_made_up_with_an_old_identifier_is_found(now, tamper):
    write(3, now)
    actions.sequence(now)
    old = uuid7().int - (int(timedelta(hours=3).total_seconds() * 1000) << 80)
    tamper(
        "INSERT INTO audit_entry (id, root, at, verb, object_kind, object_id, commitment)"
        " SELECT %s, root, %s, verb, object_kind, '55', commitment FROM audit_entry WHERE leaf = 1",
        in_sql(type(uuid7())(int=old)),
        now - timedelta(hours=3),
    )
    actions.sequence(now)
    assert back_dated(queries.verify()) == [3]


def test_a_sequencer_that_stood_still_for_two_days_makes_nothing_back_dated(now):
    write(48, now - timedelta(days=2), step=timedelta(hours=1))
    actions.sequence(now)
    assert queries.verify().ok


def test_a_simulated_clock_verifies_as_long_as_it_runs_forward(now):
    for day in range(3):
        write(2, now + SIMULATED + timedelta(days=day))
        actions.sequence(now + SIMULATED + timedelta(days=day))
        actions.sign_heads(now + SIMULATED + timedelta(days=day))
    assert queries.verify().ok
    write(1, now + SIMULATED)
    actions.sequence(now + SIMULATED)
    assert back_dated(queries.verify()) == [6]


def test_a_tick_ahead_of_time_does_not_make_what_follows_back_dated(now):
    write(1, now + SIMULATED)
    actions.sequence(now + SIMULATED)
    actions.sign_heads(now + SIMULATED)
    write(2, now)
    actions.sequence(now)
    write(1, now + SIMULATED + timedelta(days=1))
    actions.sequence(now + SIMULATED + timedelta(days=1))
    assert queries.verify().ok


def test_a_clock_set_back_is_put_on_record_and_measured_anew(now):
    write(2, now)
    actions.sequence(now)
    Tree.objects.filter(root=ROOT).update(clock_at=now + timedelta(hours=3))  # as if the clock had been ahead
    write(1, now)
    actions.sequence(now)
    verdict = queries.verify()
    assert verdict.ok
    assert len(verdict.remarks) == 1
    assert Entry.objects.filter(verb="audit.clock_set_back").count() == 1
    actions.sequence(now)
    assert Entry.objects.filter(verb="audit.clock_set_back").count() == 1
