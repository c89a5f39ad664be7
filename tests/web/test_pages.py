"""What every page has: the reader's language, a way on when something is wrong, and safe headers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from duecare.web import moments, navigation, states
from tests.people import FOUNDED, District, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_the_language_is_chosen_once_and_kept() -> None:
    client = Client()
    assert "没有找到内容" in client.get("/no-such-page/").content.decode()
    answer = client.post("/language/", {"language": "en", "next": "/no-such-page/"})
    assert (answer.status_code, answer["Location"]) == (302, "/no-such-page/")
    page = client.get("/no-such-page/")
    assert "Nothing found here" in page.content.decode()
    assert page["Content-Language"] == "en"


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_the_language_switch_leads_nowhere_else(target: str) -> None:
    assert Client().post("/language/", {"language": "en", "next": target})["Location"] == "/"


def test_an_unknown_language_changes_nothing() -> None:
    answer = Client().post("/language/", {"language": "xx", "next": "/"})
    assert "language" not in answer.cookies


def test_a_form_without_its_token_is_explained() -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["language"] = "en"
    answer = client.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "The page was open too long" in answer.content.decode()


@pytest.mark.parametrize("question", ["hazards/?q=%00", "hazards/?unit=Q%00Y", "board/?slot=%00"])
def test_a_nul_in_a_question_is_left_out_of_it(district: District, question: str) -> None:
    client = client_for("coordinator")
    assert client.get(f"/{question}").status_code == client.get(f"/{question.replace('%00', '')}").status_code


def test_a_way_with_a_nul_in_it_leads_nowhere(district: District) -> None:
    assert client_for("coordinator").get("/hazards/%00/").status_code == 404


def test_pages_allow_no_script_or_style_but_their_own(district: District) -> None:
    policy = client_for("coordinator").get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_every_place_of_the_navigation_is_there(district: District) -> None:
    for place in navigation.places():
        assert reverse(place.url_name)


def test_the_navigation_shows_what_the_post_may(district: District) -> None:
    with clock_at(FOUNDED):
        reporter = client_for("reporter_x3").get("/").content.decode()
        auditor = client_for("auditor").get("/").content.decode()
    assert "/record/" not in reporter
    assert "/record/" in auditor


def test_times_read_as_people_say_them() -> None:
    at = datetime(2027, 3, 5, 15, 30, tzinfo=UTC)
    with override("zh-hans"):
        assert moments.moment(at) == "3月5日 周五 15:30"
        assert moments.since(at, at + timedelta(minutes=35)) == "35 分钟前"
        assert moments.late_by(at, at + timedelta(hours=3)) == "已逾期 3 小时"
        assert moments.long_day(date(2027, 3, 5)) == "2027年3月5日 周五"
    with override("en"):
        assert moments.moment(at) == "Fri 5 Mar 15:30"
        assert moments.since(at + timedelta(hours=2), at) == "in 2 hours"


def test_no_two_states_share_a_word_and_none_is_told_by_colour_alone() -> None:
    with override("zh-hans"):
        words = [str(look.word) for look in states.LOOKS.values()]
    assert len(set(words)) == len(words)
    by_colour: dict[str, set[str]] = {}
    for look in states.LOOKS.values():
        by_colour.setdefault(look.tone, set()).add(look.icon)
    assert all(all(shapes) for shapes in by_colour.values())


def test_nothing_stays_behind_in_a_browser_and_no_page_asks_where_somebody_is(district: District) -> None:
    with clock_at(FOUNDED):
        for path in ("/", "/board/", "/units/", "/plans/", "/notices/"):
            page = client_for("coordinator").get(path, follow=True)
            assert "no-store" in page["Cache-Control"], path
            assert "geolocation=()" in page["Permissions-Policy"]


def test_a_head_is_answered_like_the_page_it_asks_about(district: District) -> None:
    with clock_at(FOUNDED):
        answer = client_for("coordinator").head("/")
    assert (answer.status_code, answer.content) == (200, b"")


def test_an_address_that_only_takes_forms_says_so(district: District) -> None:
    answer = client_for("coordinator", "en").get("/notices/reading/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "This address only takes what a form sends" in answer.content.decode()


def test_a_host_that_is_not_ours_is_refused_with_a_page() -> None:
    answer = Client(raise_request_exception=False).get("/sign-in/", headers={"host": "other.example"})
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
