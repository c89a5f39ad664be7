"""Of a long record the newest entries can be verified alone, and it is said that the others were not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duecare.audit import actions, queries
from tests.audit.conftest import ROOT, in_sql, write

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def early_head(now):
    """Six hundred entries; the head of the first hundred."""
    write(100, now - timedelta(minutes=4), step=timedelta(milliseconds=1))
    actions.sequence(now)
    actions.sign_heads(now - timedelta(minutes=3))
    head = str(queries.latest_head(ROOT))
    write(500, now - timedelta(minutes=2), step=timedelta(milliseconds=1))
    actions.sequence(now)
    actions.sign_heads(now, now=True)
    return head


def test_the_newest_are_recomputed_and_the_others_counted(early_head):
    verdict = queries.verify(newest=100)
    assert verdict.ok
    assert (verdict.skipped, verdict.entries, verdict.heads) == (256, 344, 1)
    assert "duecare audit verify" in verdict.lines()[-1]
    assert queries.verify(newest=600).skipped == 0


def test_an_altered_entry_is_found_among_the_newest_and_an_older_one_by_verifying_all(early_head, tamper):
    tamper("UPDATE audit_entry SET verb = 'x' WHERE leaf = 20")
    assert queries.verify(newest=100).ok
    assert [f.leaf for f in queries.verify().findings] == [20]
    tamper("UPDATE audit_entry SET verb = 'x' WHERE leaf = 300")
    assert [f.leaf for f in queries.verify(newest=100).findings] == [300]


def test_removing_the_end_is_found(early_head, tamper):
    tamper("DELETE FROM audit_detail WHERE entry_id IN (SELECT id FROM audit_entry WHERE leaf > 597)")
    tamper("DELETE FROM audit_entry WHERE leaf > 597")
    assert [(f.kind, f.leaf, f.until) for f in queries.verify(newest=100).findings] == [("removed", 598, 599)]


def test_a_head_kept_outside_before_them_is_compared_with_the_stored_tree(early_head, tamper):
    assert queries.verify(newest=100, against=early_head).ok
    tamper("UPDATE audit_tile SET hashes = %s WHERE level = 0 AND number = 0", in_sql(b"\x01" * 32 * 256))
    assert "outside-head" in {f.kind for f in queries.verify(newest=100, against=early_head).findings}


def test_a_tree_that_forgot_what_was_before_is_a_finding(early_head, tamper):
    tamper("DELETE FROM audit_tile WHERE level = 1")
    assert [f.kind for f in queries.verify(newest=100).findings] == ["tree"]
