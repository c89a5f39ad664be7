"""Drawing up and publishing a roster, through the site."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from duecare.audit.models import Entry
from duecare.duty.actions import assignments, drafting, watchkeepers
from duecare.duty.models import Assignment, Draft, Edition
from duecare.notify.models import Notice
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.rules import Draft as Owed
from duecare.orgs.rules import SYSTEM
from tests.duty.rosters import BEFORE, DAY, FIRST, Office, office
from tests.people import FOUNDED, client_for, clock_at

__all__ = ["office"]
pytestmark = [pytest.mark.django_db, pytest.mark.both]


def drawn(office: Office) -> Draft:
    """A draft of the roster made by hand, which breaks no rule."""
    draft = drafting.begin(roster_id=office.roster.id, by=SYSTEM, at=BEFORE)
    Draft.objects.filter(id=draft.id).update(cells=office.by_hand())
    draft.refresh_from_db()
    return draft


def page_of(office: Office, draft: Draft, more: str = "") -> str:
    """A draft's address."""
    return f"/duty/rosters/{office.roster.id}/drafts/{draft.number}/{more}"


def post(client: Client, address: str, at: datetime = BEFORE, **data: Any) -> Any:
    """Send a form."""
    with clock_at(at):
        return client.post(address, data)


def get(client: Client, address: str, at: datetime = BEFORE) -> Any:
    """Open a page."""
    with clock_at(at):
        return client.get(address)


def set_cell(
    client: Client,
    office: Office,
    draft: Draft,
    who: str,
    day: int,
    was: str,
    now: str,
    at: datetime = BEFORE,
) -> Any:
    """Set one cell through the form."""
    person = str(office.keepers[who].id)
    return post(
        client, page_of(office, draft, "cells/"), at, person=person, day=day, was=was, now=now, c="0.0"
    )


