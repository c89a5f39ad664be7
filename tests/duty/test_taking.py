"""In an emergency: the only leader ill an hour before, an empty place, somebody who does not come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from duecare.duty.actions import covering
from duecare.duty.models import Assignment, CheckIn
from duecare.notify.models import Notice
from tests.at_once import at_once
from tests.duty.rosters import FIRST, Office
from tests.duty.test_swaps import page, post, standing
from tests.duty.watching import HOUR, build, owed, stood, tick, watch
from tests.people import actor_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["stood"]
MONDAY = date(2027, 1, 18)
MINUTE = timedelta(minutes=1)


def take(who: str, what: str = "leader", at=FIRST):
    return post(who, f"/duty/watches/{watch().id}/taking/", at, post=what)


def own(who: str) -> Assignment:
    return Assignment.objects.standing().get(user__username=who, day=MONDAY)


def test_the_leader_is_ill_an_hour_before_and_another_is_put_in_at_once(stood):
    found = page("coordinator", f"/duty/assignments/{own('l1').id}/passing/", FIRST - HOUR).context["page"]
    first = found.colleagues[0]
    assert not first.said
    answer = post(
        "coordinator", f"/duty/assignments/{own('l1').id}/cover/", FIRST - HOUR, to=str(first.keeper.id)
    )
    assert "It holds from now on." in answer.content.decode()
    assert first.keeper.user.username in standing(MONDAY, "day")
    assert "l1" not in standing(MONDAY, "day")
    told = Notice.objects.filter(title__contains="班次有变动").values_list("recipient__username", flat=True)
    assert set(told) == {"l1", first.keeper.user.username}


def test_also_a_watch_that_runs_changes_hands(stood):
    post(
        "coordinator",
        f"/duty/assignments/{own('o1').id}/cover/",
        FIRST + HOUR,
        to=str(stood.keepers["o5"].id),
    )
    assert standing(MONDAY, "day") == ["l1", "o2", "o5"]


def test_who_comes_to_an_empty_place_takes_it_and_is_checked_in(stood):
    post(
        "coordinator",
        f"/duty/rosters/{stood.roster.id}/people/{stood.keepers['l1'].id}/leaving/",
        FIRST - HOUR,
    )
    assert standing(MONDAY, "day") == ["o1", "o2"]
    assert "I take it now" in page("l3", f"/duty/watches/{watch().id}/", FIRST).content.decode()
    assert take("l3").status_code == 200
    assert standing(MONDAY, "day") == ["l3", "o1", "o2"]
    assert CheckIn.objects.get().assignment.user.username == "l3"
    assert owed("leader").closed_as == "discharged"
    told = Notice.objects.filter(title__contains="紧急顶班").values_list("recipient__username", flat=True)
    assert "l1" in told
    assert take("l3").status_code == 200
    assert Assignment.objects.standing().filter(day=MONDAY, post="leader", shift="day").count() == 1


def test_nobody_takes_the_place_of_who_is_there_or_may_still_come(stood):
    answer = take("l3", at=FIRST + 10 * MINUTE)
    assert answer.status_code == 409
    assert "There is nothing to be taken here" in answer.content.decode()
    post("l1", f"/duty/watches/{watch().id}/check-in/", FIRST + 12 * MINUTE)
    assert take("l3", at=FIRST + HOUR).status_code == 409
    assert "l1" in standing(MONDAY, "day")


def test_who_did_not_come_in_time_loses_the_watch_and_is_told(stood):
    tick(FIRST + 16 * MINUTE)
    assert take("l3", at=FIRST + 20 * MINUTE).status_code == 200
    assert standing(MONDAY, "day") == ["l3", "o1", "o2"]
    told = Notice.objects.filter(title__contains="紧急顶班").values_list("recipient__username", flat=True)
    assert set(told) == {"coordinator", "l1"}
    row = owed("leader")
    assert (row.closed_as, row.missed_at) == ("discharged", FIRST + 15 * MINUTE)
    text = page("l1", f"/duty/watches/{watch().id}/", FIRST + HOUR).content.decode()
    assert "This watch is no longer yours, since" in text


@pytest.mark.parametrize(
    ("who", "what", "status", "said"),
    [
        ("o5", "leader", 403, "You are not down for this post in this roster."),
        ("l4", "leader", 409, "already stands another watch that begins on 2027-01-18"),
        ("reporter_z1", "leader", 404, "There is no such watch."),
    ],
)
def test_who_may_not_is_told_why(stood, who, what, status, said):
    tick(FIRST + 16 * MINUTE)
    answer = take(who, what, FIRST + 20 * MINUTE)
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert "l1" in standing(MONDAY, "day")


@pytest.mark.django_db(transaction=True)
def test_two_who_take_one_place_at_once_are_one(stood):
    post(
        "coordinator",
        f"/duty/rosters/{stood.roster.id}/people/{stood.keepers['l1'].id}/leaving/",
        FIRST - HOUR,
    )
    key = watch().id
    answers = at_once(
        *(
            lambda n=n: covering.take(watch_id=key, post="leader", by=actor_of(n), at=FIRST).user_id
            for n in ("l2", "l3")
        )
    )
    assert "duty.not-to-be-taken" in answers
    assert Assignment.objects.standing().filter(day=MONDAY, shift="day", post="leader").count() == 1


def test_an_empty_place_is_filled_by_whoever_keeps_the_roster_the_fairest_first():
    office: Office = build(stood=False)
    path = f"/duty/watches/{watch().id}/posts/leader/"
    assert page("o1", path, FIRST).status_code in {403, 404}
    found = page("coordinator", path, FIRST).context["page"]
    assert [one.keeper.user.username for one in found.colleagues] == ["l1", "l2", "l3", "l4"]
    answer = post("coordinator", f"{path}cover/", FIRST, to=str(office.keepers["l2"].id))
    assert "The place is filled." in answer.content.decode()
    assert standing(MONDAY, "day") == ["l2"]
    assert post("coordinator", f"{path}cover/", FIRST, to=str(office.keepers["l2"].id)).status_code == 200
    assert post("coordinator", f"{path}cover/", FIRST, to=str(office.keepers["l3"].id)).status_code == 409


def test_nothing_is_filled_once_the_watch_is_over(stood):
    answer = post(
        "coordinator",
        f"/duty/assignments/{own('o1').id}/cover/",
        FIRST + 12 * HOUR,
        to=str(stood.keepers["o5"].id),
    )
    assert answer.status_code == 409
    assert "o1" in standing(MONDAY, "day")
