"""Bad days of cases that no other file has: what is written to break something, a year without holidays, a crowd.

Where the others are: codes guessed and timed in ``tests/receipts``; a post that comes twice, at once, and a withdrawal
taken back in ``test_path_of_a_case``; a case just handed over, an administrator, a locked vault and a thief with the
database in ``test_nobody_is_exposed``; a name in a file in ``test_papers``; rotation and retention killed half-way in
``tests/vault``.
"""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from duecare.grievances import actions
from duecare.grievances.models import Case, Hold, Sealed, Step
from duecare.grievances.rules import clocks
from duecare.grievances.standing import path_of
from tests.grievances.conftest import AT, DAY, HOUR, NOTICE, Bring, do
from tests.grievances.test_pages import bring_it, let_in, seen
from tests.people import District, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
HOSTILE = (
    "'; DROP TABLE grievances_case; --",
    '" OR ""="',
    "{{ settings.SECRET_KEY }}{% debug %}",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "${jndi:ldap://x}%s%(name)s{0}",
    "=cmd|' /C calc'!A0",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_written_to_break_something_is_only_text(district: District, text: str) -> None:
    with clock_at(AT):
        _parent, code = bring_it(district, text=text, name=text[:60])
        page = seen(let_in(code))
    case = Case.objects.get()
    with clock_at(AT + HOUR):
        held = client_for("officer_root").get(f"/cases/{case.id}/").content.decode()
    for shown in (page, held):
        assert "<script>alert(1)" not in shown and "<img src=x" not in shown
        assert "SECRET_KEY }}" in shown or "SECRET_KEY" not in text
    assert Case.objects.count() == 1


def test_signs_that_turn_the_direction_are_refused_and_those_that_can_t_be_seen_taken_out(
    district: District,
) -> None:
    values = {"category": "school-meals", "batch": str(uuid.uuid4())}
    with clock_at(AT):
        parent = Client()
        parent.cookies["language"] = "zh-hans"
        turned = parent.post(f"/c/{district.root.key}/", {**values, "text": "食堂\u202e肉品"})
        assert turned.status_code == 422 and "方向" in turned.content.decode()
        _parent, code = bring_it(district, text="食\u200b堂\ufeff的\u2060肉")
        page = seen(let_in(code))
    assert "食堂的肉" in page and not [sign for sign in "\u200b\ufeff\u2060" if sign in page]


def test_a_deadline_over_days_that_nobody_has_confirmed_says_so(bring: Bring) -> None:
    brought = bring()  # in 2027, of which the shipped calendar has no holidays yet
    running = {one.limit: one for one in clocks(path_of(brought.case, AT + HOUR)).running}
    assert running["objection"].assumed
    with clock_at(AT + HOUR):
        page = client_for("officer_root").get(f"/cases/{brought.case.id}/").content.decode()
    assert "所用节假日安排尚未确认" in page


@pytest.mark.parametrize("many", [60, pytest.param(500, marks=pytest.mark.deep)])
def test_many_people_on_one_matter_are_as_many_cases_and_nobody_counts_them(
    district: District, bring: Bring, many: int
) -> None:
    for number in range(many):
        bring(text=f"第 {number} 位家长：食堂的肉有异味。", at=AT + timedelta(seconds=number))
    assert Case.objects.count() == many
    assert set(Hold.objects.values_list("unit__code", flat=True)) == {"QY"}
    with clock_at(AT + HOUR):
        page = client_for("officer_root").get("/cases/")
        school = client_for("leader_x1").get("/").content.decode()
    assert len(page.context["desk"].rows) == 50 and page.context["desk"].more
    assert not [text for text in (page.content.decode(), school) if re.search(rf">[^<]*\b{many}\b", text)]


def test_a_case_that_is_not_over_keeps_its_keys_and_is_read_after_its_month(bring: Bring) -> None:
    case = bring().case
    do(case, "accept", AT + DAY, "officer_root", words=NOTICE)
    month = case.keep_until
    near = datetime(month.year, month.month, 2, tzinfo=UTC)
    actions.keep_open_ones(near)
    case.refresh_from_db()
    assert case.keep_until > month
    assert actions.forget_cases(datetime(month.year + 1, month.month, 2, tzinfo=UTC)) == 0
    assert Sealed.objects.filter(step__case=case).exists() and Step.objects.filter(case=case).count() == 2
