"""A major hazard: the level above knows within minutes, five commitments come first, and nobody lowers its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from duecare.core.errors import BadInput, Conflict, NotAllowed
from duecare.hazards import actions
from duecare.hazards.models import Hazard, Owed
from duecare.obligations.actions import tick
from duecare.obligations.models import Happening, Obligation
from tests.hazards.conftest import AT, DAY, HOUR, Report
from tests.hazards.test_general import owed
from tests.people import District, actor_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]
FIVE: dict[str, Any] = {
    "measures": "停用燃气，更换阀门", "post": "leader", "funds": "校用经费 3000 元", "due_at": AT + 5 * DAY,
    "contingency": "疏散，关总阀，报 119",
}  # fmt: skip


@pytest.fixture
def gas(report: Report) -> Hazard:
    return report(level="major", category="heating", text="燃气管漏气")


def commit(hazard: Hazard, who: str = "leader_x1", **given: Any) -> None:
    actions.commit(hazard_id=hazard.id, by=actor_of(who), at=AT + HOUR, **(FIVE | given))


def test_the_level_above_is_told_within_minutes(district: District, gas: Hazard) -> None:
    assert (gas.state, owed(gas)) == ("found", ["commit"])
    tick(AT + timedelta(minutes=3))
    people = {person for h in Happening.objects.filter(what="tell") for person in h.recipients}
    assert {str(district.people[who].id) for who in ("leader", "coordinator")} <= people


@pytest.mark.parametrize("name", list(FIVE))
def test_without_one_of_the_five_nothing_is_accepted(gas: Hazard, name: str) -> None:
    missing: dict[str, Any] = {name: None if name == "due_at" else ""}
    with pytest.raises(BadInput) as refused:
        commit(gas, **missing)
    assert refused.value.where == name
    with pytest.raises(Conflict):
        actions.accept(hazard_id=gas.id, by=actor_of("leader"), at=AT + HOUR)
    with pytest.raises(Conflict):
        actions.put_right(hazard_id=gas.id, text="已修", by=actor_of("leader_x1"), at=AT + HOUR)


def test_committed_accepted_put_right_and_verified_from_above(district: District, gas: Hazard) -> None:
    commit(gas)
    assert owed(gas) == ["accept"]
    commit(gas, funds="校用经费 5000 元")
    assert owed(gas) == ["accept"]
    with pytest.raises(NotAllowed):
        actions.accept(hazard_id=gas.id, by=actor_of("leader_x1"), at=AT + 2 * HOUR)
    actions.accept(hazard_id=gas.id, by=actor_of("coordinator"), at=AT + 2 * HOUR)
    gas.refresh_from_db()
    assert (gas.state, gas.due_at, gas.due_basis) == ("accepted", FIVE["due_at"], "commitment")
    duty = Obligation.objects.get(kind="hazards.rectify")
    assert (duty.due_at, duty.post) == (FIVE["due_at"], "leader")
    actions.put_right(hazard_id=gas.id, text="阀门已换", by=actor_of("leader_x1"), at=AT + DAY)
    with pytest.raises(NotAllowed):
        actions.verify(hazard_id=gas.id, passed=True, by=actor_of("reporter_d1"), at=AT + DAY)
    actions.verify(hazard_id=gas.id, passed=True, by=actor_of("leader"), at=AT + DAY)
    gas.refresh_from_db()
    assert (gas.state, owed(gas)) == ("closed", [])


def test_who_commits_does_not_accept(gas: Hazard) -> None:
    commit(gas, "coordinator")
    with pytest.raises(NotAllowed):
        actions.accept(hazard_id=gas.id, by=actor_of("coordinator"), at=AT + 2 * HOUR)
    actions.accept(hazard_id=gas.id, by=actor_of("leader"), at=AT + 2 * HOUR)


def test_anyone_raises_and_only_the_level_above_lowers_with_a_reason(report: Report) -> None:
    hazard = report()
    due = hazard.due_at
    actions.raise_level(hazard_id=hazard.id, why="整排发热", by=actor_of("reporter_x1"), at=AT + HOUR)
    hazard.refresh_from_db()
    assert (hazard.state, hazard.due_at, owed(hazard)) == ("found", due, ["commit", "rectify"])
    lower: dict[str, Any] = {"hazard_id": hazard.id, "at": AT + 2 * HOUR}
    with pytest.raises(NotAllowed):
        actions.lower_level(**lower, why="不严重", by=actor_of("leader_x1"))
    with pytest.raises(BadInput):
        actions.lower_level(**lower, why=" ", by=actor_of("leader"))
    with pytest.raises(BadInput):  # what runs already is not put off by committing
        commit(hazard, due_at=due + DAY)
    actions.lower_level(**lower, why="现场核实为单个插座", by=actor_of("leader"))
    hazard.refresh_from_db()
    assert (hazard.level, hazard.state, hazard.due_at, owed(hazard)) == (
        "general",
        "accepted",
        due,
        ["rectify"],
    )
    assert Owed.objects.get(kind="hazards.commit").obligation.closed_as == "waived"


def test_a_lowered_one_that_nobody_had_begun_is_owed_within_seven_days(gas: Hazard) -> None:
    actions.lower_level(hazard_id=gas.id, why="已停用", by=actor_of("coordinator"), at=AT + HOUR)
    gas.refresh_from_db()
    assert owed(gas) == ["rectify"]
    assert gas.due_at < AT + 8 * DAY


def test_a_raised_one_keeps_its_running_deadline_when_accepted(report: Report) -> None:
    hazard = report()
    actions.raise_level(hazard_id=hazard.id, why="整排发热", by=actor_of("reporter_x1"), at=AT)
    commit(hazard)
    actions.accept(hazard_id=hazard.id, by=actor_of("leader"), at=AT + 2 * HOUR)
    before, hazard = hazard.due_at, Hazard.objects.get(id=hazard.id)
    assert (hazard.due_at, hazard.state, owed(hazard)) == (before, "accepted", ["rectify"])


def test_come_back_as_general_it_stays_major_and_owes_its_commitments(report: Report, gas: Hazard) -> None:
    commit(gas)
    actions.accept(hazard_id=gas.id, by=actor_of("coordinator"), at=AT + 2 * HOUR)
    actions.put_right(hazard_id=gas.id, text="阀门已换", by=actor_of("leader_x1"), at=AT + DAY)
    actions.verify(hazard_id=gas.id, passed=True, by=actor_of("leader"), at=AT + DAY)
    again = report(at=AT + 9 * DAY, level="general", category="heating", text="又有气味")
    assert (again, again.level, again.state) == (gas, "major", "found")
    assert owed(again) == ["commit"]
    actions.lower_level(hazard_id=gas.id, why="只是垫圈", by=actor_of("coordinator"), at=AT + 9 * DAY)
    gas.refresh_from_db()
    assert (gas.level, owed(gas)) == ("general", ["rectify"])
