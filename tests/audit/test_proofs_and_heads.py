"""Heads are signed and sent; any entry can be proved under one; the record reads in pages."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings

from duecare.audit import actions, keyfiles, queries, signing
from duecare.audit.models import TreeHead
from duecare.audit.rules.merkle import consistent
from duecare.core.errors import Conflict, NotFound
from tests.audit.conftest import ROOT, write

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_a_tree_is_signed_hourly_while_it_grows_and_daily_in_any_case(now):
    write(1, now)
    actions.sequence(now)
    assert actions.sign_heads(now) == 1
    assert actions.sign_heads(now + timedelta(minutes=61)) == 0
    write(1, now)
    actions.sequence(now)
    assert actions.sign_heads(now + timedelta(minutes=59)) == 0
    assert actions.sign_heads(now + timedelta(minutes=61)) == 1
    assert actions.sign_heads(now + timedelta(hours=26)) == 1
    assert queries.verify().ok


def test_a_head_goes_out_once_a_day(now):
    write(1, now)
    actions.sequence(now)
    actions.sign_heads(now)
    [(head_id, head)] = queries.heads_to_send(now)
    assert head.size == 1
    assert signing.genuine(queries.read_heads(str(head))[0])
    assert actions.mark_sent([head_id], now) == 1
    write(1, now)
    actions.sequence(now)
    actions.sign_heads(now, now=True)
    assert queries.heads_to_send(now + timedelta(hours=23)) == []
    assert [h.size for _id, h in queries.heads_to_send(now + timedelta(hours=25))] == [2]


def test_a_lost_key_is_noticed_and_not_replaced(now):
    write(1, now)
    actions.sequence(now)
    path = keyfiles.folder(settings.HOME) / "audit.key"
    kept = path.read_text()
    path.unlink()
    try:
        with pytest.raises(keyfiles.KeyMissing, match="key backup"):
            actions.sign_heads(now)
        assert TreeHead.objects.count() == 0
        path.write_text(kept)
        path.chmod(0o644)
        with pytest.raises(keyfiles.KeyMissing, match="chmod"):
            actions.sign_heads(now)
    finally:
        path.unlink()
        keyfiles.write(path, kept)


def test_any_entry_is_proved_under_the_newest_head(now):
    entries = write(300, now, step=timedelta(milliseconds=1))
    actions.sequence(now)
    with pytest.raises(Conflict):
        queries.inclusion(root=ROOT, entry=entries[0].id)
    actions.sign_heads(now)
    for index in (0, 127, 255, 256, 299):
        proof = queries.inclusion(root=ROOT, entry=entries[index].id)
        assert proof.leaf == index
        assert queries.proves(proof)
        assert not queries.proves(replace(proof, leaf_hash=bytes(32)))
    with pytest.raises(NotFound):
        queries.inclusion(root=uuid.UUID(int=5), entry=entries[0].id)


def test_a_proof_reads_a_handful_of_rows(now, django_assert_max_num_queries):
    entries = write(300, now, step=timedelta(milliseconds=1))
    actions.sequence(now)
    actions.sign_heads(now)
    with django_assert_max_num_queries(5):
        queries.inclusion(root=ROOT, entry=entries[7].id)


def test_a_later_tree_is_proved_to_continue_an_earlier_one(now):
    write(5, now)
    actions.sequence(now)
    actions.sign_heads(now)
    write(290, now + timedelta(seconds=5), step=timedelta(milliseconds=1))
    actions.sequence(now)
    actions.sign_heads(now, now=True)
    old, new = TreeHead.objects.order_by("size")
    proof = queries.consistency(root=ROOT, old=5, new=295)
    assert consistent(5, 295, bytes(old.root_hash), bytes(new.root_hash), proof)


def test_the_record_reads_in_pages_newest_first_without_gap_or_repeat(now, django_assert_num_queries):
    entries = write(23, now, step=timedelta(0))
    seen: list[uuid.UUID] = []
    before = ""
    while True:
        with django_assert_num_queries(1):
            page = queries.entries(root=ROOT, before=before, size=5)
        seen += [row.id for row in page.rows]
        if page.older is None:
            break
        before = page.older
    assert seen == [e.id for e in sorted(entries, key=lambda e: (e.at, e.id), reverse=True)]
    assert page.rows[0].details == {"unit": "第一中学", "n": 2, "share": 1e16, "nil": None}


def test_the_record_is_searched_by_verb_object_actor_and_time(now):
    write(5, now)

    def count(**chosen):
        return len(queries.entries(root=ROOT, **chosen).rows)

    assert count(verb="reports.filed") == count(verb="reports.") == 5
    assert count(verb="reports") == count(verb="tasks.") == 0
    assert count(object_kind="submission", object_id="3") == 1
    assert count(actor=uuid.UUID(int=1)) == 5
    assert count(since=now + timedelta(seconds=2), until=now + timedelta(seconds=4)) == 2
    assert queries.entries(root=uuid.UUID(int=3)).rows == []
    assert queries.entries(root=ROOT, before="nonsense").rows


def test_erased_details_read_as_none_and_the_entry_stays(now):
    [entry] = write(1, now)
    actions.erase(root=ROOT, object_kind="submission", object_ids=[0], at=now)
    row = queries.entry(root=ROOT, id=entry.id)
    assert row is not None
    assert row.details is None
    assert queries.entry(root=uuid.UUID(int=3), id=entry.id) is None
