"""Who stands the watches of a roster, and what they wish, through the site."""

from __future__ import annotations

from typing import Any

import pytest

from duecare.audit.models import Entry
from duecare.duty.actions import watchkeepers, wishing
from duecare.duty.models import Leave, Watchkeeper, Wish
from duecare.duty.queries.candidates import candidates
from duecare.duty.queries.wishes import wishes_of
from tests.duty.rosters import BEFORE, DAY, FIRST, Office, office
from tests.duty.test_drafts import get, post, published
from tests.people import actor_of, client_for

__all__ = ["office"]
pytestmark = [pytest.mark.django_db, pytest.mark.both]


def people(office: Office, more: str = "") -> str:
    """The address of the page."""
    return f"/duty/rosters/{office.roster.id}/people/{more}"


def test_people_are_proposed_by_their_posts_and_taken_in_in_one_step(office: Office) -> None:
    Watchkeeper.objects.all().delete()
    proposed = {one.user.username: one.posts for one in candidates(office.roster, BEFORE)}
    assert proposed["l1"] == ("leader",) and proposed["o1"] == ("officer",)
    assert proposed["leader"] == ("leader",) and proposed["auditor"] == ()
    assert "reporter_z1" not in proposed
    ticked = [f"{one.user.id}/{key}" for one in candidates(office.roster, BEFORE) for key in one.posts]
    coordinator = client_for("coordinator")
    assert "checked" in get(coordinator, people(office)).content.decode()
    for _again in range(2):
        assert post(coordinator, people(office, "entries/"), post=ticked).status_code == 302
    assert Watchkeeper.objects.count() == len(ticked)
    assert Entry.objects.filter(verb="duty.watchkeepers").count() == 1


def test_share_and_posts_are_changed_and_what_cannot_be_is_refused(office: Office) -> None:
    coordinator, keeper = client_for("coordinator"), office.keepers["o1"]
    user = keeper.user_id
    entries = people(office, "entries/")
    changed: dict[str, Any] = {"post": [f"{user}/officer", f"{user}/leader"], f"share-{user}": "50"}
    assert post(coordinator, entries, **changed).status_code == 302
    keeper.refresh_from_db()
    assert (keeper.posts, keeper.share) == (["leader", "officer"], 50)
    refused: list[dict[str, Any]] = [
        {"post": f"{user}/cook"}, {"post": f"{user}/officer", f"share-{user}": "0"}, {"post": "nobody/officer"},
    ]  # fmt: skip
    for given in refused:
        assert post(coordinator, entries, **given).status_code == 400
    stranger = office.district.people["reporter_z1"].id
    assert post(coordinator, entries, post=f"{stranger}/officer").status_code == 404
    keeper.refresh_from_db()
    assert keeper.share == 50


def test_leave_granted_beforehand_has_days_and_no_reason(office: Office) -> None:
    coordinator, keeper = client_for("coordinator"), office.keepers["o1"]
    given: dict[str, Any] = {
        "watchkeeper": keeper.id,
        "first": "2027-01-20",
        "last": "2027-01-22",
        "why": "x",
    }
    for _again in range(2):
        assert post(coordinator, people(office, "leaves/"), **given).status_code == 302
    leave = Leave.objects.get()
    assert leave.granted and not {f.name for f in Leave._meta.fields} & {"why", "reason", "note"}
    assert "01-20" in get(coordinator, people(office)).content.decode()
    assert post(coordinator, people(office, "leaves/"), **{**given, "last": "2027-01-01"}).status_code == 400
    published_with_leave = client_for("leader")
    assert get(published_with_leave, people(office)).status_code == 200


def test_leave_on_days_that_somebody_stands_is_asked_for_instead(office: Office) -> None:
    published(office)
    given: dict[str, Any] = {
        "watchkeeper": office.keepers["o1"].id,
        "first": "2027-01-18",
        "last": "2027-01-18",
    }
    assert post(client_for("coordinator"), people(office, "leaves/"), **given).status_code == 409
    assert not Leave.objects.exists()


def test_a_watchkeeper_wishes_sees_only_their_own_and_takes_back(office: Office) -> None:
    mine, address = client_for("o1"), f"/duty/rosters/{office.roster.id}/wishes/"
    given: dict[str, Any] = {"day": "2027-01-26", "shift": "night", "wants": "no", "weight": 3}
    assert post(mine, f"{address}entries/", **given).status_code == 302
    wish = Wish.objects.get()
    assert (wish.shift, wish.wants, wish.weight) == ("night", False, 3)
    assert "1月26日" in get(mine, address).content.decode()
    assert "1月26日" not in get(client_for("o2"), address).content.decode()
    assert get(client_for("coordinator"), address).status_code == 403
    assert [page.wishes for page in wishes_of(actor_of("o1"))] == [[wish]]
    post(client_for("o2"), f"{address}{wish.id}/withdrawal/")
    assert Wish.objects.exists()
    post(mine, f"{address}{wish.id}/withdrawal/")
    assert not Wish.objects.exists()


def test_wishes_are_few_in_the_period_and_erased_after_it(office: Office) -> None:
    mine, by = client_for("o1"), actor_of("o1")
    address = f"/duty/rosters/{office.roster.id}/wishes/entries/"
    for day in range(wishing.MOST_WISHES):
        wishing.wish(roster_id=office.roster.id, day=office.first + day * DAY, shift="", wants=False, weight=1,
                     by=by, at=BEFORE)  # fmt: skip
    given: dict[str, Any] = {"shift": "", "wants": "no", "weight": 1}
    assert post(mine, address, day="2027-01-31", **given).status_code == 409
    assert post(mine, address, day="2027-03-01", **given).status_code == 400
    assert post(mine, address, FIRST + DAY, day="2027-01-18", **given).status_code == 409
    watchkeepers.forget_wishes(FIRST, FIRST)
    assert Wish.objects.count() == wishing.MOST_WISHES
    watchkeepers.forget_wishes(FIRST + 20 * DAY, FIRST)
    assert not Wish.objects.exists()