def test_publishing_makes_a_promise_tells_everybody_and_is_done_once(office: Office) -> None:
    coordinator, draft = client_for("coordinator"), drawn(office)
    address = page_of(office, draft, "publication/")
    answers = [post(coordinator, address, edits=draft.edits) for _again in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert office.standing() == office.places() == 84
    assert Edition.objects.count() == 1
    assert Entry.objects.filter(verb="duty.published").count() == 1
    told = Notice.objects.get(recipient=office.keepers["o3"].user)
    assert "白班" in told.body and "Day" in told.body_en
    page = get(coordinator, f"/duty/rosters/{office.roster.id}/").content.decode()
    assert "第 1 版" in page and "值班领导1" in page


def test_publishing_discharges_the_roster_that_was_owed(office: Office) -> None:
    owed = owe(office)
    published(office)
    owed.refresh_from_db()
    assert (owed.closed_as, owed.closed_at) == ("discharged", BEFORE)


def owe(office: Office) -> Obligation:
    """The duty to publish the roster."""
    origin = f"duty/winter/watch/{office.roster.keeper.key}/roster"
    draft = Owed(
        kind="duty.roster", origin=origin, root_id=office.district.root.id, debtor_id=office.roster.keeper_id,
        lineage=office.roster.keeper.lineage, creditor_id=office.district.root.id, title="发布值班表",
        subject=str(office.roster.id), strand="winter/watch/roster", slot=office.first, opens_at=FOUNDED,
        due_at=FIRST - 3 * DAY,
        ladder_id=kernel.freeze_ladder([{"offset": 0, "act": "tell", "to": ["post:leader@debtor"]}]),
    )  # fmt: skip
    kernel.open_many(drafts=[draft], at=FOUNDED)
    return Obligation.objects.get(origin=origin)


def test_a_broken_rule_is_shown_at_once_and_refuses_publishing(office: Office) -> None:
    coordinator, draft = client_for("coordinator"), drawn(office)
    page = get(coordinator, page_of(office, draft, "?c=4.2")).content.decode()
    assert "休息" in page  # what standing by day after the night before it would break
    answer = set_cell(coordinator, office, draft, "o1", 2, "", "day/officer")
    assert answer.status_code == 302
    page = get(coordinator, page_of(office, draft)).content.decode()
    assert "值班员1" in page and "disabled" in page
    draft.refresh_from_db()
    refused = post(coordinator, page_of(office, draft, "publication/"), edits=draft.edits)
    assert refused.status_code == 409
    assert "值班员1" in refused.content.decode()
    assert not Edition.objects.exists() and not Assignment.objects.exists()


def test_empty_places_may_be_published_and_are_shown_loudly(office: Office) -> None:
    coordinator, draft = client_for("coordinator"), drawn(office)
    set_cell(coordinator, office, draft, "o1", 0, "day/officer", "")
    draft.refresh_from_db()
    assert post(coordinator, page_of(office, draft, "publication/"), edits=draft.edits).status_code == 302
    page = get(client_for("o2"), f"/duty/rosters/{office.roster.id}/").content.decode()
    assert "缺 1 人" in page


def test_two_people_edit_at_once_and_nobody_overwrites_the_other(office: Office) -> None:
    one, other, draft = client_for("coordinator"), client_for("leader"), drawn(office)
    assert set_cell(one, office, draft, "o1", 0, "day/officer", "").status_code == 302
    assert set_cell(other, office, draft, "o2", 0, "day/officer", "").status_code == 302
    late = set_cell(other, office, draft, "o1", 0, "day/officer", "night/officer")
    assert late.status_code == 409
    draft.refresh_from_db()
    row = draft.cells[str(office.keepers["o1"].id)]
    assert row[0] == "" and draft.edits == 2
    stale = post(one, page_of(office, draft, "publication/"), edits=1)
    assert stale.status_code == 409 and not Edition.objects.exists()


def published(office: Office) -> Draft:
    """Publish the roster made by hand."""
    draft = drawn(office)
    post(client_for("coordinator"), page_of(office, draft, "publication/"), edits=draft.edits)
    return draft


def swap(office: Office, day: int = 5) -> None:
    """Two officers swap a watch of a day while somebody edits."""
    date = office.first + day * DAY
    with transaction.atomic():
        roster = assignments.hold(office.roster.id)
        given = Assignment.objects.standing().filter(day=date, shift="day", post="officer").first()
        assert given is not None
        keeper = next(
            k
            for k in office.keepers.values()
            if k.posts == ["officer"] and not k.assignments.filter(ended_at=None, day=date).exists()
        )
        place = assignments.Place(keeper, given.site_id, date, "day", "officer")
        assignments.change(roster=roster, end=[given], make=[place], came_by="swap", by=SYSTEM, at=BEFORE)


def test_a_roster_edited_while_someone_swaps_is_a_conflict_with_what_changed_and_can_take_it_over(
    office: Office,
) -> None:
    published(office)
    coordinator = client_for("coordinator")
    draft = drafting.begin(roster_id=office.roster.id, by=SYSTEM, at=BEFORE)
    swap(office)
    refused = post(coordinator, page_of(office, draft, "publication/"), edits=0)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "值班表已有变动" in page and "1月23日" in page
    assert post(coordinator, page_of(office, draft, "changes/")).status_code == 302
    draft.refresh_from_db()
    assert draft.based_on == type(office.roster).objects.get().revision
    assert post(coordinator, page_of(office, draft, "publication/"), edits=draft.edits).status_code == 302
    assert Edition.objects.count() == 2
    assert Assignment.objects.standing().filter(came_by="swap").count() == 1


def test_watches_that_have_begun_stay_as_they_were_stood(office: Office) -> None:
    published(office)
    at = FIRST + DAY / 4
    draft = drafting.begin(roster_id=office.roster.id, by=SYSTEM, at=at)
    coordinator = client_for("coordinator")
    refused = set_cell(coordinator, office, draft, "o1", 0, "day/officer", "", at)
    assert refused.status_code == 409
    Draft.objects.filter(id=draft.id).update(cells={k: [""] * 14 for k in draft.cells})
    assert post(coordinator, page_of(office, draft, "publication/"), at, edits=0).status_code == 302
    left = Assignment.objects.standing()
    assert left.count() == 3 and {a.shift for a in left} == {"day"}


def test_who_is_taken_out_leaves_empty_places_that_show(office: Office) -> None:
    published(office)
    keeper = office.keepers["o1"]
    coordinator = client_for("coordinator")
    address = f"/duty/rosters/{office.roster.id}/people/{keeper.id}/leaving/"
    assert post(coordinator, address).status_code == 302
    assert not Assignment.objects.standing().filter(watchkeeper=keeper).exists()
    page = get(coordinator, f"/duty/rosters/{office.roster.id}/").content.decode()
    assert "缺 1 人" in page
    again = watchkeepers.let_go(watchkeeper_id=keeper.id, by=SYSTEM, at=BEFORE)
    assert again.left_at == BEFORE


def test_what_is_another_s_is_not_found_and_watchkeepers_see_but_do_not_draw_up(office: Office) -> None:
    draft = drawn(office)
    stranger, officer = client_for("reporter_z1"), client_for("o1")
    roster = f"/duty/rosters/{office.roster.id}/"
    assert get(stranger, roster).status_code == 404
    assert get(officer, roster).status_code == 200
    for address in (page_of(office, draft), f"{roster}people/"):
        assert get(stranger, address).status_code == 404
        assert get(officer, address).status_code == 403
    assert post(officer, page_of(office, draft, "publication/"), edits=0).status_code == 403
    assert get(officer, f"/duty/rosters/{uuid.uuid4()}/").status_code == 404


def test_a_draft_put_away_is_neither_edited_nor_published(office: Office) -> None:
    coordinator, draft = client_for("coordinator"), drawn(office)
    assert post(coordinator, page_of(office, draft, "discarding/")).status_code == 302
    assert set_cell(coordinator, office, draft, "o1", 0, "day/officer", "").status_code == 409
    assert post(coordinator, page_of(office, draft, "publication/"), edits=0).status_code == 409
    assert get(coordinator, page_of(office, draft)).status_code == 200
