"""Asking for a roster to be looked for, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from duecare.duty.actions import searching, watchkeepers
from duecare.duty.models import Draft, Leave, Search, Watchkeeper, Wish
from duecare.duty.rules.checking import breaches
from duecare.duty.rules.reading import problem_from
from duecare.orgs.rules import SYSTEM
from tests.duty.rosters import BEFORE, DAY, FIRST, Office, office
from tests.duty.test_drafts import get, post, published, swap
from tests.people import client_for

__all__ = ["office"]
pytestmark = [pytest.mark.django_db, pytest.mark.both]
SECOND = timedelta(seconds=1)


def ask(office: Office, **given: Any) -> Search:
    """Ask on the page."""
    answer = post(
        client_for("coordinator"), f"/duty/rosters/{office.roster.id}/searches/", **{"seconds": 30} | given
    )
    assert answer.status_code == 302
    return Search.objects.get(id=answer["Location"].rstrip("/").rsplit("/", 1)[1])


def shown(office: Office, search: Search, **headers: str) -> Any:
    """The page of a search."""
    client = client_for("coordinator")
    client.defaults.update(headers)
    return get(client, f"/duty/rosters/{office.roster.id}/searches/{search.id}/")


def found(office: Office) -> dict[str, Any]:
    """What the solver would answer."""
    return {"state": "optimal", "phase": "penalty", "objective": 7, "bound": 7, "gap": 0.0, "seconds": 2.5,
            "penalty": {}, "changes": None, "fewest": False, "roster": office.by_hand()}  # fmt: skip


def test_asking_twice_is_one_search(office: Office) -> None:
    assert ask(office) == ask(office, seconds=60)
    assert Search.objects.count() == 1


def test_a_search_is_claimed_by_one_worker_relayed_and_becomes_a_draft(office: Office) -> None:
    search = ask(office)
    assert "等待排班进程" in shown(office, search).content.decode()
    mine = searching.claim("one", BEFORE)
    assert mine == search and searching.claim("two", BEFORE) is None
    assert mine is not None
    progress = {"phase": "penalty", "objective": 9, "bound": 6, "gap": 0.3333, "seconds": 15.0}
    assert searching.beat(mine, progress, BEFORE + SECOND) is False
    page = shown(office, search, HTTP_HX_REQUEST="true").content.decode()
    assert "33.3 %" in page and 'value="500"' in page and "<html" not in page
    draft = searching.finish(mine, "found", found(office), BEFORE + 2 * SECOND)
    assert draft is not None and draft.cells == office.by_hand()
    over = shown(office, search, HTTP_HX_REQUEST="true")
    assert over["HX-Refresh"] == "true"
    assert "已证明没有更好的排法" in shown(office, search).content.decode()
    assert searching.finish(mine, "found", found(office), BEFORE) is None and Draft.objects.count() == 1


def test_a_worker_that_went_away_writes_nothing_any_more(office: Office) -> None:
    ask(office)
    first = searching.claim("one", BEFORE)
    second = searching.claim("two", BEFORE + searching.LEASE)
    assert first is not None and second is not None
    assert searching.beat(first, {}, BEFORE + searching.LEASE) is None
    assert searching.finish(first, "found", found(office), BEFORE) is None
    assert searching.finish(second, "found", found(office), BEFORE) is not None


def test_what_people_wished_is_not_kept_with_a_search_that_is_over(office: Office) -> None:
    Wish.objects.create(
        watchkeeper=office.keepers["o1"], day=office.first, shift="day", wants=False, wished_at=BEFORE
    )
    search = ask(office)
    assert any(person["wishes"] for person in search.problem["people"])
    mine = searching.claim("one", BEFORE)
    assert mine is not None
    searching.finish(mine, "found", found(office), BEFORE)
    search.refresh_from_db()
    assert not any(person["wishes"] for person in search.problem["people"])


def test_stopping_tells_the_worker_and_a_search_nobody_has_begun_ends_at_once(office: Office) -> None:
    coordinator = client_for("coordinator")
    waiting = ask(office)
    stop = f"/duty/rosters/{office.roster.id}/searches/{waiting.id}/stop/"
    assert post(coordinator, stop).status_code == 302
    waiting.refresh_from_db()
    assert waiting.ended_as == "stopped"
    ask(office)
    mine = searching.claim("one", BEFORE)
    assert mine is not None
    post(coordinator, f"/duty/rosters/{office.roster.id}/searches/{mine.id}/stop/")
    assert searching.beat(mine, {}, BEFORE) is True


def test_a_roster_changed_during_the_search_is_said_by_the_draft(office: Office) -> None:
    published(office)
    ask(office)
    mine = searching.claim("one", BEFORE)
    assert mine is not None
    swap(office)
    draft = searching.finish(mine, "found", found(office), BEFORE)
    assert draft is not None
    page = get(client_for("coordinator"), f"/duty/rosters/{office.roster.id}/drafts/{draft.number}/")
    assert "拟定草稿之后，值班表已有变动" in page.content.decode()


def test_redrawing_keeps_to_what_is_published_and_to_what_has_begun(office: Office) -> None:
    published(office)
    problem = problem_from(searching.ask_search(
        roster_id=office.roster.id, seconds=5, by=SYSTEM, at=FIRST + DAY / 4
    ).problem)  # fmt: skip
    assert problem.published is not None and problem.weights.fewest_changes
    assert breaches(problem, problem.published) == []
    assert len(problem.locked) == 3


def test_where_no_roster_exists_the_page_says_which_rules_clash_and_what_would_mend_it(
    office: Office,
) -> None:
    for keeper in Watchkeeper.objects.all():
        Leave.objects.create(
            watchkeeper=keeper, first=office.first, last=office.first + 20 * DAY, asked_at=BEFORE,
            granted=True, decided_at=BEFORE,
        )  # fmt: skip
    search = ask(office)
    mine = searching.claim("one", BEFORE)
    assert mine is not None
    who = str(office.keepers["l1"].id)
    rules = [{"name": "least", "person": "", "day": 0, "kind": "day/leader"},
             {"name": "leave", "person": who, "day": None, "kind": ""}]  # fmt: skip
    clash = {"rules": rules, "minimal": True, "smallest": True, "roster": None,
             "mending": [{"rule": rules[0], "days": [0], "found": 0, "limit": 1}]}  # fmt: skip
    answer = {"state": "impossible", "objective": None, "bound": 0, "seconds": 1.0, "clash": clash}
    assert searching.finish(mine, "impossible", answer, BEFORE) is None
    page = shown(office, search).content.decode()
    assert "没有任何排法能同时满足全部规则" in page and "值班领导1" in page and "最小的调整" in page


@pytest.mark.parametrize(("ended", "said"), [("not-installed", "duecare[roster]"), ("failed", "排班失败"),
                                             ("nothing", "没有排出值班表")])  # fmt: skip
def test_every_end_says_what_to_do(office: Office, ended: str, said: str) -> None:
    search = ask(office)
    mine = searching.claim("one", BEFORE)
    assert mine is not None
    searching.finish(mine, ended, None, BEFORE)
    assert said in shown(office, search).content.decode()


def test_nobody_can_be_asked_for_without_people_and_only_by_those_who_keep(office: Office) -> None:
    address = f"/duty/rosters/{office.roster.id}/searches/"
    assert post(client_for("o1"), address, seconds=5).status_code == 403
    assert post(client_for("reporter_z1"), address, seconds=5).status_code == 404
    assert post(client_for("coordinator"), address, seconds=0).status_code == 422
    for keeper in office.keepers.values():
        watchkeepers.let_go(watchkeeper_id=keeper.id, by=SYSTEM, at=BEFORE)
    assert post(client_for("coordinator"), address, seconds=5).status_code == 400
    assert not Search.objects.exists()


def test_a_search_that_nobody_looks_at_shows_in_health(office: Office) -> None:
    ask(office)
    parts = [get(client_for("coordinator"), "/health/", BEFORE + wait).json() for wait in (SECOND, DAY)]
    assert [part["work"] for part in parts] == [
        {"ok": True, "searches": 1, "unattended": 0},
        {"ok": False, "searches": 1, "unattended": 1},
    ]
