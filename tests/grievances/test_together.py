"""Cases on one matter answered together: a facility or a policy, each its own step; nobody is counted or linked."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from duecare.core.errors import BadInput, NotAllowed, NotFound
from duecare.grievances import actions, queries
from duecare.grievances.actions import Given
from duecare.grievances.actions.together import AT_ONCE
from duecare.grievances.models import Case, Step
from duecare.grievances.receipt import shows
from duecare.grievances.rules import Identity
from tests.grievances.conftest import AT, DAY, HOUR, NOTICE, REPLY, Bring, do
from tests.grievances.test_plan import WHOLE
from tests.people import District, actor_of, client_for, clock_at
from tests.plans.plans import apply, errors

pytestmark = [pytest.mark.both, pytest.mark.django_db]
POLICIES = """\
  policies:
    - {key: school-places, title: {zh: 2027年入学政策, en: School places in 2027}}
"""


def where(district: District, act: str = "") -> str:
    """The page of meals at the first primary school."""
    return f"/cases/together/?category=school-meals&unit={district['QY-X1'].key}&act={act}"


def open_cases(district: District, who: str, **given: str) -> list[Case]:
    asked = given or {"category": "school-meals", "unit": district["QY-X1"].key}
    return [row.case for row in queries.together(actor_of(who), asked, "accept").rows]


def test_they_are_those_one_handles_on_the_same_facility_and_no_others(
    district: District, bring: Bring
) -> None:
    one, two = bring().case, bring(AT + HOUR).case
    bring(category="school-buildings")
    bring(concerned=[district["QY-X2"]])
    assert open_cases(district, "officer_root") == [one, two]
    for who in ("officer_x1", "leader_x1", "coordinator", "reporter_x1", "auditor"):
        with pytest.raises(NotFound):
            open_cases(district, who)
    do(two, "recuse", AT + DAY, "officer_root")
    do(one, "accept", AT + DAY, "officer_root", words=NOTICE)
    assert open_cases(district, "leader") == [two]


def test_an_officer_says_which_of_the_plan_s_policies_a_case_is_about(
    district: District, bring: Bring
) -> None:
    apply(WHOLE + POLICIES, AT)
    case = bring(category="school-places").case
    with pytest.raises(BadInput):
        actions.name_policy(case_id=case.id, policy="road-fees", by=actor_of("officer_root"), at=AT)
    with pytest.raises(NotFound):
        actions.name_policy(case_id=case.id, policy="school-places", by=actor_of("officer_x1"), at=AT)
    with clock_at(AT + HOUR):
        officer = client_for("officer_root", "en")
        assert officer.post(f"/cases/{case.id}/policy/", {"policy": "school-places"}).status_code == 302
        page = officer.get(f"/cases/{case.id}/").content.decode()
    assert "School places in 2027" in page and "Answer together" in page
    given = {"policy": "school-places", "root": district.root.key}
    assert open_cases(district, "officer_root", **given) == [case]
    with override("en"):
        assert errors(WHOLE + POLICIES.replace("2027年入学政策", "上访人员"))


def test_each_gets_its_own_step_and_what_is_refused_stops_no_other(district: District, bring: Bring) -> None:
    one, two, three = bring().case, bring().case, bring(identity=Identity("司徒明月", "13800138000")).case
    do(two, "withdraw", AT)
    words = {"notice": "您反映的事项已受理，请找司徒明月了解。"}
    by, batch = actor_of("officer_root"), uuid.uuid4()
    ids = [one.id, two.id, three.id]
    done = actions.act_together(
        case_ids=ids, act="accept", given=Given(words), by=by, at=AT + HOUR, batch=batch
    )
    assert list(done.done) == [one.id, two.id] and [case for case, _why in done.refused] == [three.id]
    assert "司徒" not in done.refused[0][1]
    again = actions.act_together(
        case_ids=ids, act="accept", given=Given(words), by=by, at=AT + DAY, batch=batch
    )
    assert list(again.done) == [one.id, two.id]
    assert Step.objects.filter(act="accept").count() == 2
    assert any("司徒明月" in event.more for event in shows(one.id, AT + DAY).events)


def test_hundreds_are_answered_some_at_a_time_and_twice_is_once(district: District, bring: Bring) -> None:
    cases = [bring().case for _ in range(AT_ONCE + 3)]
    for case in cases:
        do(case, "accept", AT, "officer_root", words=NOTICE)
    with clock_at(AT + HOUR):
        officer = client_for("officer_root", "en")
        page = officer.get(where(district, "reply"))
        form = page.context["form"]
        sent = {
            **REPLY,
            "batch": str(form.initial.get("batch") or uuid.uuid4()),
            "cases": form.initial["cases"],
        }
        first = officer.post(where(district, "reply"), sent)
        assert first.context["done"] == AT_ONCE and len(first.context["left"]) == 3
        assert "going_on.js" in first.content.decode()
        rest = {**REPLY, "batch": sent["batch"], "cases": first.context["left"]}
        last = officer.post(where(district, "reply"), rest)
        assert last.context["done"] == 3 and not last.context["left"]
        officer.post(where(district, "reply"), sent)  # an old page, sent again
    assert Step.objects.filter(act="reply").count() == len(cases)


def test_a_blank_or_nothing_chosen_sends_nothing(district: District, bring: Bring) -> None:
    case = bring().case
    with clock_at(AT + HOUR):
        officer = client_for("officer_root", "en")
        page = officer.get(where(district, "accept") + "&wording=accepted.en").content.decode()
        assert "What you brought is accepted" in page
        none = officer.post(where(district, "accept"), {**NOTICE, "batch": str(uuid.uuid4())})
        blank = {"notice": "____", "batch": str(uuid.uuid4()), "cases": [str(case.id)]}
        left = officer.post(where(district, "accept"), blank)
    assert none.status_code == 422 and "____" in left.content.decode()
    assert not Step.objects.filter(act="accept").exists()


def test_another_unit_s_case_slipped_in_is_refused(district: District, bring: Bring) -> None:
    theirs = bring(concerned=[district["QY-X1-D1"]]).case  # the first primary school handles it
    bring()
    with clock_at(AT + HOUR):
        sent = {**NOTICE, "batch": str(uuid.uuid4()), "cases": [str(theirs.id), "x", "' OR 1=1"]}
        answer = client_for("officer_root").post(where(district, "accept"), sent)
        assert answer.status_code == 422
        sent["cases"] = [str(theirs.id)]
        answer = client_for("officer_root").post(where(district, "accept"), sent)
    assert answer.context["done"] == 0 and len(answer.context["refused"]) == 1
    assert theirs.number not in answer.content.decode()


def test_the_page_takes_the_same_statements_however_many_there_are(district: District, bring: Bring) -> None:
    def statements() -> int:
        officer = client_for("officer_root")
        with clock_at(AT + HOUR), CaptureQueriesContext(connection) as found:
            officer.get(where(district, "accept"))
        return len(found)

    bring()
    few = statements()
    for _ in range(4):
        bring()
    assert statements() == few


def test_only_whom_it_is_for_may_name_a_policy(district: District, bring: Bring) -> None:
    apply(WHOLE + POLICIES, AT)
    case = bring().case
    do(case, "go-higher", AT)
    with pytest.raises((NotAllowed, NotFound)):
        actions.name_policy(case_id=case.id, policy="school-places", by=actor_of("leader_x1"), at=AT)
