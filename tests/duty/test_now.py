"""Who is on duty now: no empty place is hidden, by another watch or by the length of the page."""

from __future__ import annotations

import pytest

from duecare.duty.actions.opening import open_due
from duecare.duty.queries import now
from duecare.obligations.models import Obligation
from tests.duty.rosters import FIRST, office_of, terms
from tests.duty.watching import HOUR, tick
from tests.people import actor_of, client_for, clock_at, small_district

pytestmark = [pytest.mark.both, pytest.mark.django_db]
LONG_DAY = {
    "key": "long", "title": "长白班", "title_en": "Long day", "starts": "07:00", "ends": "19:00", "night": None,
}  # fmt: skip


def page(at) -> str:
    with clock_at(at):
        return client_for("coordinator", "en").get("/duty/").content.decode()


def test_watches_that_overlap_are_all_shown():
    given = terms()
    needs = [*given["needs"], {"shifts": ["long"], "post": "officer", "people": 1, "on": None}]
    office_of(small_district(), shifts=[*given["shifts"], LONG_DAY], needs=needs)
    open_due(FIRST - HOUR, FIRST + 48 * HOUR)
    shown = page(FIRST + HOUR)
    assert "3 places of this watch are empty." in shown
    assert "1 place of this watch is empty." in shown
    assert "Long day" in shown


def test_past_its_length_the_page_says_so_and_shows_who_is_missed_first(monkeypatch):
    district = small_district()
    office_of(district, sites={"codes": ["QY-AQ", "QY-Z1", "QY-X3"]})
    open_due(FIRST - HOUR, FIRST + 48 * HOUR)
    tick(FIRST + HOUR)
    monkeypatch.setattr(now, "MOST", 1)
    found = now.on_duty(actor_of("coordinator"), FIRST + HOUR)
    assert (len(found.sites), found.hidden) == (1, 2)
    assert found.sites[0].lacking
    assert "2 further sites are not shown" in page(FIRST + HOUR)


def test_a_missed_watch_deep_in_the_tree_comes_before_what_is_manned_above(monkeypatch):
    office_of(small_district(), sites={"codes": ["QY-AQ", "QY-X3"]})
    open_due(FIRST - HOUR, FIRST + 48 * HOUR)
    tick(FIRST + HOUR)
    Obligation.objects.filter(debtor__code="QY-AQ").update(missed_at=None)
    monkeypatch.setattr(now, "MOST", 1)
    monkeypatch.setattr(now, "MANY", 1)
    assert [site.unit.code for site in now.on_duty(actor_of("coordinator"), FIRST + HOUR).sites] == ["QY-X3"]
