"""Who sees what is owed: inboxes, the silent, sums, and what is confidential."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.core.errors import NotFound
from duecare.obligations import actions, queries
from duecare.obligations.models import Obligation
from duecare.orgs.rules import SYSTEM
from tests.kernel.conftest import DUE, OPENS, Drafts
from tests.people import District, actor_of, small_district

pytestmark = [pytest.mark.both, pytest.mark.django_db]
DAY = date(2027, 1, 4)
LATER = DUE + timedelta(minutes=31)


def test_an_inbox_holds_what_the_posts_one_holds_owe_now_and_soon(draft: Drafts) -> None:
    far = {"opens_at": OPENS + timedelta(days=3), "due_at": DUE + timedelta(days=3)}
    soon = {"opens_at": OPENS + timedelta(days=1), "due_at": DUE + timedelta(days=1)}
    drafts = [draft(), draft("QY-Z2"), draft(origin="far", **far), draft(origin="soon", **soon)]
    actions.open_many(
        drafts=[*drafts, draft(origin="leaders", post="leader"), draft(origin="all", post="")], at=OPENS
    )
    by = actor_of("reporter_z1", OPENS)
    with CaptureQueriesContext(connection) as captured:
        mine = queries.owed_by(by, OPENS)
    assert len(captured) == 1
    assert [row.origin for row in mine] == ["test/QY-Z1/2027-01-04", "soon"]
    assert {row.origin for row in queries.owed_by(actor_of("leader_z1"), OPENS)} == {"leaders", "all"}
    actions.discharge(obligation_id=mine[0].id, by=by, at=OPENS)
    assert [row.origin for row in queries.owed_by(by, OPENS)] == ["soon"]


def test_the_silent_are_seen_from_above_with_who_was_told(district: District, draft: Drafts) -> None:
    actions.open_many(drafts=[draft(), draft("QY-X1-D1"), draft("QY-Z2")], at=OPENS)
    done = Obligation.objects.get(debtor=district["QY-Z2"])
    actions.discharge(obligation_id=done.id, by=SYSTEM, at=OPENS)
    actions.tick(LATER)
    by = actor_of("coordinator")
    silent = queries.silent_under(by, district.root)
    assert {row.debtor.code for row in silent} == {"QY-Z1", "QY-X1-D1"}
    assert queries.count_silent(by, district.root) == 2
    assert [row.debtor.code for row in queries.silent_under(by, district["QY-X1"])] == ["QY-X1-D1"]
    told = queries.told_of([silent[0].id])[silent[0].id]
    assert (told[-1].what, told[-1].at) == ("tell", LATER)
    assert told[-1].people == (district.people["coordinator"],)
    for unit in (district.root, district["QY-Z2"]):
        with pytest.raises(NotFound):
            queries.silent_under(actor_of("leader_z1"), unit)


def test_another_unit_s_duty_does_not_exist(district: District, draft: Drafts) -> None:
    actions.open_many(drafts=[draft()], at=OPENS)
    row = Obligation.objects.get()
    small_district(code="BQ", prefix="b_")
    for name in ("reporter_z1", "leader", "coordinator", "auditor"):
        assert queries.one(actor_of(name), row.id).debtor == district["QY-Z1"]
    for name in ("reporter_z2", "leader_x1", "b_leader", "b_coordinator"):
        with pytest.raises(NotFound):
            queries.one(actor_of(name), row.id)


def test_what_is_confidential_shows_to_its_holders_alone(district: District, draft: Drafts) -> None:
    secret = draft(
        kind="test.secret", origin="s/1", title="", number="7Q", strand="winter/secret/0", post="leader"
    )
    actions.open_many(drafts=[secret], at=OPENS)
    actions.tick(LATER)
    row = Obligation.objects.get()
    assert row.confidential
    assert queries.one(actor_of("leader_z1"), row.id) == row
    for name in ("leader", "reporter_z1", "coordinator"):
        with pytest.raises(NotFound):
            queries.one(actor_of(name), row.id)
    assert queries.silent_under(actor_of("leader"), district.root) == []
    assert queries.owed_on(actor_of("leader"), district["QY-Z1"], DAY) == []
    assert [r.id for r in queries.owed_by(actor_of("leader_z1"), LATER)] == [row.id]


def test_whom_it_is_owed_to_knows_of_it_where_its_kind_says_so(district: District, draft: Drafts) -> None:
    told = draft(kind="test.told", origin="s/1", title="", number="7Q", strand="winter/told/0", post="leader")
    actions.open_many(drafts=[told], at=OPENS)
    row = Obligation.objects.get()
    assert queries.one(actor_of("coordinator"), row.id) == queries.one(actor_of("leader_z1"), row.id) == row
    with pytest.raises(NotFound):
        queries.one(actor_of("leader"), row.id)


def test_sums_of_what_is_confidential_show_no_count_under_five(district: District, draft: Drafts) -> None:
    def secrets(code: str, count: int) -> None:
        drafts = [
            draft(code, kind="test.secret", origin=f"s/{code}/{n}", strand="winter/secret/0")
            for n in range(count)
        ]
        actions.open_many(drafts=drafts, at=OPENS)

    secrets("QY-Z1", 3)
    secrets("QY-Z2", 9)
    secrets("QY-X1", 20)
    actions.open_many(drafts=[draft("QY-Z1")], at=OPENS)
    actions.tick(OPENS)
    keys = {district[code].key: code for code in ("QY-Z1", "QY-Z2", "QY-X1")}
    shown = {
        (keys[key], strand): sums["owed"]
        for (key, strand, _day), sums in queries.tallies(keys, DAY, DAY).items()
    }
    assert shown == {
        ("QY-Z1", "winter/daily/pm"): 1,
        ("QY-Z1", "winter/secret/0"): None,
        ("QY-Z2", "winter/secret/0"): None,  # else the unit above would tell what Z1's is
        ("QY-X1", "winter/secret/0"): 20,
    }


def test_the_story_has_everything_in_order(district: District, draft: Drafts) -> None:
    actions.open_many(drafts=[draft()], at=OPENS)
    row = Obligation.objects.get()
    actions.tick(LATER)
    actions.extend(obligation_id=row.id, new_due_at=LATER + timedelta(days=1), by=SYSTEM, at=LATER, why="雪")
    actions.discharge(obligation_id=row.id, by=SYSTEM, at=LATER + timedelta(hours=1))
    events = queries.story(row)
    assert [getattr(event, "what", "term") for event in events][-3:] == ["extended", "term", "discharged"]
    times = [getattr(event, "done_at", None) or event.at for event in events]  # type: ignore[union-attr]
    assert times == sorted(times)
