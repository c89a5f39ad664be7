"""What the ledger tells: ages, times, what comes back, what is owed; and never who found most."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.hazards import actions
from duecare.hazards.models import Hazard
from duecare.obligations.actions import tick
from duecare.places.models import Place
from tests.hazards.conftest import AT, DAY, HOUR, Report
from tests.people import District, actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
NOW = AT + 120 * DAY


def shown(who: str = "coordinator", query: str = "", at: Any = NOW) -> Any:
    with clock_at(at):
        answer = client_for(who).get(f"/hazards/figures/?{query}")
    assert answer.status_code == 200
    return answer


def done(hazard: Hazard, took: timedelta) -> None:
    """Put right so long after it was opened, and closed out the hour after."""
    right = hazard.opened_at + took
    actions.put_right(hazard_id=hazard.id, text="已修", by=actor_of("reporter_x1"), at=right)
    actions.verify(hazard_id=hazard.id, passed=True, by=actor_of("leader"), at=right + HOUR)


def test_what_is_open_is_counted_by_age_and_each_count_leads_to_its_rows(report: Report) -> None:
    for days in (0, 7, 8, 30, 31, 90, 91, 119):
        report(at=NOW - days * DAY, place=None, text=f"{days}天前", level="major" if days == 8 else "general")
    done(report(at=NOW - 5 * DAY, place=None, text="已销"), DAY)
    answer = shown()
    assert [(age.count, age.major) for age in answer.context["figures"].ages] == [
        (2, 0),
        (2, 1),
        (2, 0),
        (2, 0),
    ]
    listed = []
    for age, query, major in answer.context["ages"]:
        assert f"/hazards/?{query}".replace("&", "&amp;") in answer.content.decode()
        with clock_at(NOW):
            ledger = client_for("coordinator").get(f"/hazards/?{query}").context["ledger"]
        listed.append({row.hazard.text for row in ledger.rows})
        with clock_at(NOW):
            rows = client_for("coordinator").get(f"/hazards/?{major}").context["ledger"].rows
        assert len(rows) == age.major
    assert listed == [{"0天前", "7天前"}, {"8天前", "30天前"}, {"31天前", "90天前"}, {"91天前", "119天前"}]
    assert re.findall(r'<rect x="0" y="0" width="(\d+)"', answer.content.decode()) == ["240"] * 4


def test_days_until_put_right_by_level_and_category_of_the_period(report: Report) -> None:
    start = NOW - 60 * DAY
    for took in range(1, 11):
        hazard = report(at=start, place=None, category="fire", text=f"{took}")
        done(hazard, took * DAY + HOUR)
    done(report(at=start, place=None, category="food", text="食"), timedelta(hours=23))
    done(report(at=NOW - 110 * DAY, place=None, category="food", text="早已销号"), 3 * DAY)
    times = dict(shown(query="days=90").context["figures"].times)
    assert [category and category.value for category in times] == [None, "fire", "food"]
    (_level, fire), (_major, major) = times["fire"]
    assert (fire.count, fire.median, fire.p90) == (10, 5, 9) and (major.count, major.median) == (0, None)
    assert [(t.count, t.median) for _level, t in times["food"]] == [(1, 0), (0, None)]
    assert times[None][0][1].count == 11
    whole = dict(shown(query="days=365").context["figures"].times)
    assert [(t.count, t.median, t.p90) for _level, t in whole["food"][:1]] == [(2, 0, 3)]
    assert dict(shown(query="days=30").context["figures"].times).keys() == {None}
    assert shown(query="days=nonsense").context["figures"].days == 90


def test_close_outs_that_did_not_hold_and_where(stairs: Place, report: Report) -> None:
    first = report(at=NOW - 50 * DAY)
    done(first, DAY)
    assert report(at=NOW - 40 * DAY, text="又来了").id == first.id
    first.refresh_from_db()
    done(first, DAY)
    assert report(at=NOW - 20 * DAY, text="第三次").id == first.id
    done(report(at=NOW - 30 * DAY, place=None, category="fire", text="别处"), DAY)
    answer = shown()
    found = answer.context["figures"]
    assert (found.closed, found.back, found.share) == (3, 2, "66.7")
    assert [(place.id, category.value, count) for place, category, count in found.returns] == [
        (stairs.id, "electricity", 2)
    ]
    page = answer.content.decode()
    assert "教学楼东楼梯" in page and "再次出现 2 次" in page
    ((_place, _category, _count, query),) = answer.context["returns"]
    with clock_at(NOW):
        rows = client_for("coordinator").get(f"/hazards/?{query}").context["ledger"].rows
    assert [row.hazard.id for row in rows] == [first.id]


def test_units_are_compared_by_what_they_owe_and_never_by_what_they_found(
    district: District, report: Report
) -> None:
    late = report(text="较早", place=None)
    for n in range(3):  # finding many is not counted
        report(unit=district["QY-Z1"], place=None, text=f"新发现{n}", who="leader_z1", at=AT + 8 * DAY)
    at = AT + 8 * DAY
    tick(at)
    page = shown(at=at).content.decode()
    assert "查出隐患不受追究" in page
    card = page[page.index("各单位逾期事项") :]
    assert "从不作为对单位不利的依据" in card and "逾期 1 项" in card
    assert "第一小学" in card and "第一中学" not in card
    actions.put_right(hazard_id=late.id, text="已处理", by=actor_of("leader_x1"), at=at)
    assert "逾期 1 项" not in shown(at=at).content.decode()


def test_a_reader_sees_the_figures_of_a_subtree(
    district: District, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(at=NOW, place=None)
    report(at=NOW, place=None, unit=district["QY-Z1"], who="coordinator")
    for few in (12, 0):
        monkeypatch.setattr("duecare.hazards.queries.reach.FEW", few)
        assert shown("leader_z1").context["figures"].open == 1
        assert shown(query=f"unit={district['QY-Z1'].key}").context["figures"].open == 1
    assert shown().context["figures"].open == 2
    with clock_at(NOW):
        assert (
            client_for("leader_z1").get(f"/hazards/figures/?unit={district['QY-X1'].key}").status_code == 404
        )


def test_figures_take_the_same_queries_for_one_hazard_and_for_many(
    stairs: Place, report: Report, django_assert_num_queries: Callable[..., Any]
) -> None:
    def again(n: int) -> None:
        hazard = report(at=NOW - 9 * DAY, category=("fire", "food", "heating")[n], text=f"{n}")
        done(hazard, DAY)
        report(at=NOW - 5 * DAY, category=("fire", "food", "heating")[n], text=f"{n}")

    again(0)
    client = client_for("coordinator")
    tick(NOW)
    with clock_at(NOW):
        client.get("/hazards/figures/")
        with CaptureQueriesContext(connection) as first:
            client.get("/hazards/figures/")
    again(1)
    again(2)
    tick(NOW)
    with clock_at(NOW), django_assert_num_queries(len(first)):
        client.get("/hazards/figures/")
