"""What the watch is promised: no post is empty unseen, one tap says that one is there, and the next watch signs."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from duecare.audit.models import Entry
from duecare.duty import audiences
from duecare.duty.actions import forgetting
from duecare.duty.actions.assignments import change, hold
from duecare.duty.actions.opening import open_due
from duecare.duty.models import Assignment, CheckIn, Handover, LogLine, Matter
from duecare.obligations.models import Happening, Obligation
from duecare.orgs.rules import SYSTEM
from tests.duty.rosters import FIRST
from tests.duty.watching import EVENING, HOUR, PRESENCE, build, owed, stood, tick, watch
from tests.people import client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["stood"]
MINUTE = timedelta(minutes=1)


def post(name, path, at, **data):
    with clock_at(at):
        return client_for(name, "en").post(path, data, follow=True)


def get(name, path, at, language="en"):
    with clock_at(at):
        return client_for(name, language).get(path)


def crew(shift: str, post: str) -> list[str]:
    names = Assignment.objects.standing().filter(day="2027-01-18", shift=shift, post=post)
    return list(names.order_by("user__username").values_list("user__username", flat=True))


def check_in(name: str, at, shift: str = "day"):
    return post(name, f"/duty/watches/{watch(shift).id}/check-in/", at)


def test_each_watch_owes_each_post_whether_or_not_anybody_is_rostered():
    build(stood=False)
    days = Obligation.objects.filter(kind="duty.watch", slot="2027-01-18").order_by("origin")
    assert [o.origin.rpartition("/2027-01-18/")[2] for o in days] == [
        "day/leader", "day/officer", "night/leader", "night/officer",
    ]  # fmt: skip
    before = Obligation.objects.count()
    open_due(FIRST - HOUR, FIRST + 48 * HOUR)
    assert Obligation.objects.count() == before


def test_without_a_roster_the_empty_watch_is_missed_and_climbs_at_once():
    office = build(stood=False)
    tick(FIRST - 20 * MINUTE)
    tick(FIRST + 16 * MINUTE)
    row = owed("leader")
    assert row.missed_at == FIRST + 15 * MINUTE
    told = Happening.objects.filter(obligation=row, what="escalate").get()
    assert told.recipients == [str(office.district.people["leader"].id)]
    assert Happening.objects.filter(obligation=row, what="nobody").exists()
    page = get("coordinator", "/duty/", FIRST + 16 * MINUTE)
    assert "3 places of this watch are empty." in page.content.decode()


def test_a_post_is_manned_once_all_that_it_needs_have_checked_in(stood):
    first, second = crew("day", "officer")
    check_in(first, FIRST - 10 * MINUTE)
    assert owed("officer").closed_at is None
    check_in(second, FIRST + 5 * MINUTE)
    row = owed("officer")
    assert (row.closed_as, row.missed_at) == ("discharged", None)
    assert owed("leader").closed_at is None


def test_late_is_late_and_one_of_two_is_not_enough(stood):
    first, second = crew("day", "officer")
    check_in(first, FIRST)
    tick(FIRST + 17 * MINUTE)
    assert owed("officer").missed_at == FIRST + 15 * MINUTE
    check_in(second, FIRST + 40 * MINUTE)
    row = owed("officer")
    assert (row.closed_as, row.missed_at) == ("discharged", FIRST + 15 * MINUTE)


def test_the_same_person_twice_is_one_check_in(stood):
    first, _second = crew("day", "officer")
    check_in(first, FIRST)
    check_in(first, FIRST + MINUTE)
    assert CheckIn.objects.get().at == FIRST
    assert owed("officer").closed_at is None


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-31, "It is too early: you can check in from"), (721, "It can no longer be taken up.")],
)
def test_outside_its_time_a_watch_is_not_taken_up(stood, minutes, said):
    answer = check_in(crew("day", "leader")[0], FIRST + minutes * MINUTE)
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert not CheckIn.objects.exists()


def test_another_s_watch_is_not_mine_and_says_whose_it_is(stood):
    leader = Assignment.objects.standing().get(day="2027-01-18", shift="day", post="leader")
    stranger = crew("night", "leader")[0]
    answer = check_in(stranger, FIRST)
    assert answer.status_code == 403
    assert leader.user.name in answer.content.decode()


def test_who_is_of_another_unit_does_not_learn_that_the_watch_is_there(stood):
    assert get("reporter_z1", f"/duty/watches/{watch().id}/", FIRST).status_code == 404
    assert check_in("reporter_z1", FIRST).status_code == 404


def test_who_gave_the_watch_away_learns_since_when(stood):
    mine = Assignment.objects.standing().get(day="2027-01-18", shift="day", post="leader")
    with transaction.atomic():
        roster = hold(mine.roster_id)
        change(roster=roster, end=[mine], make=[], came_by="manager", by=SYSTEM, at=FIRST - 5 * HOUR)
    page = get(mine.user.username, f"/duty/watches/{watch().id}/", FIRST)
    assert "This watch is no longer yours, since" in page.content.decode()
    assert check_in(mine.user.username, FIRST).status_code == 403


def test_the_log_takes_a_line_once_and_keeps_it_ninety_days(stood):
    name = crew("day", "leader")[0]
    sent = {"text": "21:10 锅炉房巡查，正常。", "client_id": str(uuid.uuid4())}
    for _again in range(2):
        post(name, f"/duty/watches/{watch().id}/log/", FIRST + HOUR, **sent)
    line = LogLine.objects.get()
    assert line.text == sent["text"]
    assert (
        sent["text"]
        in get(crew("night", "leader")[0], f"/duty/watches/{watch().id}/", FIRST).content.decode()
    )
    forgetting.forget_texts(FIRST + timedelta(days=89))
    assert LogLine.objects.get().text
    forgetting.forget_texts(FIRST + timedelta(days=91))
    assert LogLine.objects.get().text == ""


def test_another_line_under_the_same_key_is_refused(stood):
    name, key = crew("day", "leader")[0], str(uuid.uuid4())
    path = f"/duty/watches/{watch().id}/log/"
    post(name, path, FIRST + HOUR, text="一", client_id=key)
    assert post(name, path, FIRST + HOUR, text="二", client_id=key).status_code == 409


def test_an_empty_line_and_one_that_is_too_long_are_refused(stood):
    name, path = crew("day", "leader")[0], f"/duty/watches/{watch().id}/log/"
    assert post(name, path, FIRST + HOUR, text=" ").status_code == 400
    answer = post(name, path, FIRST + HOUR, text="水" * 501)
    assert "At most 500 characters; this has 501." in answer.content.decode()


def test_the_next_watch_signs_and_takes_the_open_matters_over(stood):
    leader, following = crew("day", "leader")[0], crew("night", "leader")[0]
    path = f"/duty/watches/{watch().id}/"
    post(leader, f"{path}matters/", FIRST + HOUR, text="二号楼水管待修")
    post(leader, f"{path}handover/", EVENING - HOUR, note="水管待修，钥匙在值班室。")
    assert post(leader, f"{path}handover/signature/", EVENING).status_code == 403
    tick(EVENING - 20 * MINUTE)
    assert post(following, f"{path}handover/signature/", EVENING + MINUTE).status_code == 200
    matter, handover = Matter.objects.get(), Handover.objects.get()
    assert handover.matters == [str(matter.id)]
    row = owed("handover")
    assert (row.closed_as, row.missed_at) == ("discharged", None)
    page = get(following, f"/duty/watches/{watch('night').id}/", EVENING + MINUTE).content.decode()
    assert "二号楼水管待修" in page
    post(following, f"/duty/watches/{watch('night').id}/matters/{matter.id}/closing/", EVENING + HOUR)
    matter.refresh_from_db()
    assert matter.closed_at == EVENING + HOUR


def test_a_handover_that_nobody_signs_is_missed_and_climbs(stood):
    tick(EVENING - 20 * MINUTE)
    tick(EVENING + 32 * MINUTE)
    row = owed("handover")
    assert row.missed_at == EVENING + 30 * MINUTE
    tick(EVENING + 65 * MINUTE)
    assert Happening.objects.filter(obligation=row, what="escalate").exists()
    tick(EVENING + 13 * HOUR)
    assert owed("handover").closed_as == "lapsed"


def test_it_can_be_signed_for_without_a_note_and_that_stays_visible(stood):
    following = crew("night", "leader")[0]
    post(following, f"/duty/watches/{watch().id}/handover/signature/", EVENING)
    page = get(following, f"/duty/watches/{watch('night').id}/", EVENING).content.decode()
    assert "without a note" in page


def test_what_is_signed_for_stays_as_it_is(stood):
    leader, following = crew("day", "leader")[0], crew("night", "leader")[0]
    path = f"/duty/watches/{watch().id}/handover/"
    post(leader, path, EVENING - HOUR, note="一切正常。")
    post(following, f"{path}signature/", EVENING)
    assert post(leader, path, EVENING + MINUTE, note="改一下。").status_code == 409
    assert Handover.objects.get().note == "一切正常。"


def test_presence_checks_come_unannounced_and_keep_nobody_s_name():
    build(presence=PRESENCE)
    opened: list[datetime] = []
    for minute in range(0, 720, 5):
        at = EVENING + minute * MINUTE
        open_due(at, at + 48 * HOUR)
        waiting = Obligation.objects.filter(kind="duty.presence", slot="2027-01-18").count()
        if waiting > len(opened):
            opened.append(at)
        assert not Obligation.objects.filter(kind="duty.presence", opens_at__gt=at).exists()
    assert len(opened) == 2
    assert opened[0] < EVENING + 6 * HOUR <= opened[1]


def test_a_presence_check_is_answered_by_the_watch(stood):
    arrangement = stood.arrangement
    arrangement.terms["presence"] = PRESENCE
    arrangement.save(update_fields=["terms"])
    at = EVENING
    while not Obligation.objects.filter(kind="duty.presence").exists():
        at += 5 * MINUTE
        open_due(at, at + HOUR)
    tick(at)
    name = crew("night", "leader")[0]
    answer = post(name, f"/duty/watches/{watch('night').id}/presence/", at + MINUTE)
    assert "It is kept that the watch answered, not who." in answer.content.decode()
    row = Obligation.objects.get(kind="duty.presence")
    assert (row.closed_as, row.closed_by) == ("discharged", None)
    assert Entry.objects.get(verb="duty.presence").actor is None


def test_audiences_know_who_is_there_who_comes_and_who_is_missing(stood):
    office = stood.district.office.id
    day, night = crew("day", "leader"), crew("night", "leader")

    def names(found):
        keepers = {keeper.user_id: name for name, keeper in stood.keepers.items()}
        return sorted(keepers[one] for one in found.get(office, []))

    assert names(audiences.on_duty("leader", [office], FIRST + HOUR)) == day
    assert names(audiences.next_on_duty("leader", [office], FIRST + HOUR)) == night
    assert len(names(audiences.not_checked_in("", [office], FIRST))) == 3
    check_in(day[0], FIRST)
    assert day[0] not in names(audiences.not_checked_in("", [office], FIRST))
    assert audiences.on_duty("", [office], FIRST - HOUR) == {}


def test_a_private_number_shows_to_those_of_the_watch_and_its_neighbours_alone(stood):
    user = Assignment.objects.standing().get(day="2027-01-18", shift="day", post="leader").user
    user.phone = "139-0000-0000"
    user.save(update_fields=["phone"])
    path = f"/duty/watches/{watch().id}/"
    assert user.phone in get(crew("night", "leader")[0], path, FIRST).content.decode()
    assert user.phone in get("coordinator", path, FIRST).content.decode()
    assert user.phone not in get("auditor", path, FIRST).content.decode()


def test_what_is_owed_leads_to_the_page_where_it_is_done(stood):
    with clock_at(FIRST):
        answer = client_for("coordinator").get(f"/duty/owed/{owed('leader').id}/")
    assert answer["Location"] == f"/duty/watches/{watch().id}/"
    assert get("reporter_z1", f"/duty/owed/{owed('leader').id}/", FIRST).status_code == 404


def test_pages_cost_a_fixed_number_of_statements(stood, django_assert_max_num_queries):
    client = client_for("coordinator")
    with clock_at(FIRST + HOUR), django_assert_max_num_queries(16):
        page = client.get("/duty/").content.decode()
    assert re.search(r"Office|安全", page)
    with clock_at(FIRST + HOUR), django_assert_max_num_queries(24):
        client.get(f"/duty/watches/{watch().id}/")


def test_a_watch_across_the_hour_that_does_not_occur_is_as_long_as_it_is():
    """In Berlin on 28 March 2027 the clock goes from 2:00 to 3:00: the night has eleven hours."""
    office = build(
        stood=False, zone="Europe/Berlin", last="2027-04-01", day_types={}, holidays=[],
    )  # fmt: skip
    start = FIRST + timedelta(days=68)
    open_due(start, start + 72 * HOUR)
    night = watch("night", office.first.replace(month=3, day=27))
    assert night.ends_at - night.starts_at == 11 * HOUR
