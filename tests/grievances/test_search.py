"""Searching subject lines: two characters, among what one holds alone, nothing of what was replaced or forgotten."""

from __future__ import annotations

import importlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.grievances import actions, word_index
from duecare.grievances.models import Case, Findable
from duecare.grievances.queries import finding
from duecare.orgs.actions import appoint
from duecare.orgs.models import Post
from duecare.orgs.rules import SYSTEM
from duecare.orgs.vocabulary import PostKind
from tests.grievances.conftest import AT, DAY, HOUR, NOTICE, REPLY, Bring, do
from tests.grievances.test_desk import listed, named
from tests.people import FOUNDED, District, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
OVER = AT + timedelta(days=5 * 366)


@pytest.fixture(params=["from the index", "along the list"])
def way(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to find give the same: taking the inverted index, or looking at the list's rows."""
    if request.param == "along the list":
        monkeypatch.setattr(finding, "HITS", 0)
    return str(request.param)


def withdrawn(case: Case, at: Any = AT) -> None:
    do(case, "withdraw", at + HOUR)
    actions.let_time_act(at + 9 * DAY)


def test_two_characters_are_enough_and_one_finds_what_begins_with_it(bring: Bring, way: str) -> None:
    one = named(bring().case, "三年级食堂肉品有异味").number
    two = named(bring().case, "School bus NO.12 迟到").number
    bring()
    for word, number in (
        ("肉品", one), ("味", one), ("异味 食堂", one), ("食堂肉品", one), ("no.12", two), ("ＢＵＳ", two), ("迟", two),
    ):  # fmt: skip
        assert listed("officer_root", q=word) == [number], word
    for nothing in ("品肉", "堂品", "chool", "食堂 迟到", "食品", "。", "食堂 %"):
        assert listed("officer_root", q=nothing) == [], nothing


def test_a_number_and_words_of_its_line_find_together_and_a_line_may_quote_a_number(
    bring: Bring, way: str
) -> None:
    one, other = named(bring().case, "食堂肉品"), bring().case
    quoting = named(bring().case, f"同 {other.number} 食堂用水")
    for q in (one.number, f"食堂 {one.number}", f"{one.number.lower()} 肉品"):
        assert listed("officer_root", q=q) == [one.number], q
    assert listed("officer_root", q=f"用水 {one.number}") == []
    assert set(listed("officer_root", q=other.number)) == {other.number, quoting.number}
    assert listed("officer_root", q=f"{one.number} {other.number}") == []


def test_a_line_that_was_replaced_finds_nothing(bring: Bring, way: str) -> None:
    case = named(bring().case, "食堂肉品")
    named(case, "校车迟到")
    assert listed("officer_root", q="肉品") == []
    assert listed("officer_root", q="校车") == [case.number]
    assert Findable.objects.count() == 1


def test_who_comes_to_hold_a_case_finds_it_and_each_tab_what_it_shows(
    district: District, bring: Bring, way: str
) -> None:
    case = bring(concerned=[district["QY-X1-D1"]]).case
    do(case, "accept", AT + HOUR, "officer_x1", words=NOTICE)
    named(case, "教学点食堂用水", "officer_x1")
    assert listed("officer_x1", q="用水") == [case.number]
    assert listed("officer_root", q="用水") == [] == listed("officer_x1", q="用水", shown="ended")
    do(case, "reply", AT + 2 * DAY, "officer_x1", words=REPLY)
    do(case, "ask-review", AT + 3 * DAY, words={"text": "没有说明谁来监督。"})
    assert (
        listed("officer_root", AT + 3 * DAY, q="用水")
        == [case.number]
        == listed("officer_x1", AT + 3 * DAY, q="用水")
    )


def test_what_rests_is_found_where_it_is_listed(bring: Bring, way: str) -> None:
    case = named(bring().case, "食堂肉品")
    withdrawn(case)
    assert listed("officer_root", AT + 9 * DAY, q="肉品") == []
    assert listed("officer_root", AT + 9 * DAY, q="肉品", shown="ended") == [case.number]


def test_who_is_excused_finds_it_no_more_while_the_unit_keeps_it(
    district: District, bring: Bring, way: str
) -> None:
    post = Post.objects.get(unit=district["QY-X1"], kind=PostKind.CASE_OFFICER)
    appoint(user=district.people["reporter_x1"], post=post, by=SYSTEM, at=FOUNDED)
    about = [district["QY-X1-D1"]]
    case = named(bring(concerned=about).case, "教学点用水", "officer_x1")
    other = named(bring(concerned=about).case, "教学点用电", "officer_x1")
    do(case, "recuse", AT + HOUR, "officer_x1")
    assert listed("officer_x1", q="教学") == [other.number]
    assert listed("officer_x1", q=case.number) == [] == listed("officer_x1", q="用水")
    assert listed("reporter_x1", q="用水") == [case.number]


def test_what_others_hold_is_neither_read_nor_counted(district: District, bring: Bring) -> None:
    """The index gives a unit its own, before any cut, and a search is the same statements whatever others hold."""

    def statements() -> list[str]:
        client = client_for("officer_root")
        client.get("/cases/")
        with clock_at(AT), CaptureQueriesContext(connection) as found:
            client.get("/cases/?q=用水")
        return [one["sql"] for one in found.captured_queries if "grievances_findable" in one["sql"]]

    ours, before = named(bring().case, "食堂用水"), statements()
    for _ in range(3):
        named(bring(concerned=[district["QY-X1-D1"]]).case, "教学点用水", "officer_x1")
    mark = word_index.mark(district.root.key, rests=False)
    asked = word_index.INDEX.has(word_index.sought(["用水"], mark))
    assert [row.case_id for row in Findable.objects.filter(asked)] == [ours.id]
    assert statements() == before and before and all(mark in one for one in before)


def test_forgotten_lines_leave_no_token(bring: Bring) -> None:
    case, kept = named(bring().case, "食堂肉品"), named(bring().case, "校车迟到")
    withdrawn(case)
    actions.forget_cases(AT + 30 * DAY)
    assert Findable.objects.count() == 2
    assert actions.forget_cases(OVER) == 1
    assert [row.case_id for row in Findable.objects.all()] == [kept.id]
    assert listed("officer_root", OVER, q="肉品", shown="ended") == []


def on_disk(text: str) -> bool:
    file = Path(str(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return text.encode() in file.read_bytes()


@pytest.mark.django_db(transaction=True)
def test_no_pair_of_characters_stays_in_the_file(bring: Bring) -> None:
    """SQLite overwrites what it frees; FTS5 alone would keep deleted tokens in its older pages."""
    if connection.vendor != "sqlite":
        pytest.skip("a file of SQLite's")
    for n in range(12):
        named(bring().case, f"普通事项{n}")
    case = named(bring().case, "貔貅獬豸")
    assert on_disk("貔貅") and on_disk("貅獬")
    named(case, "麒麟饕餮")
    assert not on_disk("貔貅") and not on_disk("貅獬") and on_disk("麟饕")
    withdrawn(case)
    assert actions.forget_cases(OVER) == 1
    for token in ("麒麟", "麟饕", "饕餮"):
        assert not on_disk(token), token
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO grievances_words (grievances_words) VALUES ('integrity-check')")
    assert len(listed("officer_root", OVER, q="普通")) == 12


def test_lines_from_before_become_findable(bring: Bring) -> None:
    """What the migration does that fills the tokens."""
    case, bare = named(bring().case, "食堂肉品"), bring().case
    rested = named(bring().case, "校车迟到")
    withdrawn(rested)
    before = dict(Findable.objects.values_list("case", "words"))
    Findable.objects.all().delete()
    assert listed("officer_root", q="肉品") == []
    importlib.import_module("duecare.grievances.migrations.0011_lines_of_old").fill(apps, None)
    assert dict(Findable.objects.values_list("case", "words")) == before
    assert set(before) == {case.id, rested.id} and bare.id not in before


def test_the_inverted_index_is_there_and_can_be_set_up_again(bring: Bring) -> None:
    """What a migration runs that rebuilds its table."""
    case = named(bring().case, "食堂肉品")
    # PostgreSQL makes no index while a check of keys is left for the end of the test's transaction.
    connection.check_constraints()
    vendor = connection.vendor
    with connection.cursor() as cursor:
        for statement in (*word_index.INDEX.removals(vendor), *word_index.INDEX.additions(vendor)):
            cursor.execute(statement)
    assert listed("officer_root", q="肉品") == [case.number]
