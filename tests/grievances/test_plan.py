"""The plan's section on cases: what it may ask and may not, what binds a case, and the body above the root."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from duecare.core.errors import NotFound
from duecare.grievances import queries
from duecare.grievances.models import Case, Hold, Owed, Provision
from duecare.grievances.plan import SECTION
from duecare.grievances.receipt import shows
from duecare.obligations.models import Obligation
from duecare.orgs.rules import SYSTEM
from duecare.plans import queries as plan_queries
from tests.grievances.conftest import AT, DAY, HOUR, NOTICE, REPLY, TEXT, Bring, do
from tests.people import FOUNDED, District, actor_of, client_for, clock_at
from tests.plans.plans import PLAN, apply, errors

pytestmark = [pytest.mark.both, pytest.mark.django_db]

CASES = """\
cases:
  basis: 四.2–3
  follow_up_days: 5
  sent_back_to_unit: never
  above:
    title: {zh: 县教育局信访办公室, en: 'County education bureau, petitions'}
    address: {zh: 人民路1号, en: 1 Renmin Road}
    telephone: 0991-1234567
  codes:
    - units: {kinds: [middle_school, primary_school]}
      points: [{zh: 校门口, en: School gate}, {zh: 食堂, en: Canteen}]
"""
WHOLE = PLAN + CASES


def said(text: str) -> list[str]:
    """What applying would do to cases, in English."""
    with override("en"):
        found = plan_queries.diff_bytes(text.encode(), file="plan.yaml", folder=None, at=AT)
    return [f"{c.act}: {c.message}" for c in found if c.path[:1] == ("cases",)]


def days(case: Case, limit: str) -> timedelta:
    """How long a limit of a case runs."""
    owed = Owed.objects.select_related("obligation").get(case=case, limit=limit)
    return owed.obligation.due_at - owed.started


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("sent_back_to_unit: never", "sent_back_to_unit: allowed", 4, "charter, rule 3"),
        ("follow_up_days: 5", "follow_up_days: 8", 3, "within 7 days; a plan can ask for less time"),
        ("basis: 四.2–3", "procedure: none", 2, "cn-petition-2022"),
        ("kinds: [middle_school, primary_school]", "codes: [QY-9]", 10, "QY-9"),
        ("address:", "adress:", 7, "address"),
        ("telephone: 0991-1234567", "telephone: ask at the door", 8, ""),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(
    district: District, old: str, new: str, line: int, words: str
) -> None:
    """``line`` counts from the section's first. What the charter rules out is refused with its rule."""
    assert CASES.count(old) == 1
    with override("en"):
        found = errors(PLAN + CASES.replace(old, new))
    assert words in " ".join(found)
    assert any(one.startswith(f"plan.yaml:{PLAN.count(chr(10)) + line}:") for one in found)


def test_a_body_above_has_to_be_named(district: District) -> None:
    with override("en"):
        assert "above" in " ".join(errors(PLAN + "cases: {basis: 四.2}\n"))


def test_a_diff_says_it_in_sentences_and_what_was_applied_is_exported(district: District) -> None:
    (added,) = said(WHOLE)
    assert "County education bureau, petitions" in added and "within 5 days" in added and "5 units" in added
    apply(WHOLE, FOUNDED)
    assert said(WHOLE) == [] and SECTION.export("winter")["follow_up_days"] == 5
    changed, kept = said(WHOLE.replace("follow_up_days: 5", "follow_up_days: 4"))
    assert changed.startswith("change: ")
    assert kept == "keep: Cases that are open keep the procedure that they began under."
    assert said(PLAN) == ["end: Cases brought from now on are handled as the program comes.", kept]


def test_a_case_keeps_what_it_began_under_and_the_next_one_has_the_plan_s_follow_up(
    district: District, bring: Bring
) -> None:
    before = bring().case
    apply(WHOLE, AT)
    after = bring(AT + HOUR).case
    assert before.procedure_id != after.procedure_id
    assert after.procedure.procedure.key == before.procedure.procedure.key
    for case in (before, after):
        do(case, "accept", AT + 2 * HOUR, "officer_root", words=NOTICE)
        do(case, "reply", AT + DAY, "officer_root", words=REPLY)
        do(case, "close", AT + DAY, "officer_root")
    assert days(before, "follow-up") - days(after, "follow-up") == 2 * DAY
    apply(PLAN, AT + 2 * DAY)
    assert bring(AT + 3 * DAY).case.procedure_id == before.procedure_id


def test_last_days_off_move_on_only_where_the_plan_says_so(district: District, bring: Bring) -> None:
    plain = bring().case.procedure.procedure
    apply(WHOLE.replace("  basis: 四.2–3\n", "  rolls_over_holidays: true\n"), AT)
    assert not plain.rolls_over_holidays
    assert bring(AT + HOUR).case.procedure.procedure.rolls_over_holidays


