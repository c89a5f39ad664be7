"""Pages of programmes: at a glance, one that is owed, the draws; each cut to what the reader may see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from duecare.inspections.models import Draw, Owed
from duecare.inspections.queries.due import due_for
from duecare.inspections.queries.programmes import table
from duecare.obligations import actions as kernel
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from duecare.places.actions import add_place
from tests.inspections.programmes import DAY, HOUR, Winter, local
from tests.people import FOUNDED, actor_of, client_for, clock_at

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOON = local("2027-01-20 12:00")
LIST, MONTHLY, DISTRICT, DRAWS = (
    f"/inspections/{path}/"
    for path in ("programmes", "programmes/winter/monthly", "programmes/winter/district", "draws")
)


def get(username, path, at=NOON, language="en"):
    with clock_at(at):
        answer = client_for(username, language).get(path)
    return answer.status_code, answer.content.decode()


@pytest.fixture
def january(winter):
    """Two weeks on: the first middle school has inspected once, the second late, the others not."""
    winter.inspect(local("2027-01-06 10:00"))
    kernel.tick(local("2027-01-18 08:00"), outage_after=30 * DAY)
    winter.inspect(local("2027-01-18 10:00"), "QY-Z2", "reporter_z2")
    kernel.tick(NOON, outage_after=30 * DAY)
    return winter


def drawn(winter):
    return [winter.district[code] for code in sorted(
        Owed.objects.filter(programme__key="district").values_list("unit__code", flat=True))]  # fmt: skip


def test_the_list_says_how_each_stands(january):
    status, page = get("coordinator", LIST)
    assert status == 200
    for words in ("Monthly safety inspection", "2 of 15 inspections made", "3 overdue", "no two in one week",
                  "at least 1/3 of the units, drawn", "District spot check"):  # fmt: skip
        assert words in page
    assert "每月安全检查" in get("coordinator", LIST, language="zh-hans")[1]


def test_who_has_inspected_and_who_has_not(january):
    at = table(actor_of("coordinator"), "winter", "monthly", NOON)
    states = {row.unit.code: row.cells[0][0].state for row in at.rows}
    assert states == {
        "QY-Z1": "open",
        "QY-Z2": "open",
        "QY-X1": "silent",
        "QY-X2": "silent",
        "QY-X3": "silent",
    }
    assert (at.totals[0].done, at.totals[0].late, at.totals[0].missed, at.totals[0].owed) == (2, 1, 3, 15)
    page = get("coordinator", MONTHLY)[1]
    assert "1 of 3 made" in page and "1 late" in page and "0 of 3 made · 1 overdue" in page


def test_a_school_sees_its_own_and_not_its_neighbours_nor_what_the_district_drew(january):
    page = get("reporter_z1", LIST)[1]
    assert "Monthly safety inspection" in page and "District spot check" not in page
    page = get("reporter_z1", MONTHLY)[1]
    assert "No. 1 Middle School" in page and "No. 2 Middle School" not in page
    for unit in drawn(january):
        who = f"leader_{unit.code[3:].lower()}"
        assert get(who, DISTRICT)[0] == 404
        for row in Owed.objects.filter(programme__key="district", unit=unit):
            assert get(who, f"/inspections/owed/{row.obligation_id}/")[0] == 404
        assert "District spot check" not in get(who, "/")[1]
        assert "District spot check" not in get(who, f"/board/{unit.key}/")[1]
        assert "the seed is still secret" in get(who, DRAWS)[1].lower()
        assert not any(other.name_en in get(who, DRAWS)[1] for other in drawn(january) if other != unit)


def test_another_subtree_is_not_there(january):
    assert get("reporter_z1", f"{MONTHLY}?under={january.district['QY-Z2'].key}")[0] == 404
    assert get("coordinator", "/inspections/programmes/winter/nothing/")[0] == 404
    under = get("coordinator", f"{MONTHLY}?under={january.district['QY-Z2'].key}")[1]
    assert "No. 2 Middle School" in under and "No. 1 Middle School" not in under


def test_only_windows_that_have_begun_are_shown_six_at_a_time(winter):
    winter.until(local("2027-03-08 12:00"))
    by, at = actor_of("coordinator"), local("2027-03-08 12:00")
    last = table(by, "winter", "heating", at)
    assert [one.key for one in last.windows] == [f"2027-W{n:02}" for n in range(10, 4, -1)]
    before = table(by, "winter", "heating", at, until=last.earlier)
    assert [one.key for one in before.windows] == [f"2027-W{n:02}" for n in range(4, 0, -1)]
    assert (before.earlier, before.later, last.later) == ("", "2027-W10", "")
    assert get("coordinator", "/inspections/programmes/winter/heating/?until=2027-W04", at)[0] == 200


def test_one_that_is_owed_says_what_counts(january):
    owed = january.owed("monthly")
    page = get("reporter_z1", f"/inspections/owed/{owed[1].obligation_id}/")[1]
    for words in ("2 of 3", "no two in one week", "/inspections/checklists/food/", "一.2", "Safety office"):
        assert words in page
    done = get("reporter_z1", f"/inspections/owed/{owed[0].obligation_id}/")[1]
    assert "Wed 6 Jan" in done
    over = get("reporter_z1", f"/inspections/owed/{owed[2].obligation_id}/", local("2027-02-02 08:00"))[1]
    assert "the next one makes this good" in over
    assert (
        f"/inspections/owed/{owed[1].obligation_id}/" in get("reporter_z1", "/", local("2027-01-22 12:00"))[1]
    )


def test_what_is_due_for_whoever_holds_the_post(january):
    mine = due_for(actor_of("reporter_x1"), NOON)
    assert {(one.unit.code, one.title_en) for one in mine} == {
        ("QY-X1", "Monthly safety inspection"), ("QY-X1", "Weekly check of heating and hot water"),
        ("QY-X1-D1", "Inspection of teaching points"),
    }  # fmt: skip
    first = mine[0]
    assert (first.late, first.number, first.times, first.basis) == (True, 1, 1, "一.4")
    assert {one.by_unit.code for one in due_for(actor_of("coordinator"), NOON)} == {"QY-AQ"}
    assert due_for(actor_of("auditor"), NOON) == []


def test_a_place_says_what_is_due_in_its_unit_to_who_inspects_it(january):
    place = add_place(
        unit=january.district["QY-X1-D1"], kind="stairwell", name="东楼梯", by=SYSTEM, at=FOUNDED
    )
    with CaptureQueriesContext(connection) as queries:
        assert len(due_for(actor_of("reporter_x1"), NOON, unit=place.unit)) == 3
    assert len(queries) <= 6  # who acts, and one statement
    page = get("reporter_x1", f"/p/{place.code}/")[1]
    assert "Inspection of teaching points (1 of 3)" in page
    assert "Inspections due here" not in get("reporter_d1", f"/p/{place.code}/")[1]


def test_draws_are_told_to_everybody_when_the_round_is_over_and_agree(winter):
    kernel.tick(local("2027-02-01 00:00"), outage_after=60 * DAY)
    at = local("2027-03-02 09:00")
    before = get("coordinator", DRAWS, local("2027-02-02 09:00"))[1]
    assert "3 of 5 units" in before and "Worked out again" not in before
    kernel.tick(at, outage_after=60 * DAY)
    page = get("reporter_x2", DRAWS, at)[1]
    assert "Worked out again: agrees" in page and page.count("the seed is still secret".capitalize()) == 1
    assert all(escape(unit.name_en) in page for unit in drawn(winter))
    made = Draw.objects.earliest("first")
    Draw.objects.filter(id=made.id).update(drawn=made.drawn[1:])
    assert "does not agree" in get("reporter_x2", DRAWS, at)[1]


def test_pages_take_the_same_statements_with_more_units(january):
    paths = [LIST, MONTHLY, DISTRICT, DRAWS]

    def counted():
        found = []
        for path in paths:
            get("coordinator", path)
            with CaptureQueriesContext(connection) as queries:
                get("coordinator", path)
            found.append(len(queries))
        return found

    few = counted()
    for n in range(60):
        orgs.add_unit(
            parent=january.district.root, code=f"QY-N{n}", name=f"新{n}小学", kind="primary_school", by=SYSTEM, at=NOON
        )  # fmt: skip
    kernel.tick(NOON + HOUR, outage_after=30 * DAY)
    kernel.tick(local("2027-02-01 00:00"), outage_after=30 * DAY)
    assert counted() == few
    assert "1 / 2" in get("coordinator", MONTHLY, local("2027-02-01 08:00"))[1]


def test_without_a_post_one_sees_none(winter):
    with clock_at(FOUNDED):
        orgs.add_person(username="guest", name="访客", home=winter.district.root, by=SYSTEM, at=FOUNDED)
    assert {get("guest", path)[0] for path in (LIST, DRAWS)} == {403}
    assert get("guest", MONTHLY)[0] == 404
    assert isinstance(winter, Winter) and LIST not in get("guest", "/")[1]
