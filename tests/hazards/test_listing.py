"""Pages of the ledger: every hazard once, whatever is asked for, from wherever one looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib import import_module
from io import BytesIO
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from python_calamine import CalamineWorkbook

from duecare.attachments.actions import Developed
from duecare.hazards import actions
from duecare.hazards.models import Hazard
from duecare.hazards.queries import listing, reach
from duecare.orgs.actions import move_unit
from duecare.orgs.rules import SYSTEM
from tests.hazards.conftest import AT, DAY, HOUR, Report
from tests.people import District, actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
NOW = AT + 20 * DAY


@pytest.fixture(autouse=True)
def three_weeks_later() -> Iterator[None]:
    with clock_at(NOW):
        yield


@pytest.fixture
def many(district: District, report: Report, photograph: Callable[[], Developed]) -> list[Hazard]:
    """A ledger with something of everything, in four units."""
    units = [district[code] for code in ("QY-X1", "QY-X2", "QY-Z1", "QY-Z2")]
    for n, (unit, category, level) in enumerate(
        product(units, ("fire", "food", "electricity"), ("general", "major"))
    ):
        who, at = "coordinator", AT + (n % 7) * DAY + n * HOUR
        spot = n % 4 == 0 and level == "general"
        hazard = report(
            who, at=at, unit=unit, place=None, category=category, level=level, text=f"编号{n}号漏水", on_the_spot=spot,
            after=[photograph()] if spot else [],
        )  # fmt: skip
        if level == "major" and n % 3 == 0:
            five: dict[str, Any] = {
                "measures": "停", "post": "leader", "funds": "1", "due_at": at + 9 * DAY, "contingency": "散",
            }  # fmt: skip
            actions.commit(hazard_id=hazard.id, by=actor_of("coordinator"), at=at + HOUR, **five)
            actions.accept(hazard_id=hazard.id, by=actor_of("leader"), at=at + HOUR)
        if level == "general" and not spot and n % 3 == 0:
            actions.put_right(hazard_id=hazard.id, text="已修", by=actor_of("coordinator"), at=at + DAY)
        if n in (0, 4, 6, 8, 20):
            actions.verify(
                hazard_id=hazard.id, passed=n != 4, text="看过", by=actor_of("leader"), at=at + 2 * DAY
            )
    return list(Hazard.objects.select_related("unit").order_by("id"))


@pytest.fixture(params=["few rows at once", "looking a little way", "units too many to name"])
def small(request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of three; the other times so little looked at that every way is gone, with units named or not."""
    monkeypatch.setattr(listing, "PER_PAGE", 3)
    if request.param != "few rows at once":
        monkeypatch.setattr(listing, "LOOKED_AT", 2)
        monkeypatch.setattr(listing, "HITS", 4)
        monkeypatch.setattr(reach, "FEW", 0)
    if request.param == "units too many to name":
        monkeypatch.setattr(reach, "NAMED", 0)


def listed(who: str, **asked: Any) -> list[Hazard]:
    """All that the pages show, one after the other."""
    client, found, after = client_for(who), [], ""
    while True:
        answer = client.get(f"/hazards/?{urlencode(asked)}&after={after}")
        assert answer.status_code == 200
        ledger = answer.context["ledger"]
        assert len(ledger.rows) <= 3
        found += [row.hazard for row in ledger.rows]
        after = ledger.following
        if not after:
            return found


def overdue(hazard: Hazard) -> bool:
    return hazard.state in ("found", "accepted", "reopened") and hazard.due_at < NOW


OPEN = ("found", "accepted", "reopened", "put_right")
SHOWN: dict[str, tuple[Callable[[Hazard], bool], Callable[[Hazard], tuple[datetime, Any]], bool]] = {
    "open": (lambda h: h.state in OPEN, lambda h: (h.due_at, h.id), False),
    "overdue": (overdue, lambda h: (h.due_at, h.id), False),
    "unaccepted": (lambda h: h.state == "found", lambda h: (h.due_at, h.id), False),
    "verify": (lambda h: h.state == "put_right", lambda h: (h.due_at, h.id), False),
    "closed": (lambda h: h.closed_at is not None, lambda h: (h.closed_at or NOW, h.id), True),
    "all": (lambda _h: True, lambda h: (h.found_at, h.id), True),
}


def test_every_hazard_stands_on_one_page_in_order(many: list[Hazard], small: None) -> None:
    for shown, (belongs, key, latest) in SHOWN.items():
        right = sorted((h for h in many if belongs(h)), key=key, reverse=latest)
        assert right, shown
        assert [h.id for h in listed("coordinator", shown=shown)] == [h.id for h in right], shown


