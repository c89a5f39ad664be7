"""The inbox: everybody reads their own notices, and nobody else's."""

from __future__ import annotations

import uuid
from datetime import time, timedelta

import pytest
from django.urls import reverse

from duecare.notify import actions, queries
from duecare.notify.models import Notice, Preference
from tests.notify.conftest import DUE, happened, owed
from tests.people import actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def told(district):
    """Three notices to the coordinator, one to the leader."""
    coordinator, leader = district.people["coordinator"], district.people["leader"]
    for number, code in enumerate(("QY-Z1", "QY-Z2", "QY-X1")):
        at = DUE + timedelta(minutes=number)
        happened(owed(district, code, strand=f"winter/{code}/pm"), "tell", coordinator, at=at)
        actions.tell(at)
    happened(owed(district, "QY-X2"), "escalate", leader)
    actions.tell(DUE)
    return district


def page(client, path, **more):
    with clock_at(DUE + timedelta(hours=1)):
        return client.get(path, **more)


def first_of(person):
    return Notice.objects.filter(recipient=person).order_by("created_at")[0]


def post(client, path, data=None):
    with clock_at(DUE + timedelta(hours=1)):
        return client.post(path, data or {})


def test_the_inbox_lists_ones_own_newest_first(told):
    text = page(client_for("coordinator"), "/notices/").content.decode()
    places = [text.index(name) for name in ("第一小学逾期", "第二中学逾期", "第一中学逾期")]
    assert places == sorted(places)
    assert "第二小学" not in text
    assert "未读" in text


def test_it_reads_in_english_too(told):
    text = page(client_for("coordinator", "en"), "/notices/").content.decode()
    assert "No. 1 Middle School is overdue: Daily safety report" in text
    assert "Mark all as read" in text


def test_the_badge_counts_what_is_unread(told):
    coordinator = told.people["coordinator"]
    assert queries.unread(coordinator.id) == 3
    assert queries.unread(None) == 0
    client = client_for("coordinator")
    notice = first_of(coordinator)
    answer = post(client, f"/notices/{notice.id}/reading/", {"back": "/notices/?show=unread"})
    assert (answer.status_code, answer["Location"]) == (302, "/notices/?show=unread")
    notice.refresh_from_db()
    assert notice.read_at == DUE + timedelta(hours=1)
    assert queries.unread(coordinator.id) == 2
    post(client, "/notices/reading/")
    assert queries.unread(coordinator.id) == 0
    assert queries.unread(told.people["leader"].id) == 1


def test_reading_twice_keeps_the_first_time(told):
    notice = first_of(told.people["coordinator"])
    by = actor_of("coordinator", DUE)
    actions.read(notice=notice.id, by=by, at=DUE)
    actions.read(notice=notice.id, by=by, at=DUE + timedelta(days=1))
    notice.refresh_from_db()
    assert notice.read_at == DUE


def test_one_is_not_sent_elsewhere_after_reading(told):
    notice = first_of(told.people["coordinator"])
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        answer = post(client_for("coordinator"), f"/notices/{notice.id}/reading/", {"back": elsewhere})
        assert answer["Location"] == "/notices/"


def test_another_persons_notice_is_not_found(told):
    notice = Notice.objects.get(recipient=told.people["leader"])
    client = client_for("coordinator")
    assert page(client, f"/notices/{notice.id}/").status_code == 404
    assert post(client, f"/notices/{notice.id}/reading/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None
    assert page(client, f"/notices/{uuid.uuid4()}/").status_code == 404


def test_a_notice_shows_its_words_its_duties_and_is_not_read_by_a_fetch(told):
    notice = first_of(told.people["coordinator"])
    text = page(client_for("coordinator"), f"/notices/{notice.id}/").content.decode()
    assert "第一中学" in text
    assert "依据：三.1" in text
    notice.refresh_from_db()
    assert notice.read_at is None


def test_pages_follow_each_other_without_gap_or_repeat(told):
    by = actor_of("coordinator", DUE)
    seen, before = [], None
    while True:
        found = queries.notices(by=by, before=before, size=1)
        seen += [n.id for n in found.rows]
        if found.older is None:
            break
        before = found.older
    assert len(seen) == len(set(seen)) == 3
    assert queries.notices(by=by, before=uuid.uuid4()).rows  # another's mark begins at the newest


def test_the_page_takes_the_same_number_of_queries_whatever_it_lists(told, django_assert_max_num_queries):
    client = client_for("coordinator")
    page(client, "/notices/")
    with django_assert_max_num_queries(12):
        page(client, "/notices/")


def test_nobody_reads_without_signing_in(told, client):
    for name in ("notify:notices", "notify:preference"):
        answer = page(client, reverse(name))
        assert answer.status_code == 302
        assert "sign-in" in answer["Location"]


def test_quiet_hours_and_mail_are_ones_own_choice(told):
    client = client_for("coordinator")
    assert 'value="22:00"' in page(client, "/notices/preference/").content.decode()
    answer = post(client, "/notices/preference/", {"quiet_from": "20:00", "quiet_until": "07:00"})
    assert answer.status_code == 302
    wishes = Preference.objects.get()
    assert wishes.user == told.people["coordinator"]
    assert (wishes.quiet_from, wishes.quiet_until) == (time(20), time(7))
    assert wishes.mail_off_at == DUE + timedelta(hours=1)
    post(client, "/notices/preference/", {"mail": "on", "quiet_from": "20:00", "quiet_until": "07:00"})
    assert Preference.objects.get().mail_off_at is None


def test_a_time_that_is_none_is_said_beside_its_field(told):
    answer = post(
        client_for("coordinator"), "/notices/preference/", {"quiet_from": "25:00", "quiet_until": ""}
    )
    assert answer.status_code == 422
    assert "is-invalid" in answer.content.decode()
    assert Preference.objects.count() == 0


def test_a_get_changes_nothing(told):
    notice = first_of(told.people["coordinator"])
    client = client_for("coordinator")
    assert page(client, f"/notices/{notice.id}/reading/").status_code == 405
    assert page(client, "/notices/reading/").status_code == 405


def test_forgotten_words_say_so(told):
    actions.forget(DUE + timedelta(days=100))
    text = page(client_for("coordinator"), "/notices/").content.decode()
    assert "按规定清除" in text
    assert "第一小学逾期" not in text
