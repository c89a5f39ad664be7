"""Whatever is altered, removed, inserted or back-dated is found, and it is said which entry it is."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils.translation import override

from duecare.audit import actions, queries
from duecare.audit.models import Entry, TreeHead
from duecare.core.errors import BadInput
from duecare.core.ids import uuid7
from tests.audit.conftest import ROOT, in_sql, write

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def record(now):
    """Twelve entries, two heads: of the first eight and of all."""
    write(8, now - timedelta(minutes=3))
    actions.sequence(now)
    actions.sign_heads(now - timedelta(minutes=2))
    write(4, now - timedelta(minutes=1))
    actions.sequence(now)
    actions.sign_heads(now, now=True)
    return list(Entry.objects.order_by("leaf"))


def only(verdict: queries.Verdict, kind: str) -> queries.Finding:
    assert [f.kind for f in verdict.findings] == [kind], str(verdict)
    assert not verdict.ok
    return verdict.findings[0]


def test_an_honest_record_is_self_consistent_and_no_more(record):
    verdict = queries.verify()
    assert verdict.ok
    assert (verdict.entries, verdict.heads, verdict.roots) == (12, 2, 1)
    assert "自身一致" in verdict.lines()[-1]


def test_against_a_head_from_outside_it_is_as_written(record):
    verdict = queries.verify(against=f"昨日摘要:\n> {queries.latest_head(ROOT)}\n")
    assert verdict.ok
    assert verdict.outside == 1
    assert "仅能说明" not in verdict.lines()[-1]


COLUMNS = [
    ("at", "2027-01-01 00:00:00"),
    ("actor", in_sql(uuid.UUID(int=9))),
    ("actor", None),
    ("post", in_sql(uuid.UUID(int=9))),
    ("verb", "reports.waived"),
    ("object_kind", "task"),
    ("object_id", "99"),
    ("commitment", b"\x01" * 32),
    ("leaf_hash", b"\x01" * 32),
    ("id", uuid7()),
]


@pytest.mark.parametrize(("column", "value"), COLUMNS)
def test_an_altered_column_is_found_and_its_entry_named(record, tamper, column, value):
    if column == "id":
        tamper("DELETE FROM audit_detail WHERE entry_id = %s", in_sql(record[5].id))
    tamper(f"UPDATE audit_entry SET {column} = %s WHERE leaf = 5", in_sql(value))
    finding = next(f for f in queries.verify().findings if f.kind == "altered")
    assert finding.leaf == 5
    assert finding.entry == (value if column == "id" else record[5].id)
    if column not in ("at", "verb"):
        text = str(finding)
        assert str(finding.entry) in text
        assert "reports.filed" in text
        assert "5" in text


def test_an_entry_moved_to_another_root_is_missed_where_it_was(record, tamper):
    other = uuid.UUID(int=77)
    tamper("UPDATE audit_entry SET root = %s WHERE leaf = 5", in_sql(other))
    kinds = {(f.kind, f.root) for f in queries.verify().findings}
    assert ("removed", ROOT) in kinds
    assert ("altered", other) in kinds


def test_an_entry_altered_together_with_its_hash_is_found_by_the_tree(record, tamper):
    from_leaf = record[5]
    tamper("UPDATE audit_entry SET object_id = '99' WHERE leaf = 5")
    changed = Entry.objects.get(leaf=5)
    from duecare.audit.rules import leaf_hash  # noqa: PLC0415
    from duecare.audit.shapes import leaf_of  # noqa: PLC0415

    tamper("UPDATE audit_entry SET leaf_hash = %s WHERE leaf = 5", leaf_hash(leaf_of(changed)))
    finding = only(queries.verify(), "altered")
    assert (finding.leaf, finding.entry) == (5, from_leaf.id)


def test_altered_details_are_found(record, tamper):
    tamper("UPDATE audit_detail SET body = '{\"n\":0}' WHERE entry_id = %s", in_sql(record[3].id))
    finding = only(queries.verify(), "details")
    assert (finding.leaf, finding.entry) == (3, record[3].id)


def test_details_that_are_no_json_any_more_are_found(record, tamper):
    tamper("UPDATE audit_detail SET body = '{' WHERE entry_id = %s", in_sql(record[3].id))
    assert only(queries.verify(), "details").leaf == 3


def test_an_altered_salt_is_found(record, tamper):
    tamper("UPDATE audit_detail SET salt = %s WHERE entry_id = %s", bytes(16), in_sql(record[3].id))
    assert only(queries.verify(), "details").leaf == 3


def test_erased_details_are_in_order_and_counted(record, now):
    assert actions.erase(root=ROOT, object_kind="submission", object_ids=[3], at=now) == 2
    actions.sequence(now)
    verdict = queries.verify()
    assert verdict.ok, str(verdict)
    assert verdict.erased == 2
    assert Entry.objects.filter(verb="audit.erased").count() == 1


def test_a_removed_entry_is_found_in_the_middle(record, tamper):
    tamper("DELETE FROM audit_detail WHERE entry_id = %s", in_sql(record[5].id))
    tamper("DELETE FROM audit_entry WHERE leaf = 5")
    finding = only(queries.verify(), "removed")
    assert (finding.leaf, finding.until) == (5, 5)


def test_removed_first_entries_are_found(record, tamper):
    for gone in (0, 1):
        tamper("DELETE FROM audit_detail WHERE entry_id = %s", in_sql(record[gone].id))
        tamper("DELETE FROM audit_entry WHERE leaf = %s", gone)
    finding = only(queries.verify(), "removed")
    assert (finding.leaf, finding.until) == (0, 1)


def cut_off(tamper, record, keep: int) -> None:
    for entry in record[keep:]:
        tamper("DELETE FROM audit_detail WHERE entry_id = %s", in_sql(entry.id))
        tamper("DELETE FROM audit_entry WHERE id = %s", in_sql(entry.id))
    tamper("UPDATE audit_tree SET size = %s", keep)


def test_removed_last_entries_are_found_by_the_stored_head(record, tamper):
    cut_off(tamper, record, 10)
    finding = only(queries.verify(), "removed")
    assert (finding.leaf, finding.until) == (10, 11)


def test_a_record_cut_off_with_its_heads_is_found_by_the_head_outside(record, tamper):
    outside = str(queries.latest_head(ROOT))
    cut_off(tamper, record, 8)
    tamper("DELETE FROM audit_treehead WHERE size = 12")
    tamper("DELETE FROM audit_tile")
    assert not queries.verify(against=outside).ok
    kinds = {(f.kind, f.leaf, f.until) for f in queries.verify(against=outside).findings}
    assert ("removed", 8, 11) in kinds


def test_a_record_thrown_away_whole_is_found_by_the_head_outside(record, tamper):
    outside = str(queries.latest_head(ROOT))
    for table in ("detail", "entry", "tile", "tree", "treehead"):
        tamper(f"DELETE FROM audit_{table}")
    finding = only(queries.verify(against=outside), "removed")
    assert (finding.leaf, finding.until) == (0, 11)


def rewrite(tamper, now, sql: str) -> None:
    """Forge thoroughly: change a row, then build leaves, tiles and heads anew, even signed with the true key."""
    tamper(sql)
    for table in ("tile", "tree", "treehead"):
        tamper(f"DELETE FROM audit_{table}")
    tamper("UPDATE audit_entry SET leaf = NULL, leaf_hash = NULL")
    actions.sequence(now)
    actions.sign_heads(now + timedelta(seconds=1))


def test_a_record_rewritten_by_the_owner_of_the_key_is_found_by_the_head_outside(record, tamper, now):
    outside = str(queries.latest_head(ROOT))
    rewrite(tamper, now, "UPDATE audit_entry SET object_id = '77' WHERE leaf = 2")
    assert queries.verify().ok
    verdict = queries.verify(against=outside)
    assert only(verdict, "outside-head").until == 11


def test_two_heads_outside_say_where_the_rewriting_begins(record, tamper, now):
    heads = [str(h) for h in map(_head, TreeHead.objects.order_by("size"))]
    rewrite(tamper, now, "UPDATE audit_entry SET object_id = '77' WHERE leaf = 9")
    verdict = queries.verify(against="\n".join(heads))
    finding = only(verdict, "outside-head")
    assert (finding.leaf, finding.until) == (8, 11)


def _head(row: TreeHead) -> object:
    from duecare.audit.shapes import head_of  # noqa: PLC0415

    return head_of(row)


def test_a_row_slipped_in_at_the_end_is_found(record, tamper, now):
    tamper(
        "INSERT INTO audit_entry (id, root, at, verb, object_kind, object_id, commitment, leaf, leaf_hash)"
        " SELECT %s, root, at, verb, object_kind, object_id, commitment, 12, leaf_hash FROM audit_entry WHERE leaf = 5",
        in_sql(uuid7()),
    )
    kinds = {(f.kind, f.leaf) for f in queries.verify().findings}
    assert ("altered", 12) in kinds


@pytest.mark.parametrize("size", [8, 12])
def test_an_altered_head_is_found(record, tamper, size):
    tamper("UPDATE audit_treehead SET root_hash = %s WHERE size = %s", bytes(32), size)
    assert only(queries.verify(), "head")


def test_a_head_of_another_key_is_found(record, tamper):
    tamper("UPDATE audit_treehead SET key = 'ffffffffffffffff' WHERE size = 8")
    assert "ffffffffffffffff" in str(only(queries.verify(), "head"))


def test_a_tree_that_was_tampered_with_is_found(record, tamper):
    tamper("UPDATE audit_tile SET hashes = %s", b"\x01" * 32 * 12)
    assert not queries.verify().ok
    tamper("DELETE FROM audit_tile")
    assert only(queries.verify(), "tree")


def test_a_text_without_a_whole_head_is_refused(record):
    with pytest.raises(BadInput):
        queries.verify(against="这里没有摘要")
    with pytest.raises(BadInput):
        queries.verify(against=str(queries.latest_head(ROOT))[:-3])


def test_it_takes_the_same_number_of_statements_and_memory_however_long(
    record, now, django_assert_max_num_queries
):
    write(400, now, step=timedelta(milliseconds=1))
    actions.sequence(now)
    with django_assert_max_num_queries(20):
        assert queries.verify().ok


def test_the_tree_row_set_back_is_found(record, tamper):
    tamper("UPDATE audit_tree SET size = 10")
    assert only(queries.verify(), "tree")


def test_findings_are_told_in_the_language_of_the_reader(record, tamper):
    tamper("UPDATE audit_entry SET object_id = '99' WHERE leaf = 5")
    with override("zh-hans"):
        assert "被改动" in str(queries.verify())
    with override("en"):
        assert "was altered" in str(queries.verify())
