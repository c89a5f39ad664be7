"""The public page: what a body owed and did, quarter by quarter, and never how many complained."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from duecare.grievances import actions
from duecare.grievances.models import Case, PublishedFigure
from duecare.grievances.rules.published import Quarter, last_over, quarter_of
from duecare.obligations import actions as kernel
from tests.grievances.conftest import AT, DAY, NOTICE, REPLY, Bring, do
from tests.people import District, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
#: The first quarter of 2027 is over, and can be published.
APRIL = datetime(2027, 4, 4, tzinfo=UTC)


def answered(bring: Bring, count: int, *, put_right: int = 0, reopened: int = 0) -> None:
    for number in range(count):
        case = bring().case
        do(case, "accept", AT + DAY, "officer_root", words=NOTICE)
        do(case, "reply", AT + 2 * DAY, "officer_root", words=REPLY)
        do(case, "close", AT + 3 * DAY, "officer_root")
        if number < put_right:
            do(case, "put-right", AT + 4 * DAY)
        elif number < put_right + reopened:
            do(case, "reopen", AT + 4 * DAY, words={"text": "还是有异味"})


def told() -> dict[str, tuple[int | None, int | None]]:
    return {row.figure: (row.part, row.whole) for row in PublishedFigure.objects.all()}


def test_quarters_follow_each_other_and_none_is_published_before_it_is_over() -> None:
    assert quarter_of(date(2027, 3, 31)) == Quarter(date(2027, 1, 1))
    assert Quarter(date(2026, 10, 1)).next == Quarter(date(2027, 1, 1))
    assert last_over(APRIL, "Asia/Shanghai") == Quarter(date(2027, 1, 1))
    assert last_over(APRIL - DAY, "Asia/Shanghai") == Quarter(date(2026, 10, 1))


def test_a_quarter_is_published_once_and_never_changes(bring: Bring) -> None:
    answered(bring, 6, put_right=6)
    actions.schedule(APRIL - 2 * DAY, APRIL)
    assert told() == {}
    actions.schedule(APRIL, APRIL)
    before = list(PublishedFigure.objects.values())
    assert told()["answered-in-time"][1] and told()["put-right"] == (6, 6)
    answered(bring, 5, put_right=5)  # the clock was set back, say
    actions.schedule(APRIL + 30 * DAY, APRIL + 31 * DAY)
    assert list(PublishedFigure.objects.values()) == before


def test_counts_under_five_are_in_no_row_and_what_would_reveal_them_neither(bring: Bring) -> None:
    answered(bring, 9, put_right=6, reopened=3)
    actions.schedule(APRIL, APRIL)
    assert told()["put-right"] == (None, None), "three said no: 6 of 9 would tell"
    assert told()["reasoned-replies"] == (9, 9)
    assert told()["reviews-upheld"] == (None, None)


def test_what_was_missed_counts_when_it_was_missed_though_nobody_has_done_it_yet(bring: Bring) -> None:
    for _number in range(6):
        bring()
    kernel.tick(AT + 40 * DAY)
    actions.schedule(APRIL, APRIL)
    assert told()["answered-in-time"] == (0, 6)


def test_one_owner_fills_no_count(bring: Bring) -> None:
    answered(bring, 1, put_right=1)
    case = Case.objects.get()
    for hour in range(5):
        do(case, "put-right", AT + 5 * DAY + timedelta(hours=hour))
    actions.schedule(APRIL, APRIL)
    assert set(told().values()) == {(None, None)}


def test_the_last_word_of_an_owner_counts_once(bring: Bring) -> None:
    answered(bring, 6, put_right=6)
    for case in Case.objects.all():
        do(case, "reopen", AT + 5 * DAY, words={"text": "还是有异味"})
    actions.schedule(APRIL, APRIL)
    assert told()["put-right"] == (0, 6)


def test_an_agreement_that_was_not_kept_is_no_word_on_the_result(bring: Bring) -> None:
    for _number in range(6):
        case = bring().case
        do(case, "accept", AT + DAY, "officer_root", words=NOTICE)
        do(case, "propose-mediation", AT + DAY, "officer_root")
        do(case, "consent-to-mediation", AT + DAY)
        do(case, "mediate", AT + DAY, "officer_root")
        do(case, "agree", AT + 2 * DAY, "officer_root", words={"terms": "更换供货商"}, days=10, consent=True)
        do(case, "not-fulfilled", AT + 13 * DAY)
    actions.schedule(APRIL, APRIL)
    assert told()["put-right"] == (None, None)


def test_quarters_that_an_outage_kept_back_are_made_good(bring: Bring) -> None:
    answered(bring, 6, put_right=6)
    actions.schedule(APRIL + 100 * DAY, APRIL + 101 * DAY)
    quarters = PublishedFigure.objects.order_by("quarter").values_list("quarter", flat=True).distinct()
    assert list(quarters) == [date(2027, 1, 1), date(2027, 4, 1)]


def test_a_withdrawn_case_is_no_figure(bring: Bring) -> None:
    for _number in range(6):
        do(bring().case, "withdraw", AT + DAY)
    actions.let_time_act(AT + 20 * DAY)
    actions.schedule(APRIL, APRIL)
    assert set(told().values()) == {(None, None)}


def test_everybody_reads_it_and_it_names_no_unit_and_no_number_of_complaints(
    district: District, bring: Bring
) -> None:
    answered(bring, 7, put_right=7)
    actions.schedule(APRIL, APRIL)
    with clock_at(APRIL):
        page = Client().get(f"/c/{district.root.key}/figures/", headers={"Accept-Language": "en"})
        text = page.content.decode()
        form = Client().get(f"/c/{district.root.key}/").content.decode()
        assert Client().get("/c/ZZZZZ/figures/").status_code == 404
    assert page.status_code == 200 and f"/c/{district.root.key}/figures/" in form
    assert district["QY-X1"].name not in text and str(Case.objects.first().number) not in text  # type: ignore[union-attr]
    assert "7" in text and "100 %" in text


def test_before_the_first_quarter_the_page_says_so(district: District) -> None:
    client = Client()
    client.cookies["language"] = "en"
    with clock_at(AT + timedelta(days=1)):
        page = client.get(f"/c/{district.root.key}/figures/").content.decode()
    assert "No quarter has been published yet." in page
    actions.schedule(APRIL, APRIL)
    assert not PublishedFigure.objects.exists(), "a body without cases publishes nothing"
