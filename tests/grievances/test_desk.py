"""The officer's desk: what is owed today, what nobody has begun, what waits; search."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duecare.grievances import actions
from duecare.grievances.models import NEVER, Case, Hold
from tests.grievances.conftest import AT, DAY, HOUR, NOTICE, OWNER, REPLY, TEXT, Bring, do
from tests.people import District, actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def named(case: Case, line: str, who: str = "officer_root") -> Case:
    return actions.name_case(case_id=case.id, line=line, by=actor_of(who, AT), at=AT)


def listed(who: str, at: object = AT, **asked: str) -> list[str]:
    with clock_at(at):  # type: ignore[arg-type]
        page = client_for(who).get("/cases/", asked)
    assert page.status_code == 200
    return [row.case.number for row in page.context["desk"].rows]


def test_each_tab_shows_what_it_says(bring: Bring) -> None:
    begun, fresh, answered = bring().case, bring().case, bring().case
    do(begun, "accept", AT + HOUR, "officer_root", words=NOTICE)
    do(answered, "accept", AT + HOUR, "officer_root", words=NOTICE)
    do(answered, "reply", AT + 2 * HOUR, "officer_root", words=REPLY)
    assert set(listed("officer_root")) == {begun.number, fresh.number, answered.number}
    assert listed("officer_root", shown="new") == [fresh.number]
    assert listed("officer_root", shown="waiting") == [answered.number]
    assert listed("officer_root", shown="today") == []
    assert listed("officer_root", AT + 15 * DAY, shown="today") == [fresh.number]
    assert set(listed("officer_root", shown="due")) == {begun.number, fresh.number}


def test_only_subject_lines_and_numbers_are_found_and_only_among_what_one_holds(
    district: District, bring: Bring
) -> None:
    ours = named(bring().case, "第一小学食堂肉品")
    theirs = named(bring(concerned=[district["QY-X1-D1"]]).case, "教学点食堂用水", "officer_x1")
    assert listed("officer_root", q="食堂") == [ours.number]
    assert listed("officer_x1", q="食堂") == [theirs.number]
    assert (
        listed("officer_root", q="肉品 食堂")
        == listed("officer_root", q=ours.number.lower())
        == [ours.number]
    )
    for secret in (
        OWNER.name,
        OWNER.telephone,
        OWNER.address,
        TEXT[:4],
        theirs.number,
        "%",
        "_",
        "' OR 1=1 --",
    ):
        assert listed("officer_root", q=secret) == [], secret


def test_who_holds_nothing_finds_nothing(bring: Bring) -> None:
    named(bring().case, "第一小学食堂肉品")
    for who in ("coordinator", "administrator", "auditor", "leader_x1"):
        assert listed(who, q="食堂") == listed(who) == []


def test_the_desk_takes_the_same_statements_however_much_is_held(bring: Bring) -> None:
    def statements() -> int:
        client = client_for("officer_root")
        with clock_at(AT), CaptureQueriesContext(connection) as found:
            client.get("/cases/?q=食")
        return len(found)

    named(bring().case, "食堂 0")
    few = statements()
    for number in range(8):
        named(bring().case, f"食堂 {number}")
    assert statements() == few


def places() -> list[tuple[str, str, bool, bool]]:
    """Where each case stands on whose desk: unit, role, whether it is owed something, whether it rests."""
    rows = Hold.objects.filter(until=None, unit__isnull=False).order_by("unit__code", "role")
    return [(row.unit.code, row.role, row.due_at < NEVER, row.rests) for row in rows if row.unit]


def test_a_case_s_place_on_the_desk_follows_what_is_owed(district: District, bring: Bring) -> None:
    case = bring(concerned=[district["QY-X1-D1"]]).case
    assert places() == [("QY-X1", "holder", True, False)]
    do(case, "accept", AT + DAY, "officer_x1", words=NOTICE)
    do(case, "reply", AT + 2 * DAY, "officer_x1", words=REPLY)
    assert places() == [("QY-X1", "holder", False, False)]
    do(case, "ask-review", AT + 3 * DAY, words={"text": "没有说明谁来监督。"})
    assert places() == [("QY", "above", True, False), ("QY-X1", "holder", False, False)]
    assert listed("officer_root", AT + 3 * DAY, shown="due") == [case.number]
    assert listed("officer_x1", AT + 3 * DAY, shown="due") == []


def test_what_was_withdrawn_rests_when_time_ends_it(bring: Bring) -> None:
    case = bring().case
    do(case, "withdraw", AT + HOUR)
    actions.let_time_act(AT + 9 * DAY)
    assert places() == [("QY", "holder", False, True)]
    assert listed("officer_root", AT + 9 * DAY) == []
    assert listed("officer_root", AT + 9 * DAY, shown="ended") == [case.number]