def test_filters_narrow_it_and_can_be_put_together(many: list[Hazard], small: None) -> None:
    one = many[7].unit.key
    asked: list[tuple[dict[str, Any], Callable[[Hazard], bool]]] = [
        ({"level": "major"}, lambda h: h.level == "major"),
        ({"category": "food"}, lambda h: h.category == "food"),
        ({"unit": one}, lambda h: h.unit.key == one),
        ({"basis": "commitment"}, lambda h: h.due_basis == "commitment"),
        ({"post": "leader"}, lambda h: h.due_basis == "commitment"),
        ({"spot": "yes"}, lambda h: h.on_the_spot),
        ({"spot": "no"}, lambda h: not h.on_the_spot),
        ({"again": "yes"}, lambda h: h.reopened > 0),
        ({"again": "no"}, lambda h: h.reopened == 0),
        ({"q": "漏水", "category": "fire"}, lambda h: h.category == "fire"),
        ({"q": "编号1"}, lambda h: "编号1" in h.text),
        ({"level": "general", "category": "electricity", "again": "no", "spot": "no"},
         lambda h: h.level == "general" and h.category == "electricity" and not h.reopened and not h.on_the_spot),
        ({"level": "major", "shown": "open"}, lambda h: h.level == "major" and h.state in OPEN),
    ]  # fmt: skip
    for given, fits in asked:
        shown = given.get("shown", "all")
        right = {h.text for h in many if SHOWN[shown][0](h) and fits(h)}
        assert right, given
        found = [h.text for h in listed("coordinator", **{"shown": "all", **given})]
        assert len(found) == len(right) and set(found) == right, given


def test_days_are_those_of_the_unit_both_included(many: list[Hazard], small: None) -> None:
    def local(at: datetime) -> str:
        return f"{(at + timedelta(hours=8)).date()}"

    for name, shown in (("found", "all"), ("due", "open"), ("due", "all"), ("closed", "closed")):
        first, last = local(AT + 3 * DAY), local(AT + 9 * DAY)
        right = {
            h.text
            for h in many
            if SHOWN[shown][0](h) and first <= local(getattr(h, f"{name}_at") or AT) <= last
        }
        assert right, name
        found = listed("coordinator", shown=shown, **{f"{name}_from": first, f"{name}_to": last})
        assert {h.text for h in found} == right, (name, shown)


def test_a_reader_sees_a_subtree_and_no_more_and_hazards_go_with_their_unit(
    district: District, many: list[Hazard], small: None
) -> None:
    school, other = district["QY-X1"], district["QY-Z1"]
    assert {h.unit_id for h in listed("leader_x1", shown="all")} == {school.id}
    assert {h.unit_id for h in listed("leader_z1", shown="all", q="漏水")} == {other.id}
    move_unit(unit=other, to=school, by=SYSTEM, at=NOW)
    assert {h.unit_id for h in listed("leader_x1", shown="all")} == {school.id, other.id}
    assert len(listed("leader_x1", shown="all", q="漏水")) == len(listed("leader_x1", shown="all")) == 12
    assert client_for("leader_z2").get(f"/hazards/?unit={other.key}").status_code == 404


def test_what_can_t_be_is_not_asked_for(many: list[Hazard], small: None) -> None:
    nonsense = {
        "shown": "x", "level": "worst", "category": "people", "place": "<script>", "basis": "", "post": "auditor",
        "spot": "maybe", "again": "2", "found_from": "2027-13-40", "due_to": "tomorrow", "closed_from": "9999-12-31",
        "found_to": "0001-01-01",
    }  # fmt: skip
    assert [h.id for h in listed("coordinator", **nonsense)] == [h.id for h in listed("coordinator")]
    client = client_for("coordinator")
    for after in ("x", "1-2", "9" * 17 + "-" + "0" * 32, "1-" + "g" * 32):
        assert client.get(f"/hazards/?after={after}").status_code == 200
    assert client.get("/hazards/?place=zzzzzzzzzz").context["ledger"].rows == []


def test_the_spreadsheet_has_every_page_of_the_list_in_its_order(many: list[Hazard], small: None) -> None:
    for asked in ({"shown": "all"}, {"shown": "closed"}, {"shown": "all", "q": "漏水", "level": "major"}, {}):
        answer = client_for("coordinator").get(f"/hazards/hazards.xlsx?{urlencode(asked)}")
        data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
        assert [row[5] for row in rows[1:]] == [h.text for h in listed("coordinator", **asked)]


def test_a_count_stops_where_it_says_so(many: list[Hazard], monkeypatch: pytest.MonkeyPatch) -> None:
    page = client_for("coordinator").get("/hazards/")
    still = sum(h.state in OPEN for h in many)
    assert page.context["ledger"].counts["open"] == str(still)
    monkeypatch.setattr(import_module("duecare.hazards.queries.ledger"), "COUNTED", 5)
    page = client_for("coordinator").get("/hazards/")
    assert page.context["ledger"].counts["open"] == "5+" and "5+" in page.content.decode()
