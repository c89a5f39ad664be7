"""Searching the ledger: two characters, names where they stand now, and nothing of what is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from duecare.hazards import actions, word_index
from duecare.hazards.models import Findable, Hazard
from duecare.hazards.queries import listing
from duecare.orgs.actions import change_unit
from duecare.orgs.rules import SYSTEM
from duecare.places.actions import change_place
from duecare.places.models import Place
from tests.hazards.conftest import AT, DAY, TEXT, Report
from tests.people import District, actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with clock_at(AT):
        yield


@pytest.fixture(params=["along the list", "from the index"])
def way(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to find give the same: looking at the list's rows, or taking the inverted index."""
    if request.param == "from the index":
        monkeypatch.setattr(listing, "LOOKED_AT", 1)
    return str(request.param)


def found(who: str, query: str) -> set[str]:
    """The texts of hazards that the ledger lists, all of them."""
    answer = client_for(who).get(f"/hazards/?shown=all&{query}")
    assert answer.status_code == 200
    assert not answer.context["ledger"].partly
    return {hazard.text for hazard, _look, _age in answer.context["ledger"].rows}


def test_two_characters_are_enough_and_one_finds_what_begins_with_it(report: Report, way: str) -> None:
    report(text="消火栓 NO.12 被杂物堵塞", place=None, category="fire")
    report(text="灭火员带走了机器", place=None, category="crowd")
    report(text="Boiler leaks", place=None, category="heating")
    for word, text in (
        ("杂物", "消火栓 NO.12 被杂物堵塞"), ("塞", "消火栓 NO.12 被杂物堵塞"), ("no.12", "消火栓 NO.12 被杂物堵塞"),
        ("ＢＯＩＬ", "Boiler leaks"), ("杂物 消火", "消火栓 NO.12 被杂物堵塞"),
    ):  # fmt: skip
        assert found("coordinator", f"q={word}") == {text}, word
    for nothing in ("灭火器", "oiler", "杂物 灭火", "塞杂"):
        assert found("coordinator", f"q={nothing}") == set(), nothing
    assert len(found("coordinator", "q=。")) == 3


def test_a_category_is_found_by_what_it_is_called(report: Report, way: str) -> None:
    report(text="老化", category="food", place=None)
    report(text="堵塞", category="fire", place=None)
    assert found("coordinator", "q=食品") == {"老化"}


def test_places_and_units_are_found_by_the_name_they_have_now(
    stairs: Place, district: District, report: Report, way: str
) -> None:
    report()
    report(text="别处", place=None, unit=district["QY-Z1"], who="coordinator")
    report(text="又一处", place=None, unit=district["QY-Z2"], who="coordinator")
    assert found("coordinator", "q=东楼梯") == {TEXT}
    assert found("coordinator", "q=第一中学") == {"别处"}
    change_place(
        place=stairs,
        kind="stairwell",
        name="西侧步行梯",
        name_en="",
        number="X-7",
        by=actor_of("leader_x1"),
        at=AT,
    )
    change_unit(unit=district["QY-Z1"], name="实验中学", by=SYSTEM, at=AT)
    assert found("coordinator", "q=东楼梯") == set() == found("coordinator", "q=第一中学")
    assert found("coordinator", "q=西侧步行") == {TEXT} == found("coordinator", "q=x-7")
    assert found("coordinator", "q=实验中") == {"别处"}


