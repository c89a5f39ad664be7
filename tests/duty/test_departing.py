"""Somebody leaves in mid-period: what they stand runs on, what they would have stood is empty, and it is said."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from duecare.audit.models import Entry
from duecare.duty.actions import watchkeepers, wishing
from duecare.duty.actions.departing import end_departed
from duecare.duty.models import Assignment, CheckIn, Watchkeeper, Wish
from duecare.duty.queries.problems import problem_of
from duecare.notify.models import Notice
from duecare.orgs import actions as orgs
from duecare.orgs.models import Appointment, User
from duecare.orgs.rules import SYSTEM
from tests.duty.rosters import BEFORE, FIRST, Office
from tests.duty.test_watches import get, post
from tests.duty.watching import HOUR, build, stood, tick, watch
from tests.people import actor_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["stood"]
#: Monday, 14:00: o1 is on the day watch; next comes the night of the 19th.
NOON = FIRST + 6 * HOUR
TUESDAY = date(2027, 1, 19)


def leaves(name: str, at: datetime) -> None:
    """The account is closed."""
    orgs.leave(user=User.objects.get(username=name), by=SYSTEM, at=at)


def standing(name: str, after: datetime) -> int:
    """How many watches somebody stands that begin after a time."""
    return Assignment.objects.standing().filter(user__username=name, starts_at__gt=after).count()


def told(name: str) -> list[Notice]:
    """What somebody was told of empty places."""
    rows = Notice.objects.filter(recipient__username=name, dedup__contains="duty/emptied/")
    return list(rows.order_by("created_at"))


def test_the_watches_to_come_are_empty_and_the_one_that_runs_stays(stood: Office) -> None:
    ahead = standing("o1", NOON)
    assert ahead > 3
    leaves("o1", NOON)
    tick(NOON + HOUR)
    assert standing("o1", NOON) == 0
    assert Assignment.objects.standing().filter(user__username="o1").count() == 1
    ended = Assignment.objects.exclude(ended_at=None)
    assert {(row.ended_by, row.ended_at) for row in ended} == {("post", NOON + HOUR)}
    assert ended.count() == ahead
    assert Watchkeeper.objects.get(user__username="o1").left_at == NOON + HOUR
    assert Entry.objects.filter(verb="duty.left", actor=None).count() == 1


def test_who_keeps_the_roster_is_told_once_what_is_empty_from_when_to_when(stood: Office) -> None:
    leaves("o1", NOON)
    for minutes in (1, 2):
        tick(NOON + minutes * HOUR)
    (notice,) = told("coordinator")
    assert notice.title_en == "Empty places: Spring Festival watch"
    assert "Tue 19 Jan, Night, Duty officer" in notice.body_en
    assert "The first begins on Tue 19 Jan 20:00, the last ends on Mon 1 Feb 08:00." in notice.body_en
    assert notice.title.startswith("班次空缺：") and "1月19日 周二 20:00" in notice.body
    assert told("l1") == told("o1") == told("leader") == []


def test_two_who_leave_at_once_are_one_message(stood: Office) -> None:
    leaves("o1", NOON)
    leaves("o2", NOON)
    tick(NOON + HOUR)
    (notice,) = told("coordinator")
    assert notice.body_en.count("Tue 19 Jan, Night, Duty officer") == 2


def test_without_a_coordinator_the_leader_is_told(stood: Office) -> None:
    leaves("coordinator", NOON)
    leaves("o1", NOON)
    tick(NOON + HOUR)
    assert len(told("l1")) == 1


@pytest.mark.usefixtures("stood")
def test_where_nobody_has_left_it_costs_one_statement(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert end_departed(NOON) == 0
    leaves("auditor", NOON)  # who stands no watches
    leaves("o1", NOON)
    end_departed(NOON)
    with django_assert_num_queries(1):
        assert end_departed(NOON + HOUR) == 0


def test_their_wishes_go_with_them(stood: Office) -> None:
    wishing.wish(
        roster_id=stood.roster.id, day=date(2027, 1, 29), shift="", wants=False, weight=1, by=actor_of("o1"),
        at=BEFORE,
    )  # fmt: skip
    leaves("o1", NOON)
    tick(NOON + HOUR)
    assert not Wish.objects.exists()


def test_the_watch_page_and_the_roster_show_the_empty_place(stood: Office) -> None:
    night, address = watch("night", TUESDAY), f"/duty/rosters/{stood.roster.id}/"
    page = get("coordinator", f"/duty/watches/{night.id}/", NOON)
    assert "nobody" not in page.content.decode()
    leaves("o1", NOON)
    tick(NOON + HOUR)
    for language, word in (("en", "nobody"), ("zh-hans", "无人")):
        page = get("coordinator", f"/duty/watches/{night.id}/", NOON + HOUR, language)
        assert page.status_code == 200 and word in page.content.decode()
    running = get("coordinator", f"/duty/watches/{watch().id}/", NOON + HOUR).content.decode()
    assert stood.keepers["o1"].user.name in running and "nobody" not in running
    assert get("coordinator", address, NOON + HOUR).status_code == 200
    problem = problem_of(stood.roster, NOON + HOUR)
    person = problem.person[str(stood.keepers["o1"].id)]
    assert set(range(1, 14)) <= person.leave and 0 not in person.leave


def test_who_only_gives_up_a_post_still_stands_the_watches(stood: Office) -> None:
    """A roster names people, not posts: whoever keeps it lets somebody go, or the account is closed."""
    held = Appointment.objects.get(user__username="o1")
    orgs.end_appointment(appointment=held, by=SYSTEM, at=NOON)
    ahead = standing("o1", NOON)
    tick(NOON + HOUR)
    assert standing("o1", NOON) == ahead > 0
    night, at = watch("night", TUESDAY), FIRST + 36 * HOUR - HOUR / 4
    assert get("o1", f"/duty/watches/{night.id}/", at).status_code == 200
    post("o1", f"/duty/watches/{night.id}/check-in/", at)
    assert CheckIn.objects.filter(watch=night, assignment__user__username="o1").exists()
    assert get("o1", f"/duty/rosters/{stood.roster.id}/", at).status_code == 200


def test_who_is_let_go_in_mid_period_learns_it_and_the_page_says_since_when(stood: Office) -> None:
    keeper, night = stood.keepers["o1"], watch("night", TUESDAY)
    watchkeepers.let_go(watchkeeper_id=keeper.id, by=actor_of("coordinator", NOON), at=NOON)
    page = get("o1", f"/duty/watches/{night.id}/", NOON + HOUR).content.decode()
    assert "This watch is no longer yours, since" in page and "nobody" in page
    notice = Notice.objects.get(recipient=keeper.user_id)
    assert "You no longer stand" in notice.body_en
    assert told("coordinator") == []  # it was the coordinator's own act


def test_nobody_who_has_left_is_left_on_a_roster_that_is_published_later() -> None:
    office = build(stood=False)
    leaves("o1", NOON - timedelta(days=1))
    assert str(office.keepers["o1"].id) in problem_of(office.roster, NOON).person
    assert problem_of(office.roster, NOON).person[str(office.keepers["o1"].id)].leave >= set(range(1, 14))
