"""Who stands what, by its one writer; and the problem that edits, swaps and searches are held against."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from duecare.audit.models import Entry
from duecare.core.errors import Conflict
from duecare.duty.actions import assignments
from duecare.duty.actions.assignments import Place
from duecare.duty.models import Assignment, Leave, Swap, Watchkeeper, Wish
from duecare.duty.queries.problems import problem_of, roster_now
from duecare.duty.rules import model
from duecare.duty.rules.checking import breaches
from duecare.duty.rules.model import Counts, Need
from duecare.notify.models import Notice
from duecare.orgs.rules import SYSTEM
from tests.duty.rosters import BEFORE, DAY, FIRST, Office, office

__all__ = ["office"]
pytestmark = [pytest.mark.django_db, pytest.mark.both]
MONDAY = date(2027, 1, 18)


def put(
    office: Office, who: str, day: date = MONDAY, shift: str = "day", came_by: str = "manager"
) -> Assignment:
    """Let somebody stand a watch."""
    keeper = office.keepers[who]
    place = Place(keeper, office.roster.keeper_id, day, shift, keeper.posts[0])
    with transaction.atomic():
        roster = assignments.hold(office.roster.id)
        return assignments.change(roster=roster, end=[], make=[place], came_by=came_by, by=SYSTEM, at=BEFORE)[
            0
        ]


def let_go(office: Office, assignment: Assignment) -> None:
    """Let somebody no longer stand a watch."""
    with transaction.atomic():
        roster = assignments.hold(office.roster.id)
        assignments.change(roster=roster, end=[assignment], make=[], came_by="manager", by=SYSTEM, at=BEFORE)


def stand(office: Office) -> None:
    """Let everybody stand the roster made by hand."""
    for who, row in ((k, office.by_hand()[str(v.id)]) for k, v in office.keepers.items()):
        for n, kind in enumerate(row):
            if kind:
                put(office, who, MONDAY + n * DAY, kind.split("/")[0])


def test_a_change_ends_makes_counts_and_is_on_record(office: Office) -> None:
    first = put(office, "o1")
    with transaction.atomic():
        roster = assignments.hold(office.roster.id)
        keeper = office.keepers["o2"]
        place = Place(keeper, first.site_id, first.day, first.shift, first.post)
        made = assignments.change(
            roster=roster, end=[first], make=[place], came_by="swap", by=SYSTEM, at=FIRST - DAY
        )
    first.refresh_from_db()
    assert (first.ended_at, first.ended_by, first.sequence) == (FIRST - DAY, "swap", 1)
    assert (made[0].starts_at, made[0].ends_at - made[0].starts_at) == (FIRST, DAY / 2)
    assert roster.revision == 2
    assert Entry.objects.filter(verb="duty.changed", object_id=str(roster.id)).count() == 2


def test_those_who_lose_or_gain_a_watch_are_told_but_not_who_did_it(office: Office) -> None:
    put(office, "o1")
    told = Notice.objects.get(recipient=office.keepers["o1"].user)
    assert "白班" in told.body and "值班员" in told.body
    assert not Notice.objects.exclude(recipient=office.keepers["o1"].user).exists()


def test_what_has_ended_meanwhile_is_a_conflict_and_changes_nothing(office: Office) -> None:
    first = put(office, "o1")
    Assignment.objects.filter(id=first.id).update(ended_at=BEFORE, ended_by="swap")
    with pytest.raises(Conflict):
        let_go(office, first)
    office.roster.refresh_from_db()
    assert office.roster.revision == 1


def test_nobody_stands_two_watches_of_a_day(office: Office) -> None:
    put(office, "o1")
    with pytest.raises(Conflict):
        put(office, "o1", shift="night")


def test_an_open_swap_of_a_watch_that_ends_is_overtaken(office: Office) -> None:
    first = put(office, "o1")
    swap = Swap.objects.create(roster=office.roster, given=first, asked_by=first.user_id, asked_at=BEFORE)
    let_go(office, first)
    swap.refresh_from_db()
    assert (swap.ended_as, swap.ended_at) == ("overtaken", BEFORE)


def test_a_roster_that_holds_is_read_back_and_breaks_nothing(office: Office) -> None:
    stand(office)
    problem = problem_of(office.roster, BEFORE)
    now = roster_now(office.roster)
    assert {person: list(row) for person, row in now.cells.items()} == office.by_hand()
    assert breaches(problem, now) == []
    assert problem.published == now
    assert problem.needs[0, "day/officer"] == Need(least=2, wanted=2, most=2)
    assert problem.day_types[5] == "weekend" and problem.holidays == {8, 9}


def test_what_has_begun_is_locked_and_takes_nobody_else(office: Office) -> None:
    put(office, "o1")
    at = FIRST + DAY / 4
    problem = problem_of(office.roster, at)
    mine = str(office.keepers["o1"].id)
    assert problem.locked == {(mine, 0): "day/officer"}
    assert problem.needs[0, "day/officer"] == Need(wanted=1, most=1)
    assert (0, "day/leader") not in problem.needs
    assert problem.needs[0, "night/leader"].least == 1
    later = problem_of(office.roster, FIRST + DAY)
    assert later.locked[str(office.keepers["o2"].id), 0] == ""


def test_leave_wishes_and_own_limits_bind(office: Office) -> None:
    keeper = office.keepers["o1"]
    Watchkeeper.objects.filter(id=keeper.id).update(share=50, limits={"days_most": 2})
    for granted, first in ((True, 1), (None, 5)):
        Leave.objects.create(
            watchkeeper=keeper, first=MONDAY + first * DAY, last=MONDAY + (first + 1) * DAY, asked_at=BEFORE,
            granted=granted, decided_at=BEFORE if granted else None,
        )  # fmt: skip
    Wish.objects.create(
        watchkeeper=keeper, day=MONDAY, shift="night", wants=False, weight=2, wished_at=BEFORE
    )
    person = problem_of(office.roster, BEFORE).person[str(keeper.id)]
    assert person.leave == {1, 2}
    assert person.wishes == (model.Wish(0, "night/officer", 2, wants=False),)
    assert (person.share, person.limits.days_most, person.limits.rest) == (50, 2, 660)


def test_who_has_left_is_gone_from_then_on(office: Office) -> None:
    put(office, "o1")
    left = [office.keepers[name].id for name in ("o1", "o2")]
    Watchkeeper.objects.filter(id__in=left).update(left_at=FIRST + DAY)
    problem = problem_of(office.roster, FIRST + 2 * DAY)
    assert str(left[1]) not in problem.person
    assert problem.person[str(left[0])].leave >= set(range(2, 14))


def test_earlier_periods_of_the_same_keeper_count_and_newcomers_start_level(office: Office) -> None:
    stand(office)
    later = office.arrangement
    given = {**later.terms, "first": "2027-02-01", "last": "2027-02-07"}
    later.pk, later.key, later.terms, later._state.adding = None, "next", given, True
    later.id = Leave().id
    later.save()
    roster = type(office.roster).objects.create(
        arrangement=later, keeper=office.roster.keeper, created_at=BEFORE
    )
    old, new = office.keepers["o1"].user, office.district.people["reporter_z1"]
    for user in (old, new):
        Watchkeeper.objects.create(roster=roster, user=user, posts=["officer"], joined_at=BEFORE)
    mine, theirs = problem_of(roster, BEFORE).people
    assert mine.earlier == Counts(load=8 * 720, nights=4, weekends=3, holidays=2)
    assert theirs.earlier.load == 7 * 720
    assert mine.before and {day for day, _kind in mine.before} <= set(range(-14, 0))


def test_a_watch_of_another_roster_keeps_the_day_free_and_the_rest_around_it(office: Office) -> None:
    arrangement = office.arrangement
    arrangement.pk, arrangement.key, arrangement._state.adding = Leave().id, "gate", True
    arrangement.save()
    roster = type(office.roster).objects.create(
        arrangement=arrangement, keeper=office.district.root, created_at=BEFORE
    )
    keeper = Watchkeeper.objects.create(
        roster=roster, user=office.keepers["o1"].user, posts=["officer"], joined_at=BEFORE
    )
    put(office, "o1", shift="night")
    problem, mine = problem_of(roster, BEFORE), str(keeper.id)
    assert problem.locked == {(mine, 0): ""}
    assert problem.person[mine].elsewhere == ((720, 1440),)
    tuesday = model.Roster({mine: ("", "day/officer", *[""] * 12)})
    assert [(b.rule.name, b.days, b.found) for b in breaches(problem, tuesday, only=[mine])] == [
        ("elsewhere", (1,), 0)
    ]
    night = model.Roster({mine: ("", "night/officer", *[""] * 12)})
    assert breaches(problem, night, only=[mine]) == []
