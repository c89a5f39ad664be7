"""The path of a case under the default procedure: each of its ways, what is open to whom, what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from duecare.grievances.rules import (
    REFUSALS,
    Event,
    Facts,
    ImpossibleFacts,
    Refused,
    Role,
    after,
    may,
    take,
    walk,
    why_not,
)
from duecare.grievances.tests.cases import (
    ACCEPTED,
    CALENDAR,
    HOTLINE,
    PETITION,
    REFUSED,
    REPLIED,
    at,
    clocks_of,
    day,
    did,
)

EVERY_TIME = {"write", "go-higher", "report-retaliation", "ask-recusal"}


def keys(path, role, **who):
    return {act.key for act in may(path, role, **who)}


MEDIATED = (did("propose-mediation", 3.5), did("consent-to-mediation", 3.7), did("mediate", 4))
WAYS: dict[str, list[Facts]] = {
    "accepted": [ACCEPTED],
    "elsewhere": [(did("register"), did("decline-elsewhere", 2))],
    "other-way": [(did("register"), did("decline-other-way", 2))],
    "settled": [(did("register"), did("settle", 0.1)), (*ACCEPTED, did("settle", 4))],
    "replied": [REPLIED],
    "explained": [(*ACCEPTED, did("explain", 30))],
    "closed": [(*REPLIED, did("close", 21)),
               (*ACCEPTED, *MEDIATED, did("sit", 5), did("agree", 9, days=20), did("fulfil", 15))],
    "mediation": [(*ACCEPTED, *MEDIATED)],
    "agreed": [(*ACCEPTED, *MEDIATED, did("agree", 9, days=20))],
    "review": [(*REPLIED, did("ask-review", 25)), (*REPLIED, did("close", 21), did("ask-review", 25))],
    "reviewed": [REFUSED],
    "re-review": [(*REFUSED, did("ask-re-review", 45))],
    "carrying-out": [(*REFUSED, did("ask-re-review", 45), did("uphold-re-review", 50))],
    "final": [(*REFUSED, did("ask-re-review", 45), did("refuse-re-review", 50)),
              (*REFUSED, did("ask-re-review", 45), did("uphold-re-review", 50), did("carry-out", 60))],
    "withdrawn": [(*ACCEPTED, did("withdraw", 5))],
    "registered": [(did("register"), did("object", 2), did("route", 3)),
                   (did("register"), did("object", 2), did("refuse-objection", 3))],
}  # fmt: skip


@pytest.mark.parametrize("stage", WAYS)
def test_each_stage_is_reached(stage):
    assert {at(100, *facts).stage for facts in WAYS[stage]} == {stage}


def test_every_stage_of_the_file_has_a_way():
    assert {stage.key for stage in PETITION.stages} == set(WAYS)


def test_nobody_but_the_clerk_and_the_owner_begins():
    path = walk((), PETITION, CALENDAR, day(0))
    assert keys(path, Role.OWNER) == keys(path, Role.CLERK) == {"register"}
    assert keys(path, Role.HOLDER) == keys(path, Role.ABOVE) == set()
    assert why_not(at(1, did("register")), did("register", 1)) is Refused.BEGUN


def test_what_is_open_to_whom_while_it_is_handled():
    path = at(4, *ACCEPTED)
    assert keys(path, Role.OWNER) == EVERY_TIME | {"withdraw"}
    assert keys(path, Role.HOLDER, actor="o") == {
        "settle", "inquire", "reply", "explain", "propose-mediation", "write", "recuse",
    }  # fmt: skip
    assert keys(path, Role.LEADER, actor="l") == {"handle-jointly", "name-lead", "extend", "recuse"}
    assert keys(path, Role.CONCERNED, actor="s") == set()
    assert keys(path, Role.TIME) == set()


def test_mediation_begins_after_the_owner_has_agreed_and_not_before():
    assert "mediate" not in keys(at(5, *ACCEPTED, did("propose-mediation", 4)), Role.HOLDER, actor="o")
    agreed = at(5, *ACCEPTED, did("propose-mediation", 4), did("consent-to-mediation", 4.5))
    assert "mediate" in keys(agreed, Role.HOLDER, actor="o")
    assert "consent-to-mediation" in keys(at(5, *ACCEPTED, did("propose-mediation", 4)), Role.OWNER)
    assert "consent-to-mediation" not in keys(at(25, *ACCEPTED, did("propose-mediation", 4)), Role.OWNER)
    assert PETITION.act("consent-to-mediation").by == (Role.OWNER,)


def test_the_unit_concerned_answers_an_inquiry_and_nothing_else():
    asked = (*ACCEPTED, did("inquire", 4))
    assert keys(at(5, *asked), Role.CONCERNED, actor="school") == {"answer-inquiry"}
    assert keys(at(6, *asked, did("answer-inquiry", 5)), Role.CONCERNED, actor="school") == set()


def test_a_late_answer_is_still_an_answer():
    asked = at(40, *ACCEPTED, did("inquire", 4), did("go-higher", 4))
    assert keys(asked, Role.CONCERNED, actor="school") == {"answer-inquiry"}
    assert "answer-higher" in keys(asked, Role.ABOVE, actor="county", level=1)
    late = at(60, *REPLIED, did("close", 21), did("follow-up", 50))
    [asked_late] = [run for run in late.runs if run.limit.key == "follow-up"]
    assert asked_late.missed_at is not None and asked_late.ended == day(50)


def test_a_right_that_passed_unused_is_over():
    path = at(80, *REPLIED)
    assert path.running == () and "ask-review" not in keys(path, Role.OWNER)
    [asking] = [run for run in path.runs if run.limit.key == "ask-review"]
    assert asking.ended == asking.missed_at == datetime(2026, 4, 21, 16, 0, tzinfo=UTC)
    assert asking.ended_by == ""


def test_who_took_part_does_not_decide_the_review():
    path = at(30, *REPLIED, did("ask-review", 25))
    assert why_not(path, did("refuse-review", 30, actor="officer", level=1)) is Refused.TOOK_PART
    assert why_not(path, did("refuse-review", 30, actor="other", level=2)) is Refused.NOT_ABOVE
    assert why_not(path, did("refuse-review", 30, actor="")) is Refused.UNNAMED
    assert why_not(path, did("refuse-review", 30, role=Role.HOLDER)) is Refused.ROLE
    assert why_not(path, did("refuse-review", 30)) is None


def test_who_held_the_hearing_decides_the_re_review_and_who_refused_the_review_does_not():
    body: dict[str, Any] = {"role": Role.REREVIEW, "level": -1}
    path = at(
        90, *REPLIED, did("ask-review", 25), did("refuse-review", 30), did("ask-re-review", 40),
        did("begin-hearing", 50, actor="province", **body), did("end-hearing", 60, actor="province-2", **body),
    )  # fmt: skip
    assert why_not(path, did("refuse-re-review", 90, actor="province", **body)) is None
    assert why_not(path, did("refuse-re-review", 90, actor="province-2", **body)) is None
    assert why_not(path, did("refuse-re-review", 90, actor="county", **body)) is Refused.TOOK_PART


def test_who_only_refused_an_objection_took_part_too():
    path = at(
        30, did("register"), did("object", 1), did("refuse-objection", 2), *REPLIED[1:], did("ask-review", 25)
    )
    assert why_not(path, did("refuse-review", 30)) is Refused.TOOK_PART
    assert why_not(path, did("refuse-review", 30, actor="county-2")) is None


def test_the_re_review_is_above_the_review():
    path = at(50, *REFUSED, did("ask-re-review", 45))
    assert why_not(path, did("refuse-re-review", 50, level=1)) is Refused.NOT_ABOVE
    assert why_not(path, did("refuse-re-review", 50, level=0)) is None


def test_after_the_re_review_nothing_is_accepted_any_more():
    path = at(80, *REFUSED, did("ask-re-review", 45), did("refuse-re-review", 50))
    for role in Role:
        assert not any(act.to for act in may(path, role, actor="anybody", level=-5))
    assert keys(path, Role.OWNER) == EVERY_TIME | {"rate"}


def test_a_review_is_asked_for_within_thirty_days():
    # Replied on 22 March; the thirtieth day after it is 21 April, to its end in Shanghai.
    end = datetime(2026, 4, 21, 16, 0, tzinfo=UTC)
    asked = did("ask-review", end)
    assert walk((*REPLIED, asked), PETITION, CALENDAR, end).stage == "review"
    late = did("ask-review", end + timedelta(microseconds=1))
    with pytest.raises(ImpossibleFacts) as refused:
        walk((*REPLIED, late), PETITION, CALENDAR, late.at)
    assert refused.value.refused is Refused.OVER


def test_an_extension_is_granted_once_by_at_most_thirty_days():
    path = at(10, *ACCEPTED)
    assert why_not(path, did("extend", 10, days=31)) is Refused.DAYS
    assert why_not(path, did("extend", 10, days=0)) is Refused.DAYS
    extended = at(12, *ACCEPTED, did("extend", 10, days=30))
    assert why_not(extended, did("extend", 12, days=1)) is Refused.EXTENDED
    assert why_not(path, did("extend", 10, role=Role.HOLDER, days=5)) is Refused.ROLE


def test_days_come_only_with_what_asks_for_them():
    assert why_not(at(10, *ACCEPTED), did("reply", 10, days=3)) is Refused.DAYS


def test_a_withdrawal_takes_effect_after_seven_days_and_can_be_taken_back():
    withdrawn = (*ACCEPTED, did("withdraw", 5))
    assert at(12, *withdrawn).stage == "accepted"
    # Withdrawn on 7 March; the seventh day after it is the 14th, to its end.
    assert walk(withdrawn, PETITION, CALENDAR, datetime(2026, 3, 14, 16, 0, tzinfo=UTC)).stage == "accepted"
    gone = walk(withdrawn, PETITION, CALENDAR, datetime(2026, 3, 14, 16, 0, 1, tzinfo=UTC))
    assert gone.stage == "withdrawn" and gone.since == datetime(2026, 3, 14, 16, 0, tzinfo=UTC)
    assert gone.done[-1].role is Role.TIME and gone.running == ()
    back = at(60, *withdrawn, did("take-back", 11))
    assert back.stage == "accepted" and back.run("handling") is not None
    assert "withdraw" in keys(back, Role.OWNER)


def test_under_a_pending_withdrawal_the_duties_run_on():
    path = at(8, *ACCEPTED, did("withdraw", 5))
    assert path.run("handling") is not None and "reply" in keys(path, Role.HOLDER, actor="o")
    assert why_not(path, did("withdraw", 8)) is Refused.PENDING
    assert why_not(path, did("take-back", 8, role=Role.HOLDER)) is Refused.ROLE


def test_a_case_that_was_closed_meanwhile_is_not_withdrawn():
    path = at(60, *REPLIED, did("withdraw", 22), did("close", 23))
    assert path.stage == "closed" and path.run("withdrawal") is None


def test_no_at_the_follow_up_reopens_it_with_a_limit_of_its_own():
    closed = (*REPLIED, did("close", 21), did("follow-up", 25))
    path = at(30, *closed, did("reopen", 28))
    assert path.stage == "accepted"
    assert {run.limit.key for run in path.running} == {"again"}
    assert {"reply", "settle"} <= keys(path, Role.HOLDER, actor="o")
    assert why_not(path, did("extend", 30, days=5)) is Refused.NO_CLOCK


def test_who_is_recused_does_nothing_more():
    path = at(6, *ACCEPTED, did("recuse", 5))
    assert keys(path, Role.HOLDER, actor="officer") == set()
    assert "reply" in keys(path, Role.HOLDER, actor="another")
    decided = at(6, *ACCEPTED, did("recuse", 5, role=Role.LEADER, excuses="officer"))
    assert decided.excused == {"officer"}
    assert "extend" in keys(decided, Role.LEADER, actor="leader")


def test_a_recusal_names_whom():
    assert why_not(at(6, *ACCEPTED), did("recuse", 6, actor="")) is Refused.UNNAMED


def test_asking_for_a_recusal_is_answered_by_it():
    path = at(6, *ACCEPTED, did("ask-recusal", 5))
    assert path.run("recusal") is not None
    assert after(path, did("recuse", 6, role=Role.LEADER, excuses="officer")).closed[0].limit == "recusal"


def test_facts_out_of_order_or_against_the_procedure_are_named():
    with pytest.raises(ImpossibleFacts) as order:
        at(9, did("register", 2), did("accept", 1))
    assert order.value.refused is None
    with pytest.raises(ImpossibleFacts, match="reply"):
        at(9, did("register"), did("reply", 3))
    with pytest.raises(ImpossibleFacts):
        at(9, did("register"), Event("no-such-act", day(1), Role.HOLDER))


def test_what_comes_later_is_not_looked_at():
    assert at(2, *REPLIED).stage == "registered"
    with pytest.raises(ValueError, match="zone"):
        walk(REPLIED, PETITION, CALENDAR, datetime(2026, 3, 5))  # noqa: DTZ001


def test_the_second_procedure_runs_by_its_own_words():
    took = Event("take-down", day(0), Role.CLERK, "clerk", 3)
    path = walk((took,), HOTLINE, CALENDAR, day(1))
    assert path.stage == "taken"
    assert keys(path, Role.OWNER) == {"withdraw", "go-higher", "report-retaliation", "ask-recusal"}
    assert keys(path, Role.HOLDER, actor="o") == {"answer", "recuse"}
    assert clocks_of(path).stage.limit == "answer"
    done = take(path, Event("answer", day(2), Role.HOLDER, "o", 2))
    assert done.stage == "answered" and done.running == ()
    gone = walk((took, Event("withdraw", day(0), Role.OWNER)), HOTLINE, CALENDAR, day(20))
    assert gone.stage == "answered" and gone.done[-1].act == "gone"


def test_every_refusal_has_its_sentence():
    assert set(REFUSALS) == set(Refused)
