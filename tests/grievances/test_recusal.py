"""Somebody is excused: by themselves, or by the head, who says whom; the owner asks for it by post."""

from __future__ import annotations

import uuid

import pytest

from duecare.core.errors import Conflict, NotAllowed, NotFound
from duecare.grievances.actions import name_case
from duecare.grievances.models import Case, Hold, Paper
from duecare.obligations.models import Obligation
from duecare.orgs.actions import appoint
from duecare.orgs.models import Post
from duecare.orgs.rules import SYSTEM
from duecare.orgs.vocabulary import PostKind
from tests.grievances.conftest import AT, DAY, HOUR, NOTICE, Bring, do
from tests.grievances.test_pages import bring_it, let_in
from tests.grievances.test_papers import drawn
from tests.people import FOUNDED, District, actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def case(district: District, bring: Bring) -> Case:
    """A case that the first primary school handles, about its teaching point; its owner asks for a recusal."""
    case = bring(concerned=[district["QY-X1-D1"]]).case
    do(case, "accept", AT + HOUR, "officer_x1", words=NOTICE)
    do(case, "ask-recusal", AT + 2 * HOUR, words={"text": "承办人与教学点有利害关系。"})
    return case


def test_the_head_says_whom_and_that_one_does_nothing_more(district: District, case: Case) -> None:
    officer = district.people["officer_x1"]
    with clock_at(AT + DAY):
        head = client_for("leader_x1")
        page = head.get(f"/cases/{case.id}/").content.decode()
        assert f'value="{officer.id}"' in page and "利害关系" in page
        sent = {"batch": str(uuid.uuid4()), "excuses": str(officer.id), "text": "同意。"}
        assert head.post(f"/cases/{case.id}/steps/recuse/", sent).status_code == 302
    with pytest.raises(NotFound):
        do(case, "write", AT + 2 * DAY, "officer_x1", words={"text": "再说"})
    holder = Hold.objects.get(case=case, role="holder", until=None)
    assert holder.unit is not None and holder.unit.code != "QY-X1", "its only officer is excused"


def test_whoever_is_excused_reads_no_word_of_it_from_then_on(district: District, bring: Bring) -> None:
    """The unit keeps the case, since another officer is there; the excused one is as anybody else to it."""
    post = Post.objects.get(unit=district["QY-X1"], kind=PostKind.CASE_OFFICER)
    appoint(user=district.people["reporter_x1"], post=post, by=SYSTEM, at=FOUNDED)
    case = bring(concerned=[district["QY-X1-D1"]], papers=drawn()).case
    do(case, "accept", AT + HOUR, "officer_x1", words=NOTICE)
    name_case(case_id=case.id, line="教学点取暖", by=actor_of("officer_x1", AT + HOUR), at=AT + HOUR)
    paper, step = Paper.objects.get(step__case=case), case.steps.get(act="accept")
    ways = [
        f"/cases/{case.id}/",
        f"/cases/{case.id}/papers/{paper.id}/",
        f"/cases/{case.id}/letters/{step.id}/",
    ]
    with clock_at(AT + 2 * HOUR):
        officer = client_for("officer_x1")
        officer.post(f"/cases/{case.id}/identity/", {"reason": "需要电话联系"})
        assert [officer.get(way).status_code for way in ways] == [200, 200, 200]
        assert "教学点取暖" in officer.get("/cases/").content.decode()
    do(case, "recuse", AT + 3 * HOUR, "officer_x1")
    assert Hold.objects.get(case=case, role="holder", until=None).unit == district["QY-X1"]
    with clock_at(AT + 3 * HOUR):
        assert [officer.get(way).status_code for way in ways] == [404, 404, 404]
        assert "教学点取暖" not in officer.get("/cases/").content.decode()
        assert client_for("reporter_x1").get(ways[0]).status_code == 200


def test_an_officer_excuses_nobody_but_themself(district: District, case: Case) -> None:
    with clock_at(AT + DAY):
        officer = client_for("officer_x1")
        page = officer.get(f"/cases/{case.id}/").content.decode()
        assert 'name="excuses"' not in page
        sent = {"batch": str(uuid.uuid4()), "excuses": str(district.people["leader_x1"].id)}
        officer.post(f"/cases/{case.id}/steps/recuse/", sent)
    assert not case.steps.exclude(excuses=None).exists()


