"""Commitments sent back with a question: once each time they are given; they stay, and new ones are owed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from duecare.core.errors import BadInput, Conflict, NotAllowed
from duecare.hazards import actions, rules
from duecare.hazards.models import Commitment, Hazard, Step
from duecare.obligations.actions import tick
from duecare.obligations.models import Happening, Obligation
from tests.hazards.conftest import AT, DAY, HOUR, Report
from tests.hazards.test_general import owed
from tests.hazards.test_major import FIVE
from tests.hazards.test_plan import WHOLE
from tests.people import District, actor_of, client_for, clock_at
from tests.plans.plans import apply

pytestmark = [pytest.mark.both, pytest.mark.django_db]
QUESTION = "经费从哪里来？停用期间学生在哪里用餐？"


@pytest.fixture
def gas(report: Report) -> Hazard:
    """A major hazard whose commitments were given an hour after it was found."""
    hazard = report(level="major", category="heating", text="燃气管漏气")
    commit(hazard)
    return hazard


def commit(hazard: Hazard, at: Any = AT + HOUR, **given: Any) -> None:
    actions.commit(hazard_id=hazard.id, by=actor_of("leader_x1"), at=at, **(FIVE | given))


def send_back(
    hazard: Hazard, who: str = "leader", at: Any = AT + 2 * HOUR, question: str = QUESTION
) -> Hazard:
    return actions.send_back(hazard_id=hazard.id, question=question, by=actor_of(who), at=at)


def test_the_unit_owes_new_ones_a_day_from_the_question(district: District, gas: Hazard) -> None:
    send_back(gas)
    gas.refresh_from_db()
    assert (gas.state, owed(gas)) == ("found", ["commit"])
    answered = Obligation.objects.get(kind="hazards.accept")
    assert (answered.closed_as, answered.missed_at) == ("discharged", None)
    first, again = Obligation.objects.filter(kind="hazards.commit").order_by("id")
    assert (first.due_at, first.closed_as) == (AT + 24 * HOUR, "discharged")
    assert (again.debtor, again.creditor, again.due_at) == (
        district["QY-X1"], district.root, AT + 26 * HOUR,
    )  # fmt: skip
    step = Step.objects.get(kind="sent_back")
    assert (step.text, step.facts) == (QUESTION, {"commitments": str(Commitment.objects.get().id)})


def test_the_first_stay_and_the_new_ones_are_accepted(gas: Hazard) -> None:
    send_back(gas)
    commit(gas, at=AT + 3 * HOUR, funds="区级专项 3000 元")
    assert owed(gas) == ["accept"]
    assert list(Commitment.objects.order_by("at").values_list("funds", flat=True)) == [
        FIVE["funds"], "区级专项 3000 元",
    ]  # fmt: skip
    actions.accept(hazard_id=gas.id, by=actor_of("coordinator"), at=AT + 4 * HOUR)
    gas.refresh_from_db()
    assert (gas.state, gas.due_at) == ("accepted", FIVE["due_at"])
    assert Step.objects.filter(kind="committed").count() == 2
    with pytest.raises(Conflict):
        send_back(gas, at=AT + 5 * HOUR)


def test_each_is_sent_back_once_and_not_accepted_meanwhile(gas: Hazard) -> None:
    send_back(gas)
    for who in ("leader", "coordinator"):
        with pytest.raises(Conflict):
            send_back(gas, who, at=AT + 3 * HOUR)
    with pytest.raises(Conflict):
        actions.accept(hazard_id=gas.id, by=actor_of("coordinator"), at=AT + 3 * HOUR)
    commit(gas, at=AT + 4 * HOUR)
    send_back(gas, at=AT + 5 * HOUR)
    assert owed(gas) == ["commit"]
    assert Obligation.objects.get(kind="hazards.commit", closed_at=None).due_at == AT + 29 * HOUR


def test_who_may_not_and_what_is_missing(report: Report, gas: Hazard) -> None:
    with pytest.raises(NotAllowed):
        send_back(gas, "leader_x1")
    with pytest.raises(BadInput):
        send_back(gas, question="  ")
    commit(gas, at=AT + HOUR)
    actions.commit(hazard_id=gas.id, by=actor_of("coordinator"), at=AT + HOUR, **FIVE)
    with pytest.raises(NotAllowed):  # who gave them does not judge them
        send_back(gas, "coordinator")
    general, fresh = report(place=None), report(level="major", place=None)
    for hazard in (general, fresh):
        with pytest.raises(Conflict):
            send_back(hazard)
    assert not Commitment.objects.exclude(sent_back_at=None).exists()


def test_a_miss_of_the_first_stays_with_the_first(report: Report) -> None:
    hazard = report(level="major")
    tick(AT + 25 * HOUR)
    commit(hazard, at=AT + 26 * HOUR)
    send_back(hazard, at=AT + 27 * HOUR)
    tick(AT + 28 * HOUR)
    first, again = Obligation.objects.filter(kind="hazards.commit").order_by("id")
    assert (first.missed_at, again.missed_at, again.due_at) == (AT + 24 * HOUR, None, AT + 51 * HOUR)


def test_the_level_above_is_not_told_again_what_it_has_just_asked(gas: Hazard) -> None:
    tick(AT + timedelta(minutes=90))
    told = Happening.objects.filter(what="tell").count()
    send_back(gas)
    tick(AT + 3 * HOUR)
    assert Happening.objects.filter(what="tell").count() == told


def test_a_plan_s_own_time_and_ladder_hold_for_the_answer_too(report: Report) -> None:
    apply(WHOLE, AT)
    hazard = report(level="major")
    commit(hazard)
    send_back(hazard)
    again = Obligation.objects.get(kind="hazards.commit", closed_at=None)
    assert (again.due_at, again.basis) == (AT + 14 * HOUR, "一.3")
    assert [rung["offset"] for rung in again.ladder.steps] == [-3600, 7200]


@pytest.mark.parametrize(("within", "asked", "due"), [(24, 2, 26), (72, 2, 72), (12, 2, 14), (72, 60, 84)])
def test_the_later_of_the_first_deadline_and_a_day(within: int, asked: int, due: int) -> None:
    assert rules.answer_due(AT + within * HOUR, within * HOUR, AT + asked * HOUR) == AT + due * HOUR


def test_lowered_meanwhile_nothing_more_is_asked(gas: Hazard) -> None:
    send_back(gas)
    actions.lower_level(hazard_id=gas.id, why="已停用", by=actor_of("leader"), at=AT + 3 * HOUR)
    gas.refresh_from_db()
    assert (gas.state, owed(gas)) == ("accepted", ["rectify"])


def test_the_question_goes_with_the_other_words(gas: Hazard) -> None:
    send_back(gas)
    commit(gas, at=AT + 3 * HOUR)
    actions.accept(hazard_id=gas.id, by=actor_of("coordinator"), at=AT + 4 * HOUR)
    actions.put_right(hazard_id=gas.id, text="阀门已换", by=actor_of("leader_x1"), at=AT + DAY)
    actions.verify(hazard_id=gas.id, passed=True, by=actor_of("leader"), at=AT + DAY)
    actions.forget_words(AT + 92 * DAY)
    assert Step.objects.get(kind="sent_back").text == ""


def test_through_the_page(gas: Hazard) -> None:
    at, above, owner = f"/hazards/{gas.id}/", client_for("leader"), client_for("leader_x1")
    with clock_at(AT + 2 * HOUR):
        assert f"{at}question/" in above.get(at).content.decode()
        assert f"{at}question/" not in owner.get(at).content.decode()
        assert above.post(f"{at}question/", {"question": " "}).status_code == 422
        assert above.post(f"{at}question/", {"question": QUESTION}).status_code == 302
        page = above.get(at).content.decode()
        assert f"{at}question/" not in page and f"{at}acceptance/" not in page
        page = owner.get(at).content.decode()
        assert page.count(QUESTION) == 2 and "已退回询问" in page
        assert f"{at}commitments/" in page
        assert (
            f'value="{FIVE["funds"]}"' in page and 'value="2027-01-09"' in page
        )  # begun with what was given
        answer = owner.post(f"{at}question/", {"question": "x"}, follow=True)
    assert "不由您进行" in answer.content.decode()
