"""What happened becomes messages: one for each person and rung, in both languages, never twice."""

from __future__ import annotations

import threading
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connections, transaction

from duecare.notify import actions, queries
from duecare.notify.models import Delivery, Mention, Notice
from duecare.obligations.models import Happening, Outage
from duecare.orgs.models import User
from tests.notify.conftest import DUE, happened, owed
from tests.people import small_district

pytestmark = pytest.mark.both
SCHOOLS = ("QY-Z1", "QY-Z2", "QY-X1", "QY-X2", "QY-X3")


@pytest.mark.django_db
def test_a_silent_subtree_is_one_message_to_its_parent(district):
    coordinator = district.people["coordinator"]
    for code in SCHOOLS:
        happened(owed(district, code), "tell", coordinator)
    assert actions.tell(DUE) == 1
    notice = Notice.objects.get()
    assert notice.recipient == coordinator
    assert notice.title == "5 个单位逾期未办：每日安全报告"
    assert notice.title_en == "5 units are overdue: Daily safety report"
    assert "第一中学、第二中学、第一小学" in notice.body
    assert "三.1" in notice.body
    assert "No. 1 Middle School, No. 2 Middle School" in notice.body_en
    assert "15:30" in notice.body
    assert Mention.objects.count() == 5


@pytest.mark.django_db
def test_a_message_names_ten_units_and_counts_the_rest(district):
    from duecare.orgs import actions as orgs  # noqa: PLC0415
    from duecare.orgs.rules import SYSTEM  # noqa: PLC0415

    for number in range(12):
        code = f"QY-T{number}"
        district.units[code] = orgs.add_unit(
            parent=district.root, code=code, name=f"教学点{number:02}", name_en=f"Point {number:02}",
            kind="teaching_point", by=SYSTEM, at=DUE,
        )  # fmt: skip
        happened(owed(district, code), "tell", district.people["coordinator"])
    actions.tell(DUE)
    notice = Notice.objects.get()
    assert "教学点09等，另有 2 个" in notice.body
    assert "教学点10" not in notice.body
    assert "Point 09 and 2 more" in notice.body_en


@pytest.mark.django_db
def test_telling_again_adds_nothing(district):
    happened(owed(district, "QY-Z1"), "remind", district.people["reporter_z1"])
    assert actions.tell(DUE) == 1
    assert actions.tell(DUE + timedelta(minutes=1)) == 0
    Happening.objects.update(told_at=None)  # as if a backup had been restored
    actions.tell(DUE)
    first, *again = Notice.objects.order_by("dedup")
    assert len(again) == 1  # said again on purpose: the step fired again
    assert first.dedup in again[0].dedup


@pytest.mark.django_db
def test_each_rung_strand_day_and_person_has_a_message_of_its_own(district):
    one, two = district.people["coordinator"], district.people["leader"]
    row = owed(district, "QY-Z1")
    happened(row, "tell", one, rung=2)
    happened(row, "escalate", one, two, rung=3)
    happened(owed(district, "QY-Z1", strand="winter/daily/am"), "tell", one, rung=2)
    assert actions.tell(DUE) == 4
    assert Notice.objects.filter(recipient=one).count() == 3
    assert Notice.objects.get(recipient=two).title == "逾期上报：第一中学逾期未办：每日安全报告"


@pytest.mark.django_db
def test_a_reminder_says_until_when_and_after_it_that_it_was_due(district):
    reporter = district.people["reporter_z1"]
    row = owed(district, "QY-Z1")
    happened(row, "remind", reporter, rung=0, at=DUE - timedelta(hours=1))
    happened(row, "remind", reporter, rung=1, at=DUE)
    actions.tell(DUE)
    assert [n.title for n in Notice.objects.order_by("dedup")] == [
        "每日安全报告：请于3月5日 周五 15:30前完成",
        "每日安全报告：已到截止时间（3月5日 周五 15:30），尚未完成",
    ]


@pytest.mark.django_db
def test_what_follows_soon_joins_the_message_that_is_still_on_its_way(mailed, mail_server):
    coordinator = mailed.people["coordinator"]
    happened(owed(mailed, "QY-Z1"), "tell", coordinator)
    actions.tell(DUE)
    happened(owed(mailed, "QY-Z2"), "tell", coordinator)
    actions.tell(DUE + timedelta(seconds=1))
    assert Notice.objects.get().title == "2 个单位逾期未办：每日安全报告"
    assert Delivery.objects.count() == 1


@pytest.mark.django_db
def test_what_follows_after_it_was_sent_is_said_in_another(mailed, mail_server):
    coordinator = mailed.people["coordinator"]
    happened(owed(mailed, "QY-Z1"), "tell", coordinator)
    actions.tell(DUE)
    actions.deliver(DUE)
    happened(owed(mailed, "QY-Z2"), "tell", coordinator)
    actions.tell(DUE + timedelta(seconds=1))
    actions.deliver(DUE + timedelta(seconds=1))
    subjects = [m["Subject"].strip() for m in mail_server.box.mails]
    assert subjects == ["第一中学逾期未办：每日安全报告", "第二中学逾期未办：每日安全报告"]


