"""A hearing in the re-review is not counted: the duty stands still, everybody is told so, and it goes on afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from duecare.grievances.models import Case, Owed
from duecare.grievances.rules import clocks
from duecare.grievances.standing import path_of
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.orgs.actions import add_person, add_post, add_unit, appoint
from duecare.orgs.rules import SYSTEM
from tests.grievances.conftest import AT, DAY, NOTICE, REPLY, Bring, do
from tests.people import FOUNDED, District, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
FINAL = {**REPLY, "other-ways": "可以向人民法院起诉。"}


@pytest.fixture
def case(district: District, bring: Bring) -> Case:
    """Three levels up: handled at the teaching point, reviewed by its school, now asked of the district."""
    point = district["QY-X1-D1"]
    gate = add_unit(parent=point, code="QY-X1-D1-G", name="教学点校门", kind="site", by=SYSTEM, at=FOUNDED)
    post = add_post(unit=point, kind="case_officer", by=SYSTEM, at=FOUNDED)
    user = add_person(username="officer_d1", name="诉求办理人", home=point, by=SYSTEM, at=FOUNDED)
    appoint(user=user, post=post, by=SYSTEM, at=FOUNDED)
    district.people["officer_d1"] = user
    case = bring(concerned=[gate]).case
    do(case, "accept", AT + DAY, "officer_d1", words=NOTICE)
    do(case, "reply", AT + 2 * DAY, "officer_d1", words=REPLY)
    do(case, "ask-review", AT + 3 * DAY, words={"text": "没有说明谁来监督。"})
    do(case, "refuse-review", AT + 4 * DAY, "officer_x1", words=REPLY)
    do(case, "ask-re-review", AT + 5 * DAY)
    return case


def duty(case: Case) -> Obligation:
    return Owed.objects.select_related("obligation").get(case=case, limit="re-review").obligation


def test_time_goes_by_and_nothing_falls_due(case: Case) -> None:
    due = duty(case).due_at
    do(case, "begin-hearing", AT + 10 * DAY, "officer_root")
    kernel.tick(due + 60 * DAY)
    assert duty(case).stands_still and not duty(case).late
    do(case, "end-hearing", AT + 100 * DAY, "officer_root")
    [clock] = [one for one in clocks(path_of(case, AT + 100 * DAY)).running if one.limit == "re-review"]
    assert duty(case).due_at == clock.due and clock.due - due >= timedelta(days=89)
    assert not duty(case).stands_still
    do(case, "refuse-re-review", AT + 101 * DAY, "officer_root", words=FINAL)
    assert (duty(case).closed_as, duty(case).late) == ("discharged", False)


def test_it_can_be_decided_while_it_stands_still(case: Case) -> None:
    do(case, "begin-hearing", AT + 10 * DAY, "officer_root")
    do(case, "uphold-re-review", AT + 90 * DAY, "officer_root", words=REPLY)
    assert (duty(case).closed_as, duty(case).late) == ("discharged", False)


def test_the_officer_s_pages_say_since_when_it_stands_still(case: Case) -> None:
    do(case, "begin-hearing", AT + 10 * DAY, "officer_root")
    with clock_at(AT + 50 * DAY):
        client = client_for("officer_root", "en")
        page = client.get(f"/cases/{case.id}/").content.decode()
        inbox = client.get("/").content.decode()
        feed = client.post("/calendar/feed/address/").context["address"]
        told = Client().get(feed[feed.index("/feeds/") :]).content.decode()
    assert "stands still since" in page and "stands still since" in inbox
    assert "hearing" in page[page.index("stands still since") :][:80].lower()
    assert case.number not in told and str(duty(case).id) not in told  # nobody knows yet when it falls due


def test_what_stands_still_is_not_late_on_the_desk_and_waits_for_no_owner(case: Case) -> None:
    do(case, "begin-hearing", AT + 10 * DAY, "officer_root")
    with clock_at(AT + 90 * DAY):
        client = client_for("officer_root", "en")
        desks = {
            tab: client.get("/cases/", {"shown": tab}).context["desk"].rows
            for tab in ("open", "waiting", "due")
        }
    assert [(row.case.number, row.late, row.due_on) for row in desks["open"]] == [(case.number, False, None)]
    assert not desks["waiting"] and not desks["due"]
    do(case, "end-hearing", AT + 100 * DAY, "officer_root")
    with clock_at(AT + 101 * DAY):
        assert client_for("officer_root").get("/cases/?shown=due").context["desk"].rows[0].due_on
