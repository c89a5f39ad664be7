"""Swaps as promised: both agree, the leader consents, no hard rule is broken, and nothing of it is lost or stolen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from duecare.audit.models import Entry
from duecare.duty.actions import consenting, drafting, expiring, publishing, swapping
from duecare.duty.models import Assignment, Swap
from duecare.notify.models import Notice
from duecare.obligations.models import Obligation
from duecare.orgs.rules import SYSTEM
from tests.at_once import at_once
from tests.duty.rosters import FIRST, Office
from tests.duty.watching import HOUR, stood
from tests.people import actor_of, client_for, clock_at

pytestmark = [pytest.mark.both, pytest.mark.django_db]
__all__ = ["stood"]
#: Friday 22 January: the first crew's second day watch.
FRIDAY = date(2027, 1, 22)
AT = FIRST - 24 * HOUR


def post(name, path, at=AT, **data):
    with clock_at(at):
        return client_for(name, "en").post(path, data, follow=True)


def page(name, path, at=AT, language="en"):
    with clock_at(at):
        return client_for(name, language).get(path)


def watch_of(name: str, day: date = FRIDAY) -> Assignment:
    return Assignment.objects.standing().get(user__username=name, day=day)


def standing(day: date, shift: str) -> list[str]:
    rows = Assignment.objects.standing().filter(day=day, shift=shift)
    return sorted(rows.values_list("user__username", flat=True))


def offer(office: Office, who="o1", to="o3", wanted: Assignment | None = None, day=FRIDAY, at=AT):
    data = {"to": str(office.keepers[to].id) if to else "", "wanted": str(wanted.id) if wanted else ""}
    return post(who, f"/duty/assignments/{watch_of(who, day).id}/offer/", at, **data)


def accept(name: str, at=AT):
    return post(name, f"/duty/swaps/{Swap.objects.latest('asked_at').id}/acceptance/", at)


def consent(name: str, at=AT):
    return post(name, f"/duty/swaps/{Swap.objects.latest('asked_at').id}/consent/", at)


def agreed(office: Office, **what) -> Swap:
    offer(office, **what)
    accept("o3")
    return Swap.objects.get()


def test_a_watch_passes_on_once_both_agree_and_the_leader_consents(stood):
    offer(stood)
    assert "o1" in standing(FRIDAY, "day")
    assert "值班员1" in page("o3", "/duty/mine/").content.decode()
    accept("o3")
    assert "o1" in standing(FRIDAY, "day")
    owed = Obligation.objects.get(kind="duty.request")
    assert (owed.debtor, owed.post, owed.due_at) == (stood.district.office, "leader", AT + 24 * HOUR)
    answer = consent("leader")
    assert "The swap holds from now on." in answer.content.decode()
    assert standing(FRIDAY, "day") == ["l1", "o2", "o3"]
    owed.refresh_from_db()
    assert owed.closed_as == "discharged"
    assert Entry.objects.filter(verb="duty.swap_consented", object_id=str(Swap.objects.get().id)).count() == 1
    told = Notice.objects.filter(recipient=stood.keepers["o1"].user).latest("created_at")
    assert "您不再值" in told.body


def test_one_watch_for_another_changes_both(stood):
    back = watch_of("o3", date(2027, 1, 24))
    agreed(stood, wanted=back)
    consent("leader")
    assert standing(FRIDAY, "day") == ["l1", "o2", "o3"]
    assert standing(date(2027, 1, 24), "night") == ["l2", "o1", "o4"]


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("o5", "值班员5 has 0 hours of rest before 白班·值班员 on 2027-01-22 instead of 11."),
        ("o7", "值班员7 already stands another watch that begins on 2027-01-22."),
        ("l2", "值班领导2 is not qualified for 白班·值班员 on 2027-01-22."),
    ],
)
def test_what_would_break_a_rule_is_refused_and_says_which(stood, to, said):
    answer = offer(stood, to=to)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert said.replace("白班", "Day").replace("·值班员", "·Duty officer") in text
    assert not Swap.objects.exists()


def test_the_page_shows_who_may_stand_it_fairest_first_and_why_others_may_not(stood):
    found = page("o1", f"/duty/assignments/{watch_of('o1').id}/passing/").context["page"]
    assert [bool(one.said) for one in found.colleagues] == [False, False, True, True, True, True]
    assert {one.keeper.user.username for one in found.colleagues[:2]} == {"o3", "o4"}


def test_offered_to_all_the_first_who_accepts_has_it(stood):
    offer(stood, to=None)
    first = accept("o4")
    assert "Accepted." in first.content.decode()
    late = accept("o3")
    assert late.status_code == 409
    assert "Somebody else has accepted this watch already." in late.content.decode()
    assert accept("o4").status_code == 200
    assert Obligation.objects.filter(kind="duty.request").count() == 1


@pytest.mark.django_db(transaction=True)
def test_asked_twice_at_once_by_two_people_one_has_it(stood):
    offer(stood, to=None)
    swap = Swap.objects.get()
    answers = at_once(
        *(
            lambda n=name: swapping.accept(swap_id=swap.id, by=actor_of(n), at=AT).accepted_by_id
            for name in ("o3", "o4")
        )
    )
    assert "duty.faster" in answers
    swap.refresh_from_db()
    assert swap.accepted_by_id in answers


@pytest.mark.django_db(transaction=True)
def test_consented_by_two_at_once_it_is_done_once(stood):
    swap = agreed(stood)
    by = [actor_of("leader"), actor_of("l1")]
    at_once(*(lambda who=who: consenting.consent(swap_id=swap.id, by=who, at=AT).id for who in by))
    assert standing(FRIDAY, "day") == ["l1", "o2", "o3"]
    assert Assignment.objects.filter(day=FRIDAY, came_by="swap").count() == 1


def test_the_same_offer_again_is_the_same_and_another_is_refused(stood):
    offer(stood)
    assert offer(stood).status_code == 200
    answer = offer(stood, to="o4")
    assert answer.status_code == 409
    assert "This watch is offered already." in answer.content.decode()
    assert Swap.objects.count() == 1


def test_nobody_else_offers_accepts_or_decides(stood):
    other = post("o2", f"/duty/assignments/{watch_of('o1').id}/offer/", to=str(stood.keepers["o3"].id))
    assert other.status_code == 404
    offer(stood)
    assert accept("o4").status_code == 403
    assert post("reporter_z1", f"/duty/swaps/{Swap.objects.get().id}/acceptance/").status_code == 404
    accept("o3")
    for name in ("o1", "o3", "coordinator"):
        assert consent(name).status_code in {403, 404}
    assert "o1" in standing(FRIDAY, "day")


def test_a_leader_does_not_decide_on_what_is_their_own(stood):
    offer(stood, who="l1", to="l2")
    accept("l2")
    answer = consent("l1")
    assert answer.status_code == 403
    assert "This is your own request, so somebody else decides." in answer.content.decode()
    assert consent("leader").status_code == 200
    assert "l2" in standing(FRIDAY, "day")


def test_declined_withdrawn_and_refused_nothing_changes_and_people_are_told(stood):
    offer(stood)
    post("o3", f"/duty/swaps/{Swap.objects.get().id}/declining/")
    assert Notice.objects.filter(recipient=stood.keepers["o1"].user, title__contains="没有接受").count() == 1
    offer(stood, at=AT + HOUR)
    accept("o3", AT + HOUR)
    post("o1", f"/duty/swaps/{Swap.objects.latest('asked_at').id}/withdrawal/", AT + HOUR)
    offer(stood, at=AT + 2 * HOUR)
    accept("o3", AT + 2 * HOUR)
    post("leader", f"/duty/swaps/{Swap.objects.latest('asked_at').id}/refusal/", AT + 2 * HOUR)
    assert list(Swap.objects.order_by("asked_at").values_list("ended_as", flat=True)) == [
        "refused", "withdrawn", "refused",
    ]  # fmt: skip
    assert standing(FRIDAY, "day") == ["l1", "o1", "o2"]
    assert not Obligation.objects.filter(kind="duty.request", closed_at=None).exists()
    assert Notice.objects.filter(recipient=stood.keepers["o3"].user, title__contains="未获批准").count() == 1


def test_rules_are_held_to_when_the_leader_decides_not_when_it_was_offered(stood):
    agreed(stood)
    keeper = stood.keepers["o3"]
    keeper.leaves.create(
        first=FRIDAY, last=FRIDAY, asked_by=keeper.user_id, asked_at=AT, decided_at=AT, granted=True
    )
    answer = consent("leader")
    assert answer.status_code == 409
    assert "is on leave and put on" in answer.content.decode()
    assert "o1" in standing(FRIDAY, "day")


def test_undone_before_the_watch_everybody_stands_what_they_stood(stood):
    back = watch_of("o3", date(2027, 1, 24))
    swap = agreed(stood, wanted=back)
    consent("leader")
    assert post("o3", f"/duty/swaps/{swap.id}/undoing/").status_code == 403
    answer = post("coordinator", f"/duty/swaps/{swap.id}/undoing/")
    assert "Undone." in answer.content.decode()
    assert standing(FRIDAY, "day") == ["l1", "o1", "o2"]
    assert standing(date(2027, 1, 24), "night") == ["l2", "o3", "o4"]
    assert post("coordinator", f"/duty/swaps/{swap.id}/undoing/").status_code == 200


def test_once_the_watch_has_begun_nothing_is_offered_accepted_consented_or_undone(stood):
    begins = watch_of("o1").starts_at
    swap = agreed(stood)
    answer = consent("leader", begins)
    assert answer.status_code == 409
    assert "This watch has begun." in answer.content.decode()
    assert offer(stood, who="o2", at=begins).status_code == 409
    expiring.end_requests(begins)
    swap.refresh_from_db()
    assert swap.ended_as == "overtaken"
    assert Obligation.objects.get(kind="duty.request").closed_as == "waived"
    assert Notice.objects.filter(title__contains="换班没有成").count() == 2
    expiring.end_requests(begins)
    assert Notice.objects.filter(title__contains="换班没有成").count() == 2


def test_an_edit_of_the_roster_ends_the_offer_and_says_so(stood):
    swap = agreed(stood)
    given = watch_of("o1")
    post("coordinator", f"/duty/assignments/{given.id}/cover/", to=str(stood.keepers["o4"].id))
    swap.refresh_from_db()
    assert swap.ended_as == "overtaken"
    assert standing(FRIDAY, "day") == ["l1", "o2", "o4"]
    told = Notice.objects.filter(title__contains="换班没有成")
    assert {notice.recipient.username for notice in told} == {"o1", "o3"}


def test_who_keeps_the_roster_exchanges_two_watches_and_can_undo_it(stood):
    back = watch_of("o3", date(2027, 1, 24))
    data = {"to": str(stood.keepers["o3"].id), "wanted": str(back.id)}
    given = watch_of("o1")
    assert post("o2", f"/duty/assignments/{given.id}/cover/", **data).status_code == 403
    answer = post("coordinator", f"/duty/assignments/{given.id}/cover/", **data)
    assert "It holds from now on." in answer.content.decode()
    assert standing(date(2027, 1, 24), "night") == ["l2", "o1", "o4"]
    again = post("coordinator", f"/duty/assignments/{given.id}/cover/", **data)
    assert again.status_code == 200
    assert Swap.objects.count() == 1
    post("coordinator", f"/duty/swaps/{Swap.objects.get().id}/undoing/")
    assert standing(date(2027, 1, 24), "night") == ["l2", "o3", "o4"]


def test_a_swap_survives_a_new_edition(stood):
    agreed(stood)
    consent("leader")
    draft = drafting.begin(roster_id=stood.roster.id, by=SYSTEM, at=AT)
    publishing.publish(roster_id=stood.roster.id, number=draft.number, edits=0, by=SYSTEM, at=AT)
    assert standing(FRIDAY, "day") == ["l1", "o2", "o3"]


def test_ninety_days_after_the_period_who_asked_whom_is_forgotten_and_who_stood_stays(stood):
    agreed(stood)
    consent("leader")
    over = FIRST + timedelta(days=14)
    expiring.forget_requests(over + timedelta(days=89))
    assert Swap.objects.count() == 1
    expiring.forget_requests(over + timedelta(days=91))
    assert not Swap.objects.exists()
    assert standing(FRIDAY, "day") == ["l1", "o2", "o3"]
    entry = Entry.objects.filter(verb="duty.swap_consented").get()
    assert not hasattr(entry, "detail") or entry.detail is None


def test_the_list_of_what_waits_is_of_those_who_decide(stood):
    agreed(stood)
    assert "值班员3" in page("leader", "/duty/requests/").content.decode()
    assert "值班员3" not in page("leader_z1", "/duty/requests/").content.decode()
    assert page("reporter_z1", "/duty/requests/").status_code == 200