@pytest.mark.django_db
def test_after_an_outage_each_person_gets_one_summary(district):
    coordinator, leader = district.people["coordinator"], district.people["leader"]
    back = DUE + timedelta(days=2)
    Outage.objects.create(from_at=DUE, until_at=back, noted_at=back)
    for day in range(2):
        for code in SCHOOLS:
            due_at = DUE + timedelta(days=day)
            row = owed(district, code, due_at=due_at)
            happened(row, "tell", coordinator, rung=2, at=back, was_due_at=due_at + timedelta(minutes=30))
            happened(
                row, "escalate", coordinator, leader, rung=3, at=back, was_due_at=due_at + timedelta(hours=2)
            )
    actions.tell(back)
    assert Notice.objects.count() == 2
    for notice in Notice.objects.all():
        assert notice.title == "服务中断期间的 10 项提醒"
        assert "每日安全报告" in notice.body
    assert {n.recipient for n in Notice.objects.all()} == {coordinator, leader}


@pytest.mark.django_db
def test_a_confidential_matter_shows_its_number_and_nothing_else(district):
    officer = district.people["coordinator"]
    row = owed(
        district,
        "QY-Z1",
        title="某事项",
        title_en="A matter",
        subject="热水",
        confidential=True,
        number="K7Q2",
    )
    other = owed(district, "QY-Z2", confidential=True, number="M3X9")
    for what, rung in (("remind", 0), ("tell", 1), ("escalate", 2), ("extended", None)):
        happened(row, what, officer, rung=rung)
        happened(other, what, officer, rung=rung)
    actions.tell(DUE)
    assert Notice.objects.count() == 8
    for notice in Notice.objects.all():
        text = f"{notice.title} {notice.title_en} {notice.body} {notice.body_en}"
        assert ("K7Q2" in text) != ("M3X9" in text)
        for secret in ("某事项", "A matter", "热水", "中学", "School", "三.1", "报告"):
            assert secret not in text


@pytest.mark.django_db
def test_what_people_did_is_told_each_time(district):
    reporter = district.people["reporter_z1"]
    row = owed(district, "QY-Z1")
    happened(row, "extended", reporter, rung=None, at=DUE)
    happened(row, "extended", reporter, rung=None, at=DUE + timedelta(hours=1))
    happened(row, "returned", reporter, rung=None)
    happened(row, "waived", reporter, rung=None)
    assert actions.tell(DUE) == 4


@pytest.mark.django_db
def test_who_has_left_is_told_nothing_and_nobody_is_an_error(district):
    reporter = district.people["reporter_z1"]
    User.objects.filter(id=reporter.id).update(left_at=DUE)
    happened(owed(district, "QY-Z1"), "remind", reporter)
    happened(owed(district, "QY-Z2"), "nobody")
    assert actions.tell(DUE) == 0
    assert not Happening.objects.filter(told_at=None).exists()


@pytest.mark.django_db
def test_many_happenings_take_a_fixed_number_of_statements(district, django_assert_max_num_queries):
    coordinator = district.people["coordinator"]
    for code in SCHOOLS:
        for number in range(20):
            happened(owed(district, code, strand=f"winter/{number}/pm"), "tell", coordinator)
    with django_assert_max_num_queries(18):
        assert actions.tell(DUE) == 20


@pytest.mark.django_db
def test_the_log_says_what_was_told_to_whom_and_when(mailed, mail_server):
    coordinator, leader = mailed.people["coordinator"], mailed.people["leader"]
    row = owed(mailed, "QY-Z1")
    happened(row, "tell", coordinator, rung=2)
    happened(row, "escalate", leader, rung=3)
    actions.tell(DUE)
    actions.deliver(DUE)
    told = sorted(queries.told([row.id])[row.id], key=lambda t: t.what, reverse=True)
    assert [(t.what, t.recipient, t.at, t.mail, t.mailed_at) for t in told] == [
        ("tell", coordinator.id, DUE, "sent", DUE),
        ("escalate", leader.id, DUE, "sent", DUE),
    ]


@pytest.mark.django_db
def test_words_are_forgotten_after_ninety_days_and_the_log_stays(district):
    row = owed(district, "QY-Z1")
    happened(row, "remind", district.people["reporter_z1"])
    actions.tell(DUE)
    assert actions.forget(DUE + timedelta(days=89)) == 0
    assert actions.forget(DUE + timedelta(days=91)) == 1
    assert actions.forget(DUE + timedelta(days=91)) == 0
    notice = Notice.objects.get()
    assert (notice.title, notice.body, notice.body_en) == ("", "", "")
    assert queries.told([row.id])[row.id][0].at == DUE


@pytest.mark.django_db(transaction=True)
def test_several_tellers_at_once_say_everything_once(monkeypatch):
    monkeypatch.setattr(import_module("duecare.notify.actions.tell"), "BATCH", 7)
    district = small_district()
    coordinator, leader = district.people["coordinator"], district.people["leader"]
    rows = [owed(district, code, strand=f"winter/{n}/pm") for n in range(6) for code in SCHOOLS]
    with transaction.atomic():
        for row in rows:
            happened(row, "tell", coordinator, leader)
    errors: list[BaseException] = []

    def work() -> None:
        try:
            actions.tell(DUE)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert not Happening.objects.filter(told_at=None).exists()
    for person in (coordinator, leader):
        mentions = Mention.objects.filter(notice__recipient=person).values_list("obligation_id", flat=True)
        assert sorted(mentions) == sorted(r.id for r in rows)
        assert Notice.objects.filter(recipient=person).count() == 6