def test_words_in_very_many_names_are_compared_name_by_name(
    district: District, report: Report, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duecare.hazards.queries.search.NAMES", 1)
    report(text="甲处漏水", place=None)
    report(text="乙处漏水", unit=district["QY-X2"], place=None, who="coordinator")
    report(text="丙处漏水", unit=district["QY-Z1"], place=None, who="coordinator")
    assert found("coordinator", "q=小学 漏水") == {"甲处漏水", "乙处漏水"}


def test_searching_shows_nothing_that_the_list_would_not(
    district: District, report: Report, way: str
) -> None:
    report()
    report(text="插座松动", unit=district["QY-Z1"], place=None, who="coordinator")
    assert found("leader_z1", "q=插座") == {"插座松动"}
    assert found("leader_z1", "q=第一小学") == set() == found("leader_z1", "q=东楼梯")
    assert client_for("leader_z1").get(f"/hazards/?unit={district['QY-X1'].key}&q=插座").status_code == 404


def test_too_many_hits_are_looked_through_further_and_further(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(7):
        report(text="漏水" if n % 3 == 0 else "漏电", place=None)
    monkeypatch.setattr(listing, "LOOKED_AT", 2)
    monkeypatch.setattr(listing, "HITS", 2)
    client, address, seen, pages = client_for("coordinator"), "/hazards/?shown=all&q=漏水", 0, 0
    while address:
        answer = client.get(address)
        ledger, pages = answer.context["ledger"], pages + 1
        seen += len(ledger.rows)
        assert ledger.partly == bool(ledger.following) == ("继续查找" in answer.content.decode())
        address = f"/hazards/?shown=all&q=漏水&after={ledger.following}" if ledger.following else ""
    assert (seen, pages) == (3, 4)


def test_what_comes_back_is_found_by_both_descriptions(report: Report, way: str) -> None:
    first = report()
    actions.put_right(hazard_id=first.id, text="换新", by=actor_of("reporter_x1"), at=AT)
    actions.verify(hazard_id=first.id, passed=True, by=actor_of("leader"), at=AT)
    assert report(text="又冒火花", at=AT + DAY).id == first.id
    assert found("coordinator", "q=火花") == {TEXT} == found("coordinator", "q=过热")


def close_out(hazard: Hazard) -> None:
    actions.put_right(hazard_id=hazard.id, text="已更换", by=actor_of("reporter_x1"), at=AT)
    actions.verify(hazard_id=hazard.id, passed=True, by=actor_of("leader"), at=AT)


def test_forgotten_words_find_nothing_and_where_it_was_still_does(report: Report, way: str) -> None:
    old = report(text="鼠咬电缆外皮")
    report(text="鼠洞未堵", category="food", place=None)
    close_out(old)
    actions.forget_words(AT + 89 * DAY)
    assert found("coordinator", "q=鼠咬") == {"鼠咬电缆外皮"}
    actions.forget_words(AT + 90 * DAY)
    assert found("coordinator", "q=鼠咬") == set() == found("coordinator", "q=电缆")
    assert found("coordinator", "q=鼠") == {"鼠洞未堵"}
    assert found("coordinator", "q=东楼梯") == {""} == found("coordinator", "q=用电")
    row = Findable.objects.get(hazard=old)
    assert row.words.split() == [
        "§u" + old.unit.key,
        "§p" + str(old.place and old.place.code),
        "§celectricity",
    ]


def test_words_are_searched_in_a_fixed_number_of_statements(
    report: Report, django_assert_max_num_queries: Any
) -> None:
    report()
    client = client_for("coordinator")
    client.get("/hazards/")
    with django_assert_max_num_queries(20):
        client.get("/hazards/?shown=all&q=插座 过热 东楼 小学")


@pytest.mark.django_db(transaction=True)
def test_no_pair_of_characters_stays_in_the_file(report: Report) -> None:
    """SQLite overwrites what it frees; FTS5 alone would keep deleted tokens in its older pages."""
    if connection.vendor != "sqlite":
        pytest.skip("a file of SQLite's")
    file = Path(str(connection.settings_dict["NAME"]))

    def on_disk(text: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return text.encode() in file.read_bytes()

    for n in range(40):
        report(text=f"普通隐患描述{n}", place=None)
    secret = report(text="貔貅獬豸", place=None)
    close_out(secret)
    assert on_disk("貔貅") and on_disk("貅獬")
    actions.forget_words(AT + 90 * DAY)
    for token in ("貔貅", "貅獬", "獬豸"):
        assert not on_disk(token), token
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO hazards_words (hazards_words) VALUES ('integrity-check')")
        cursor.execute("SELECT count(*) FROM hazards_words WHERE hazards_words MATCH '\"隐患\"'")
        assert cursor.fetchone() == (40,)


def test_the_inverted_index_is_there_and_can_be_set_up_again(report: Report) -> None:
    """What a migration runs that rebuilds its table."""
    report()
    # PostgreSQL makes no index while a check of keys is left for the end of the test's transaction.
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in (*word_index.removals(connection.vendor), *word_index.additions(connection.vendor)):
            cursor.execute(statement)
    assert found("coordinator", "q=插座") == {TEXT}
