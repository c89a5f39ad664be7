"""The pages of a programme: what it asks for, its month, its versions; for the organisation and no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duecare.obligations.actions import tick
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from tests.people import FOUNDED, District, client_for, clock_at, small_district
from tests.plans.plans import PLAN, apply, changed

pytestmark = [pytest.mark.both, pytest.mark.django_db]

NOW = FOUNDED + timedelta(days=57)


def get(username: str, name: str, *args: object, query: str = "") -> tuple[int, str]:
    client = client_for(username, "en")
    with clock_at(NOW):
        answer = client.get(reverse(f"plans:{name}", args=args) + query)
    return answer.status_code, answer.content.decode()


@pytest.fixture
def winter(district: District) -> District:
    apply(PLAN, FOUNDED)
    tick(FOUNDED)
    return district


def test_everyone_finds_the_programme(winter: District) -> None:
    for username in ("reporter_z1", "reporter_d1", "auditor"):
        status, page = get(username, "programmes")
        assert status == 200
        assert "Winter plan" in page
        assert "Running" in page


def test_the_programme_says_what_it_asks_for(winter: District) -> None:
    status, page = get("reporter_z1", "programme", "winter")
    assert status == 200
    for words in ("Self-check", "Summary", "Meeting", "Daily report", "Version 1", "plan-today"):
        assert words in page
    assert "style=" not in page
    assert page.count('class="plan-strip"') == 4


def test_the_programme_says_where_nobody_answers(winter: District) -> None:
    with clock_at(NOW):
        assert client_for("coordinator").get("/plans/winter/").context["vacancies"] == []
    orgs.leave(user=winter.people["reporter_x3"], by=SYSTEM, at=NOW - timedelta(hours=1))
    _status, page = get("coordinator", "programme", "winter")
    assert "Nobody holds the post “reporter” that answers for what falls due in:" in page
    assert ">No. 3 Primary School</a>" in page and ">No. 2 Primary School</a>" not in page


def test_a_month_shows_each_day_s_duties(winter: District) -> None:
    status, page = get("reporter_z1", "month", "winter", query="?of=2027-03")
    assert status == 200
    assert page.count("<b>15:30</b>") == 12
    assert page.count("<b>09:30</b>") == 12
    assert page.count("<b>17:00</b>") == 3
    assert get("reporter_z1", "month", "winter", query="?of=nonsense")[0] == 200


def test_a_version_is_compared_with_the_one_before(winter: District) -> None:
    apply(changed("time: 17:00", "time: 18:00"), FOUNDED + timedelta(hours=1))
    status, page = get("reporter_z1", "version", "winter", 2)
    assert status == 200
    assert '<tr class="is-new">' in page
    assert '<tr class="is-gone">' in page
    assert "every Monday 18:00" in page
    assert get("reporter_z1", "version", "winter", 3)[0] == 404


def test_another_organisation_does_not_find_it(winter: District) -> None:
    small_district(code="XX", prefix="x_")
    assert "Winter plan" not in get("x_leader", "programmes")[1]
    for name, args in (("programme", ["winter"]), ("month", ["winter"]), ("version", ["winter", 1])):
        assert get("x_leader", name, *args)[0] == 404
    assert get("leader", "programme", "nothing")[0] == 404


def test_a_fixed_number_of_queries_whatever_has_happened(winter: District) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert get("leader", "programme", "winter")[0] == 200
        return len(counted)

    before = queries()
    tick(FOUNDED + timedelta(days=20))
    assert queries() == before
