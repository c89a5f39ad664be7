"""Rosters in a browser: pages that fit and speak, setting a cell, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from duecare.duty.actions import drafting, publishing, searching, watchkeepers
from duecare.duty.models import Draft, Search
from duecare.orgs.rules import SYSTEM
from tests.browser.pages import Seen
from tests.browser.test_pages import PICTURES, enter, look
from tests.duty.rosters import BEFORE, Office, office
from tests.people import clock_at
from tests.screens import SCREENS

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kept(office: Office) -> Iterator[Office]:
    """An office whose roster is published, with a draft beside it that breaks rules, and two searches."""
    roster = office.roster.id
    draft = drafting.begin(roster_id=roster, by=SYSTEM, at=BEFORE)
    Draft.objects.filter(id=draft.id).update(cells=office.by_hand())
    publishing.publish(roster_id=roster, number=1, edits=0, by=SYSTEM, at=BEFORE)
    keeper = office.keepers["o8"]
    watchkeepers.let_go(watchkeeper_id=keeper.id, by=SYSTEM, at=BEFORE)
    drafting.begin(roster_id=roster, by=SYSTEM, at=BEFORE)
    person = str(office.keepers["o1"].id)
    drafting.edit(
        roster_id=roster, number=2, person=person, day=2, was="", now="day/officer", by=SYSTEM, at=BEFORE
    )
    ended = searching.ask_search(roster_id=roster, seconds=30, by=SYSTEM, at=BEFORE)
    Search.objects.filter(id=ended.id).update(ended_at=BEFORE, ended_as="impossible", answer=clash(office))
    running = searching.ask_search(roster_id=roster, seconds=30, by=SYSTEM, at=BEFORE)
    progress = {"phase": "penalty", "objective": 120, "bound": 90, "gap": 0.25, "seconds": 12.3}
    Search.objects.filter(id=running.id).update(worker="w", beat_at=BEFORE, progress=progress)
    with clock_at(BEFORE + timedelta(minutes=1)):
        yield office


def clash(office: Office) -> dict[str, object]:
    """What the solver says where no roster exists."""
    rules = [
        {"name": "least", "person": "", "day": 3, "kind": "night/leader"},
        {"name": "rest", "person": "", "day": None, "kind": ""},
    ]
    broken = {"rule": rules[0], "days": [3], "found": 0, "limit": 1}
    found = {"rules": rules, "minimal": True, "mending": [broken], "smallest": True, "roster": None}
    return {"state": "impossible", "phase": "clash", "objective": None, "bound": 0, "gap": None,
            "seconds": 3.0, "changes": None, "fewest": False, "clash": found}  # fmt: skip


def searches(office: Office) -> list[str]:
    """The addresses of the searches, the ended one first."""
    found = Search.objects.order_by("ended_at", "asked_at")
    ids = sorted(found, key=lambda search: search.ended_at is None)
    return [f"/duty/rosters/{office.roster.id}/searches/{search.id}/" for search in ids]


@SCREENS
def test_pages_fit_and_can_be_read_by_everybody(kept, page_at, axe, live_server, width, language):
    PICTURES.mkdir(parents=True, exist_ok=True)
    roster = f"/duty/rosters/{kept.roster.id}/"
    pages = [
        Seen("rosters", "coordinator", "/duty/rosters/"),
        Seen("roster", "coordinator", roster),
        Seen("roster-grid", "o1", f"{roster}?view=grid"),
        Seen("roster-draft", "coordinator", f"{roster}drafts/2/?c=4.5"),
        Seen("roster-fairness", "o1", f"{roster}fairness/"),
        Seen("roster-comparison", "coordinator", f"{roster}comparison/?before=edition-1&after=draft-2"),
        Seen("roster-table", "o1", f"{roster}table/"),
        Seen("roster-people", "coordinator", f"{roster}people/"),
        Seen("roster-wishes", "o1", f"{roster}wishes/"),
        Seen("roster-clash", "coordinator", searches(kept)[0]),
        Seen("roster-search", "coordinator", searches(kept)[1]),
    ]
    wrong = []
    for seen in pages:
        page = page_at(width)
        enter(page.context, live_server.url, seen.who, language)
        wrong += look(page, seen, kept.district, axe, width, language)
        page.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_cell_is_set_by_choosing_it_and_what_it_would_break_is_shown(
    kept, page_at, live_server, javascript
):
    page = page_at(1280, java_script_enabled=javascript)
    enter(page.context, live_server.url, "coordinator", "zh-hans")
    page.goto(f"/duty/rosters/{kept.roster.id}/drafts/2/")
    page.locator("#c4\\.2 button").click()
    card = page.get_by_role("heading", name="值班员1 · 1月20日 周三")
    card.wait_for()
    page.get_by_role("button", name="休", exact=True).last.click()
    page.get_by_text("没有违反任何规则").wait_for()
    draft = Draft.objects.get(number=2)
    assert draft.cells[str(kept.keepers["o1"].id)][2] == "" and draft.edits == 2