def test_what_is_about_the_root_is_held_by_nobody_and_its_owner_is_told_where_to_go(
    district: District, bring: Bring
) -> None:
    apply(WHOLE, FOUNDED)
    case = bring(concerned=[district.root]).case
    assert Hold.objects.get(case=case, role="holder").unit is None
    assert not Obligation.objects.filter(case_owed__case=case).exists()
    for who in ("officer_root", "leader", "officer", "coordinator", "administrator", "auditor"):
        with pytest.raises(NotFound):
            queries.case_page(actor_of(who, AT), case.id, AT)
    with override("en"):
        shown = shows(case.id, AT + HOUR)
    assert ("Handled by", "County education bureau, petitions") in shown.facts
    assert ("How to go there", "1 Renmin Road · 0991-1234567") in shown.facts
    assert "nobody here can read it" in shown.notes[0] and "take it to the body above" in shown.notes[1]
    assert not any("accepted" in label for label, _value in shown.facts)
    assert [text for _at, text in shown.written] == [TEXT]


def test_whoever_brings_it_is_promised_no_notice_that_nobody_here_writes(district: District) -> None:
    apply(WHOLE, FOUNDED)
    values = {"text": TEXT, "category": "windows", "name": "", "telephone": "", "address": "", "website": ""}
    promised = {}
    for unit in ("QY", "QY-X1"):
        sent = {**values, "unit": district[unit].key, "batch": str(uuid.uuid4())}
        with clock_at(AT):
            page = Client().post(f"/c/{district.root.key}/", sent).content.decode()
        promised[unit] = "书面告知是否受理" in page
    assert promised == {"QY": False, "QY-X1": True}


def test_without_a_plan_it_says_whom_to_ask(district: District, bring: Bring) -> None:
    case = bring(concerned=[district.root]).case
    with override("en"):
        facts = dict(shows(case.id, AT).facts)
    assert "12345" in str(facts["Handled by"])


def test_a_review_that_nobody_here_may_decide_goes_to_the_body_above(
    district: District, bring: Bring
) -> None:
    apply(WHOLE, FOUNDED)
    case = bring().case
    do(case, "accept", AT + HOUR, "officer_root", words=NOTICE)
    do(case, "reply", AT + 2 * HOUR, "officer_root", words=REPLY)
    do(case, "ask-review", AT + 3 * HOUR)
    assert Hold.objects.get(case=case, role="above").unit is None
    with override("en"):
        shown = shows(case.id, AT + 4 * HOUR)
    assert ("Decided by", "County education bureau, petitions") in shown.facts
    assert "Nobody here stands above those who decided before." in shown.notes[0]


def test_the_body_above_stays_known_when_the_programme_is_over(district: District, bring: Bring) -> None:
    apply(WHOLE, FOUNDED)
    case = bring(concerned=[district.root]).case
    SECTION.close("winter", SYSTEM, AT + DAY)
    assert Provision.objects.get().ended_at is not None
    with override("en"):
        assert ("Handled by", "County education bureau, petitions") in shows(case.id, AT + 2 * DAY).facts


def test_codes_are_printed_from_the_top_and_never_by_the_school(district: District) -> None:
    apply(WHOLE, FOUNDED)
    school = district["QY-X1"]
    address = reverse("grievances:poster", args=[district.root.key, school.key])
    with clock_at(AT):
        for who in ("leader_x1", "officer_x1", "leader_z1", "reporter_z1"):
            for page in (address, reverse("grievances:posters")):
                refused = client_for(who).get(page)
                assert refused.status_code == 403 and "上一级印制" in refused.content.decode(), who
        for who in ("coordinator", "leader", "officer_root"):
            listed = client_for(who).get(reverse("grievances:posters")).content.decode()
            assert listed.count("校门口") == 5 and address in listed
        sheet = client_for("coordinator").get(address).content.decode()
    assert len(re.findall(r'<section class="case-poster">', sheet)) == 2
    assert f"/c/{district.root.key}/?at={school.key}" in sheet
    assert sheet.index("有话要说") < sheet.index("Something to tell?")
    assert "110" in sheet and "食堂" in sheet


def test_where_no_code_hangs_there_is_none_to_print(district: District) -> None:
    apply(WHOLE, FOUNDED)
    with clock_at(AT):
        for unit in ("AAAAA", district.office.key):
            page = client_for("coordinator").get(reverse("grievances:poster", args=[district.root.key, unit]))
            assert page.status_code == 404


def test_a_code_s_page_opens_with_the_school_chosen(district: District) -> None:
    apply(WHOLE, FOUNDED)
    with clock_at(AT):
        page = Client().get(f"/c/{district.root.key}/?at={district['QY-X1'].key}").content.decode()
    assert f'value="{district["QY-X1"].key}" selected' in page
    assert reverse("receptions:days", args=[district.root.key]) in page
