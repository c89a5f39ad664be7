"""Who brought a case, and what they wrote, is nowhere in clear; opening it takes a reason that its owner reads."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection

from duecare.audit.models import Entry
from duecare.core.errors import BadInput, Conflict, NotFound
from duecare.grievances import actions
from duecare.grievances.models import Case, Hold, Inquiry, Look, SealedIdentity
from duecare.grievances.rules import clocks
from duecare.grievances.standing import path_of
from duecare.obligations import actions as kernel
from duecare.obligations.models import Obligation
from duecare.obligations.queries import may_see
from duecare.vault import actions as vault_actions
from duecare.vault import keyfile
from duecare.vault.rules.refusals import Locked
from tests.charter.test_5_forgetting_is_a_duty import everything
from tests.grievances.conftest import AT, DAY, HOUR, NOTICE, OWNER, REPLY, TEXT, Bring, do
from tests.people import District, actor_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]

PLANTED = (
    OWNER.name,
    OWNER.telephone,
    OWNER.address,
    TEXT,
    "没有说明谁来监督",
    "停用该供货商",
    "12345-2027-0081",
)


def planted_in(text: str) -> list[str]:
    """Those of the planted words that stand in a text, in clear or as Python or JSON would write them."""
    return [
        word for word in PLANTED
        if word in text or word.encode("unicode_escape").decode() in text or repr(word.encode())[2:-1] in text
    ]  # fmt: skip


def test_a_thief_with_the_database_and_the_log_has_no_name_and_no_sentence(
    district: District, bring: Bring, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    case = bring(outside="12345-2027-0081").case
    do(case, "accept", AT + DAY, "officer_root", words=NOTICE)
    do(case, "reply", AT + 2 * DAY, "officer_root", words=REPLY)
    do(case, "ask-review", AT + 3 * DAY, words={"text": "没有说明谁来监督。"})
    actions.look_at_identity(
        case_id=case.id, reason="电话回访", by=actor_of("officer_root", AT), at=AT + HOUR
    )
    kernel.tick(AT + 4 * DAY)
    assert planted_in(everything()) == []
    if connection.vendor == "sqlite":  # page by page, with what was deleted and not yet overwritten
        pages = connection.connection.serialize()
        assert b"grievances_sealed" in pages
        assert not [word for word in PLANTED if word.encode() in pages]
    assert planted_in("\n".join(f"{record.msg} {record.args}" for record in caplog.records)) == []


def test_the_identity_opens_for_holders_with_a_reason_for_a_quarter_of_an_hour(bring: Bring) -> None:
    case = bring().case
    officer = actor_of("officer_root", AT)
    with pytest.raises(BadInput):
        actions.look_at_identity(case_id=case.id, reason=" ", by=officer, at=AT + HOUR)
    looked = actions.look_at_identity(case_id=case.id, reason="核实就诊情况", by=officer, at=AT + HOUR)
    assert looked.identity == OWNER and OWNER.name not in repr(looked)
    again = actions.look_again(case_id=case.id, by=officer, at=AT + HOUR + timedelta(minutes=14))
    assert again is not None and again.identity == OWNER
    assert actions.look_again(case_id=case.id, by=officer, at=AT + 2 * HOUR) is None
    assert Look.objects.count() == 1 and Entry.objects.filter(verb="vault.opened").count() == 1
    for who in ("officer_x1", "leader_x1", "coordinator", "administrator", "auditor"):
        with pytest.raises(NotFound):
            actions.look_at_identity(case_id=case.id, reason="想看看", by=actor_of(who, AT), at=AT + HOUR)


def test_who_no_longer_holds_it_sees_it_no_more(district: District, bring: Bring) -> None:
    case = bring(concerned=[district["QY-X1-D1"]]).case
    officer = actor_of("officer_x1", AT)
    actions.look_at_identity(case_id=case.id, reason="电话核实", by=officer, at=AT + HOUR)
    do(case, "object", AT + HOUR, "officer_x1", words={"reasons": "属安全科职责"})
    do(case, "route", AT + HOUR, "officer_root", unit=district.office)
    with pytest.raises(NotFound):
        actions.look_again(case_id=case.id, by=officer, at=AT + HOUR + timedelta(minutes=1))


def test_an_officer_s_words_do_not_give_the_owner_away(bring: Bring) -> None:
    case = bring().case
    officer = actor_of("officer_root", AT)
    for line in ("欧阳清荷反映食堂", "请联系 139 1234 5678", "柳林路七号家长", "家长 13700001111 来电"):
        with pytest.raises(BadInput) as refused:
            actions.name_case(case_id=case.id, line=line, by=officer, at=AT + HOUR)
        assert OWNER.name not in str(refused.value) and "5678" not in str(refused.value)
    assert (
        actions.name_case(case_id=case.id, line="反映食堂肉品", by=officer, at=AT + HOUR).subject
        == "反映食堂肉品"
    )
    with pytest.raises(BadInput):
        do(case, "accept", AT + DAY, "officer_root", words={"notice": "欧阳清荷家长：已受理"})
    with pytest.raises(BadInput):
        actions.name_case(case_id=case.id, line="字" * 41, by=officer, at=AT + HOUR)


def test_the_unit_concerned_gets_a_question_and_nothing_else(district: District, bring: Bring) -> None:
    case = bring().case
    officer, school = actor_of("officer_root", AT), district["QY-X1"]
    ask: dict[str, Any] = {"case_id": case.id, "unit": school, "by": officer, "at": AT + HOUR}
    with pytest.raises(BadInput):
        actions.inquire(**ask, question="欧阳清荷的孩子吃了什么？", client_id=uuid.uuid4())
    number = uuid.uuid4()
    inquiry = actions.inquire(**ask, question="本周肉品的供货商和留样记录？", client_id=number)
    assert actions.inquire(**ask, question="本周肉品的供货商和留样记录？", client_id=number) == inquiry
    duty = Obligation.objects.get(kind="grievances.inquiry")
    assert duty.debtor == school and duty.number != case.number
    assert may_see(actor_of("leader_x1", AT), duty) and not may_see(actor_of("reporter_x1", AT), duty)
    stage = Obligation.objects.get(kind="grievances.stage", closed_at=None)
    assert not may_see(actor_of("leader_x1", AT), stage)
    for who in ("reporter_x1", "leader_z1", "coordinator"):
        with pytest.raises(NotFound):
            actions.answer_inquiry(
                inquiry_id=inquiry.id, answer="记录齐全", by=actor_of(who, AT), at=AT + DAY
            )
    actions.answer_inquiry(
        inquiry_id=inquiry.id, answer="留样两天缺失", by=actor_of("leader_x1", AT), at=AT + DAY
    )
    with pytest.raises(Conflict):
        actions.answer_inquiry(
            inquiry_id=inquiry.id, answer="改一改", by=actor_of("leader_x1", AT), at=AT + DAY
        )
    assert Obligation.objects.get(id=duty.id).closed_as == "discharged"
    assert Inquiry.objects.get().answered_at == AT + DAY
    assert "留样两天缺失" not in everything()


def test_who_does_not_hold_a_case_can_t_try_names_on_it(district: District, bring: Bring) -> None:
    case = bring().case
    for question in ("欧阳清荷的孩子吃了什么？", "本周的供货商？"):
        with pytest.raises(NotFound):
            actions.inquire(
                case_id=case.id, unit=district["QY-X1"], question=question, by=actor_of("officer_x1", AT), at=AT + HOUR,
                client_id=uuid.uuid4(),
            )  # fmt: skip


def test_two_units_are_asked_and_the_limit_ends_with_the_last_answer(
    district: District, bring: Bring
) -> None:
    case = bring(concerned=[district["QY-X1"], district["QY-X2"]]).case
    officer = actor_of("officer_root", AT)
    first, second = (
        actions.inquire(
            case_id=case.id, unit=district[code], question="本周的供货商？", by=officer, at=AT + HOUR,
            client_id=uuid.uuid4(),
        )
        for code in ("QY-X1", "QY-X2")
    )  # fmt: skip
    duties = Obligation.objects.filter(kind="grievances.inquiry")
    assert duties.count() == 2
    actions.answer_inquiry(inquiry_id=first.id, answer="甲", by=actor_of("leader_x1", AT), at=AT + DAY)
    assert duties.get(closed_at=None).debtor == district["QY-X2"]
    assert "inquiry" in {clock.limit for clock in clocks(path_of(case, AT + DAY)).running}
    actions.answer_inquiry(inquiry_id=second.id, answer="乙", by=actor_of("leader_x2", AT), at=AT + DAY)
    assert not duties.filter(closed_at=None).exists()
    later = clocks(path_of(case, AT + 30 * DAY))
    ended = next(clock for clock in later.ended if clock.limit == "inquiry")
    assert ended.missed_at is None and "inquiry" not in {clock.limit for clock in later.running}


def test_a_locked_vault_takes_cases_in_and_opens_none(bring: Bring) -> None:
    file = keyfile.path()
    away = file.with_name("away")
    file.rename(away)
    case = bring().case
    assert Hold.objects.filter(case=case).exists()
    with pytest.raises(Locked):
        actions.look_at_identity(
            case_id=case.id, reason="电话核实", by=actor_of("officer_root", AT), at=AT + HOUR
        )
    with pytest.raises(Locked):
        do(case, "accept", AT + DAY, "officer_root", words=NOTICE)
    away.rename(file)
    do(case, "accept", AT + DAY, "officer_root", words=NOTICE)


def test_after_retention_there_is_nothing_even_with_the_keys(bring: Bring, settings: Any) -> None:
    settings.DUECARE = {**configured.DUECARE, "DUECARE_CASE_MONTHS": 1}
    case, still = bring().case, bring().case
    do(case, "settle", AT + DAY, "officer_root", words={"decision": "当场更换"}, consent=True)
    later = AT + 32 * DAY  # February: one month before the keys would go
    actions.schedule(later, later)
    still.refresh_from_db()
    assert still.keep_until.isoformat() == "2027-09-01"
    over = AT + 60 * DAY  # March
    actions.schedule(over, over)
    vault_actions.expire(at=over)
    case.refresh_from_db()
    assert (case.forgotten_at, case.subject) == (over, "")
    assert not SealedIdentity.objects.filter(case=case).exists()
    with pytest.raises(NotFound):
        vault_actions.key_of(matter_kind="grievances.case", matter_id=case.id)
    assert Case.objects.get(id=still.id).forgotten_at is None
    assert vault_actions.key_of(matter_kind="grievances.case", matter_id=still.id)
