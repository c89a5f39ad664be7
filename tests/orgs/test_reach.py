"""Rights reach a post's subtree, an office acts for the unit above it, and nobody reaches sideways."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.core.errors import BadInput, Conflict, NotAllowed
from duecare.orgs import actions, audiences, rights
from duecare.orgs.models import Unit
from duecare.orgs.rules import SYSTEM
from tests.people import FOUNDED, District, actor_of, district

__all__ = ["district"]
pytestmark = pytest.mark.both
DAY = timedelta(days=1)


def test_rights_reach_the_subtree_and_not_the_siblings(district: District) -> None:
    reporter = actor_of("reporter_x1")
    assert rights.may(reporter, "orgs.view", district["QY-X1"].lineage)
    assert rights.may(reporter, "orgs.view", district["QY-X1-D1"].lineage)
    assert not rights.may(reporter, "orgs.view", district["QY-X2"].lineage)
    assert not rights.may(reporter, "orgs.view", district["QY"].lineage)


def test_an_office_acts_for_the_unit_above_it(district: District) -> None:
    coordinator = actor_of("coordinator")
    assert rights.may(coordinator, "orgs.manage", district["QY-Z2"].lineage)
    assert rights.lineages(coordinator, "orgs.manage") == [district["QY"].lineage]
    assert rights.lineages(actor_of("reporter_x1"), "orgs.manage") == []


def test_a_deputy_stands_in_from_the_first_moment_until_the_last(district: District) -> None:
    starts, ends = FOUNDED + DAY, FOUNDED + 3 * DAY
    actions.appoint(
        user=district.people["reporter_x2"], post=district.posts["reporter_x1"], by=actor_of("coordinator"),
        at=FOUNDED, starts_at=starts, ends_at=ends, deputy=True,
    )  # fmt: skip
    lineage, tick = district["QY-X1"].lineage, timedelta(microseconds=1)

    def may(at):
        return rights.may(actor_of("reporter_x2", at), "orgs.view", lineage)

    assert [may(t) for t in (starts - tick, starts, ends - tick, ends)] == [False, True, True, False]
    found = audiences.resolve("post:reporter@debtor", [district["QY-X1"].id], starts)
    assert found[district["QY-X1"].id] == [district.people[n].id for n in ("reporter_x1", "reporter_x2")]


def test_a_deputy_has_dates_and_none_lie_in_the_past(district: District) -> None:
    given: dict[str, Any] = {
        "user": district.people["reporter_x2"],
        "post": district.posts["reporter_x1"],
        "by": SYSTEM,
    }
    with pytest.raises(BadInput):
        actions.appoint(**given, at=FOUNDED, deputy=True)
    with pytest.raises(BadInput):
        actions.appoint(**given, at=FOUNDED, starts_at=FOUNDED - DAY)
    with pytest.raises(BadInput):
        actions.appoint(**given, at=FOUNDED, ends_at=FOUNDED)
    actions.appoint(**given, at=FOUNDED, ends_at=FOUNDED + DAY, deputy=True)
    with pytest.raises(Conflict):
        actions.appoint(**given, at=FOUNDED)
    actions.appoint(**given, at=FOUNDED, starts_at=FOUNDED + DAY)


def test_only_an_administrator_gives_a_post_that_administers(district: District) -> None:
    given: dict[str, Any] = {
        "user": district.people["coordinator"],
        "post": district.posts["administrator"],
        "at": FOUNDED,
    }
    with pytest.raises(NotAllowed):
        actions.appoint(**given, by=actor_of("coordinator"))
    actions.appoint(**given, by=actor_of("administrator"))


def test_whoever_leaves_holds_nothing_and_the_post_stays(district: District) -> None:
    gone = actions.leave(user=district.people["reporter_x1"], by=actor_of("coordinator"), at=FOUNDED + DAY)
    assert actor_of("reporter_x1", FOUNDED + DAY).posts == ()
    assert gone.left_at == FOUNDED + DAY
    assert audiences.resolve("post:reporter@debtor", [district["QY-X1"].id], FOUNDED + DAY) == {}
    new = actions.add_person(
        username="reporter_x1b", name="接任报告人", home=district["QY-X1"], by=SYSTEM, at=FOUNDED + DAY
    )
    actions.appoint(user=new, post=district.posts["reporter_x1"], by=SYSTEM, at=FOUNDED + DAY)
    assert len(actor_of("reporter_x1b", FOUNDED + DAY).posts) == 1


def test_up_climbs_until_somebody_is_found(district: District, django_assert_num_queries) -> None:
    asked = [district[code].id for code in ("QY-X1-D1", "QY-X2", "QY-AQ", "QY")]
    with django_assert_num_queries(4):
        found = audiences.resolve("post:leader@up", asked, FOUNDED)
    people = {name: user.id for name, user in district.people.items()}
    assert found == {
        district["QY-X1-D1"].id: [people["leader_x1"]],
        district["QY-X2"].id: [people["leader"]],
        district["QY-AQ"].id: [people["leader"]],
    }
    with django_assert_num_queries(4):
        found = audiences.resolve("post:coordinator@up", asked, FOUNDED)
    assert found[district["QY-X1-D1"].id] == [people["coordinator"]]
    assert district["QY-AQ"].id not in found


def test_asking_for_thousands_of_units_takes_the_same_statement_as_for_one(district: District) -> None:
    strangers = [uuid.uuid4() for _unit in range(3_000)]
    with CaptureQueriesContext(connection) as few:
        assert audiences.resolve("post:reporter@debtor", [], FOUNDED) == {}
    with CaptureQueriesContext(connection) as many:
        found = audiences.resolve("post:reporter@debtor", [*strangers, district["QY-X1"].id], FOUNDED)
    assert found == {district["QY-X1"].id: [district.people["reporter_x1"].id]}
    assert len(few) == len(many) == 1
    assert many[0]["sql"].count("(") == few[0]["sql"].count("(")
    assert audiences.resolve("post:leader@up", strangers, FOUNDED) == {}


def test_a_unit_moves_with_all_below_it(district: District) -> None:
    by = actor_of("coordinator")
    with pytest.raises(Conflict):
        actions.move_unit(unit=district["QY-X1"], to=district["QY-X1-D1"], by=by, at=FOUNDED)
    actions.move_unit(unit=district["QY-X1"], to=district["QY-Z1"], by=by, at=FOUNDED)
    moved = Unit.objects.get(code="QY-X1-D1")
    assert moved.lineage.startswith(district["QY-Z1"].lineage)
    assert rights.may(actor_of("leader_z1"), "orgs.view", moved.lineage)
    with pytest.raises(NotAllowed):
        actions.move_unit(unit=district["QY-X1"], to=district["QY-Z1"], by=actor_of("leader_z1"), at=FOUNDED)


def test_a_unit_closes_after_those_below_it(district: District) -> None:
    by = actor_of("coordinator")
    with pytest.raises(Conflict):
        actions.close_unit(unit=district["QY-X1"], by=by, at=FOUNDED, why="并校")
    actions.close_unit(unit=district["QY-X1-D1"], by=by, at=FOUNDED, why="并校")
    actions.close_unit(unit=district["QY-X1"], by=by, at=FOUNDED, why="并校")
    assert actor_of("reporter_x1", FOUNDED).posts == ()
    with pytest.raises(Conflict):
        actions.add_unit(parent=district["QY-X1"], code="N", name="新", kind="campus", by=by, at=FOUNDED)


def test_a_code_is_used_once_in_an_organisation(district: District) -> None:
    with pytest.raises(Conflict):
        actions.add_unit(
            parent=district.root, code="QY-X1", name="另一所", kind="campus", by=SYSTEM, at=FOUNDED
        )
    with pytest.raises(NotAllowed):
        actions.create_root(code="B", name="乙", kind="district", by=actor_of("administrator"), at=FOUNDED)