def test_who_did_nothing_in_the_case_can_t_be_named(district: District, case: Case) -> None:
    with clock_at(AT + DAY):
        head = client_for("leader_x1")
        sent = {"batch": str(uuid.uuid4()), "excuses": str(district.people["reporter_x1"].id)}
        assert head.post(f"/cases/{case.id}/steps/recuse/", sent).status_code == 422
    assert not case.steps.filter(act="recuse").exists()


def test_a_recusal_is_decided_once(case: Case) -> None:
    do(case, "keep-on", AT + DAY, "leader_x1", words={"reasons": "没有利害关系。"})
    with pytest.raises(Conflict):
        do(case, "keep-on", AT + DAY, "leader_x1", words={"reasons": "没有利害关系。"})


@pytest.fixture
def against_the_head(district: District, bring: Bring) -> Case:
    """The same, but the owner aims at the head of the school that handles it."""
    case = bring(concerned=[district["QY-X1-D1"]]).case
    do(case, "accept", AT + HOUR, "officer_x1", words=NOTICE)
    do(case, "ask-recusal", AT + 2 * HOUR, words={"text": "校长与教学点负责人是亲属。"}, aims_at="head")
    return case


def test_a_head_does_not_decide_on_a_recusal_aimed_at_the_head(
    district: District, against_the_head: Case
) -> None:
    case = against_the_head
    with clock_at(AT + DAY):
        page = client_for("leader_x1").get(f"/cases/{case.id}/").content.decode()
    assert f"/cases/{case.id}/steps/keep-on/" not in page and 'name="excuses"' not in page
    assert f"/cases/{case.id}/steps/recuse/" in page, "a head may still step aside"
    with pytest.raises(NotAllowed):
        do(case, "keep-on", AT + DAY, "leader_x1", words={"reasons": "没有利害关系。"})
    with pytest.raises(NotAllowed):
        do(case, "recuse", AT + DAY, "leader_x1", excuses=district.people["officer_x1"].id)
    duty = Obligation.objects.get(strand="cases/recusal/stage", closed_at=None)
    assert duty.debtor == district.root and duty.post == "case_officer"


def test_the_level_above_decides_it_and_the_head_sees_no_more(
    district: District, against_the_head: Case
) -> None:
    case, head = against_the_head, district.people["leader_x1"]
    with clock_at(AT + DAY):
        above = client_for("officer_root")
        assert f'value="{head.id}"' in above.get(f"/cases/{case.id}/").content.decode()
        sent = {"batch": str(uuid.uuid4()), "excuses": str(head.id), "text": "同意。"}
        assert above.post(f"/cases/{case.id}/steps/recuse/", sent).status_code == 302
        assert client_for("leader_x1").get(f"/cases/{case.id}/").status_code == 404
        assert client_for("officer_x1").get(f"/cases/{case.id}/").status_code == 200
    assert not Obligation.objects.filter(strand="cases/recusal/stage", closed_at=None).exists()


def test_aimed_at_the_head_while_one_at_the_officer_waits_the_duty_goes_above(
    district: District, case: Case
) -> None:
    assert Obligation.objects.get(strand="cases/recusal/stage", closed_at=None).debtor == district["QY-X1"]
    do(case, "ask-recusal", AT + 3 * HOUR, words={"text": "还有校长。"}, aims_at="head")
    duty = Obligation.objects.get(strand="cases/recusal/stage", closed_at=None)
    assert duty.debtor == district.root


def test_the_owner_chooses_a_post_and_never_a_name(district: District) -> None:
    _parent, code = bring_it(district)
    browser = let_in(code, AT + HOUR)
    with clock_at(AT + HOUR):
        page = browser.get("/receipt/matter/").content.decode()
        assert page.count('name="whom"') == 3
        sent = {"batch": str(uuid.uuid4()), "whom": "head", "text": "与学区有利害关系。"}
        assert browser.post("/receipt/matter/ask-recusal/", {**sent, "whom": "欧阳"}).status_code == 422
        assert browser.post("/receipt/matter/ask-recusal/", sent).status_code == 302
    assert Case.objects.get().steps.get(act="ask-recusal").aims_at == "head"
