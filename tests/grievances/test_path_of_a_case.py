"""From the form to the re-review: who holds a case, what is owed by when, and what nobody may do."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from duecare.core.errors import BadInput, Conflict, NotAllowed, NotFound
from duecare.grievances import actions
from duecare.grievances.models import Case, Hold, Owed, Sealed, Step
from duecare.grievances.rules import clocks
from duecare.grievances.standing import path_of
from duecare.obligations import actions as kernel
from duecare.obligations.models import Happening, Obligation
from duecare.orgs.actions import appoint
from duecare.orgs.rules import SYSTEM
from tests.at_once import at_once
from tests.grievances.conftest import AT, DAY, HOUR, NOTICE, REPLY, TEXT, Bring, do
from tests.people import FOUNDED, District, actor_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def owed(case: Case) -> dict[str, str]:
    """What is open of a case: limits, and who owes them."""
    rows = Owed.objects.filter(case=case, obligation__closed_at=None).select_related("obligation__debtor")
    return {row.limit: row.obligation.debtor.code for row in rows}


def held(case: Case) -> dict[str, Any]:
    """Who holds it in which role."""
    return {one.role: one.unit and one.unit.code for one in Hold.objects.filter(case=case, until=None)}


def test_a_case_about_a_school_goes_to_the_district_never_to_the_school(
    district: District, bring: Bring
) -> None:
    case = bring().case
    assert held(case) == {"holder": "QY"}
    assert owed(case) == {"acceptance": "QY"}
    duty = Obligation.objects.get(kind="grievances.stage")
    assert duty.confidential and duty.number == case.number and duty.subject == ""
    assert duty.due_at.date().isoformat() == "2027-01-19"
    for who in ("officer_x1", "leader_x1", "coordinator", "administrator", "auditor", "leader_z1"):
        with pytest.raises(NotFound):
            do(case, "accept", AT + HOUR, who, words=NOTICE)


def test_without_an_officer_it_climbs_and_about_the_district_it_leaves_the_tree(
    district: District, bring: Bring
) -> None:
    at_gate = bring(concerned=[], place_unit=district["QY-X1-D1"]).case
    assert held(at_gate) == {"holder": "QY-X1"}  # written at the teaching point's gate: its school's officer
    about_all = bring(concerned=[district.root]).case
    assert held(about_all) == {"holder": None} and owed(about_all) == {}


def test_the_whole_way_to_a_reply_that_is_put_right(bring: Bring) -> None:
    case = bring().case
    do(case, "accept", AT + DAY, "officer_root", words=NOTICE)
    assert owed(case) == {"handling": "QY"}
    with pytest.raises(BadInput) as refused:
        do(case, "reply", AT + 2 * DAY, "officer_root", words={**REPLY, "reasons": ""})
    assert refused.value.where == "reasons"
    do(case, "reply", AT + 2 * DAY, "officer_root", words=REPLY)
    assert owed(case) == {}
    do(case, "close", AT + 3 * DAY, "officer_root")
    assert owed(case) == {"follow-up": "QY"}
    do(case, "rate", AT + 3 * DAY, rating=4)
    do(case, "put-right", AT + 3 * DAY)
    assert owed(case) == {}
    case.refresh_from_db()
    assert (case.stage, case.ended) == ("closed", True)
    assert not Obligation.objects.exclude(closed_as="discharged").exists()


def test_a_review_is_decided_above_by_who_never_took_part(district: District, bring: Bring) -> None:
    case = bring(concerned=[district["QY-X1-D1"]]).case
    assert held(case) == {"holder": "QY-X1"}
    do(case, "accept", AT + DAY, "officer_x1", words=NOTICE)
    do(case, "reply", AT + 2 * DAY, "officer_x1", words=REPLY)
    do(case, "ask-review", AT + 3 * DAY, words={"text": "没有说明谁来监督。"})
    assert held(case) == {"holder": "QY-X1", "above": "QY"}
    assert owed(case) == {"review": "QY"}
    with pytest.raises(NotAllowed):
        do(case, "refuse-review", AT + 4 * DAY, "officer_x1", words=REPLY)
    do(case, "refuse-review", AT + 4 * DAY, "officer_root", words=REPLY)
    do(case, "ask-re-review", AT + 5 * DAY)
    assert held(case)["re-review-body"] is None  # above the root: the body that the plan names
    assert path_of(case, AT + 5 * DAY).stage == "re-review"


def test_going_higher_is_always_open_and_changes_no_other_clock(district: District, bring: Bring) -> None:
    case = bring(concerned=[district["QY-X1-D1"]]).case
    before = clocks(path_of(case, AT + HOUR)).stage
    do(case, "go-higher", AT + HOUR, words={"text": "请上级看一下。"})
    assert owed(case) == {"acceptance": "QY-X1", "higher": "QY"}
    after = clocks(path_of(case, AT + HOUR)).running
    assert before is not None and before.due in {one.due for one in after}
    do(
        case,
        "answer-higher",
        AT + DAY,
        "officer_root",
        words={**NOTICE, "reasons": "已阅", "other-ways": "复查"},
    )
    assert owed(case) == {"acceptance": "QY-X1"}


def test_retaliation_is_reported_past_the_unit_concerned_also_after_close(
    district: District, bring: Bring
) -> None:
    case = bring(concerned=[district["QY-X1-D1"]]).case
    do(case, "settle", AT + DAY, "officer_x1", words={"decision": "当场更换"}, consent=True)
    do(case, "report-retaliation", AT + 2 * DAY, words={"text": "老师当众批评了孩子。"})
    assert owed(case)["retaliation"] == "QY"


def test_an_extension_is_the_head_s_once_and_leaves_the_miss(district: District, bring: Bring) -> None:
    case = bring().case
    do(case, "accept", AT + DAY, "officer_root", words=NOTICE)
    duty = Owed.objects.get(case=case, limit="handling").obligation
    late = duty.due_at + timedelta(hours=1)
    kernel.tick(late)
    with pytest.raises(NotAllowed):
        do(case, "extend", late, "officer_root", words={"reasons": "等待检测"}, days=30)
    do(case, "extend", late, "leader", words={"reasons": "等待检测"}, days=30)
    moved = Obligation.objects.get(id=duty.id)
    assert moved.due_at == duty.due_at + 30 * DAY and moved.missed_at is not None
    with pytest.raises(Conflict):
        do(case, "extend", late + DAY, "leader", words={"reasons": "再等"}, days=10)


def test_a_withdrawal_takes_effect_after_seven_days_and_can_be_taken_back(bring: Bring) -> None:
    case = bring().case
    do(case, "withdraw", AT + HOUR)
    kernel.tick(AT + 5 * DAY)
    do(case, "take-back", AT + 5 * DAY)
    kernel.tick(AT + 9 * DAY)
    case.refresh_from_db()
    assert (case.stage, case.time_acts_at, owed(case)) == ("registered", None, {"acceptance": "QY"})
    do(case, "withdraw", AT + 9 * DAY)
    actions.schedule(AT + 18 * DAY, AT + 20 * DAY)
    case.refresh_from_db()
    assert (case.stage, owed(case)) == ("withdrawn", {})
    assert Obligation.objects.get().closed_as == "waived"
    assert Happening.objects.filter(what="waived").count() == 1
    actions.schedule(AT + 19 * DAY, AT + 20 * DAY)
    assert Step.objects.filter(case=case, role="time").count() == 1


def test_a_recusal_by_the_only_officer_lets_the_case_climb(district: District, bring: Bring) -> None:
    case = bring(concerned=[district["QY-X1-D1"]]).case
    do(case, "recuse", AT + HOUR, "officer_x1")
    assert held(case) == {"holder": "QY"}
    assert owed(case)["acceptance"] == "QY"  # what is owed goes with the case
    with pytest.raises(NotFound):
        do(case, "accept", AT + DAY, "officer_x1", words=NOTICE)
    do(case, "accept", AT + DAY, "officer_root", words=NOTICE)


def test_it_is_sent_only_where_it_may_be_handled(district: District, bring: Bring) -> None:
    case = bring(concerned=[district["QY-X1-D1"]]).case
    do(case, "object", AT + HOUR, "officer_x1", words={"reasons": "属安全科职责"})
    for code in ("QY-X1-D1",):
        with pytest.raises(BadInput):
            do(case, "route", AT + 2 * HOUR, "officer_root", unit=district[code])
    do(case, "route", AT + 2 * HOUR, "officer_root", unit=district.office)
    assert held(case)["holder"] == "QY-AQ" and owed(case)["acceptance"] == "QY-AQ"
    do(case, "accept", AT + DAY, "officer", words=NOTICE)


def test_the_same_sent_twice_is_one_case_and_one_step(bring: Bring) -> None:
    number, step = uuid.uuid4(), uuid.uuid4()
    first = bring(number=number)
    again = bring(number=number)
    assert first.code and (again.case, again.code) == (first.case, "")
    one = do(first.case, "accept", AT + DAY, "officer_root", words=NOTICE, number=step)
    assert do(first.case, "accept", AT + DAY, "officer_root", words=NOTICE, number=step) == one
    with pytest.raises(Conflict):
        do(first.case, "reply", AT + DAY, "officer_root", words=REPLY, number=step)
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_is_one_case(bring: Bring) -> None:
    number = uuid.uuid4()
    answers = at_once(*[lambda: bring(number=number) for _ in range(3)])
    assert Case.objects.count() == 1
    assert sum(bool(getattr(one, "code", "")) for one in answers) == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_do_one_step(district: District, bring: Bring) -> None:
    case = bring().case
    post = district.posts["officer_root"]
    appoint(
        user=district.people["officer"], post=post, by=SYSTEM, at=FOUNDED, ends_at=AT + 9 * DAY, deputy=True
    )
    answers = at_once(
        lambda: do(case, "accept", AT + DAY, "officer_root", words=NOTICE),
        lambda: do(case, "accept", AT + DAY, "officer", words=NOTICE),
    )
    assert sorted(isinstance(one, Step) for one in answers) == [False, True]


def test_words_lie_sealed_and_apart_from_steps(bring: Bring) -> None:
    case = bring().case
    sealed = Sealed.objects.get(step__case=case)
    assert TEXT.encode() not in bytes(sealed.value)
    assert actor_of("officer_root") is not None and case.subject == ""
