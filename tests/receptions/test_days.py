"""Reception days are published ahead, owed, held or moved in the open; numbers are taken once and gone the next day."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from duecare.audit.models import Entry
from duecare.core.errors import BadInput, Conflict, NotFound
from duecare.obligations.models import Obligation
from duecare.orgs.actions import add_unit
from duecare.orgs.rules import SYSTEM
from duecare.receptions import actions
from duecare.receptions.models import Day, Ticket
from tests.people import FOUNDED, District, actor_of
from tests.plans.plans import apply
from tests.receptions.conftest import BEGINS, DAYS, HOUR, MINUTE, WHOLE, day_at, owed, taken, turn

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_four_weeks_are_published_and_each_wednesday_is_owed_in_its_time(winter: District) -> None:
    schools = Day.objects.filter(unit=winter["QY-Z1"]).order_by("on")
    assert [day.on.isoformat() for day in schools] == ["2027-01-06", "2027-01-13", "2027-01-20", "2027-01-27"]
    assert [day.on for day in Day.objects.filter(unit=winter.root)] == [date(2027, 1, 6)]
    assert not Obligation.objects.filter(kind="receptions.day").exists()
    turn(FOUNDED + DAYS)
    row = owed("QY-Z1")
    assert (row.opens_at, row.due_at, row.post) == (BEGINS, BEGINS + 26 * HOUR, "leader")
    assert row.creditor == winter.office
    assert Obligation.objects.filter(kind="receptions.day").count() == 6
    turn(FOUNDED + DAYS)
    assert Obligation.objects.filter(kind="receptions.day").count() == 6
    turn(FOUNDED + 7 * DAYS)
    assert schools.all().count() == 5 and Day.objects.filter(unit=winter.root).count() == 2


def test_on_public_holidays_nobody_is_received(winter: District) -> None:
    holiday = "holidays: [{from: 2027-01-13, to: 2027-01-13, name: {zh: 假日, en: Holiday}}]"
    calendar = f"calendar: {{calendar: x, extends: cn, confirmed_through: 2026-12-31, {holiday}}}\n"
    with_holiday = WHOLE.replace("period:", f"{calendar}period:", 1)
    apply(with_holiday, FOUNDED + HOUR)
    turn(FOUNDED + 2 * HOUR)
    assert not Day.objects.filter(on="2027-01-13").exists()
    assert Day.objects.filter(on="2027-01-20").count() == 5


def test_a_school_founded_meanwhile_has_its_days_from_the_next_turn_of_the_day(winter: District) -> None:
    new = add_unit(
        parent=winter.root, code="QY-X9", name="第九小学", kind="primary_school", by=SYSTEM, at=FOUNDED + HOUR
    )
    turn(FOUNDED + DAYS)
    assert Day.objects.filter(unit=new).count() == 4


def test_who_said_that_it_was_held_has_done_it_and_numbers_are_in_steps(winter: District) -> None:
    turn(BEGINS)
    day = day_at(winter["QY-Z1"])
    held = actions.say_held(day_id=day.id, received="1-4", by=actor_of("leader_z1"), at=BEGINS + HOUR)
    assert (held.received, owed("QY-Z1").closed_as, owed("QY-Z1").late) == ("1-4", "discharged", False)
    assert Entry.objects.filter(verb="receptions.held").count() == 1
    with pytest.raises(Conflict):
        actions.say_held(day_id=day.id, received="none", by=actor_of("leader_z1"), at=BEGINS + HOUR)


def test_silence_is_missed_and_the_ladder_climbs(winter: District) -> None:
    turn(BEGINS)
    turn(BEGINS + 26 * HOUR + MINUTE)
    assert owed("QY-Z1").missed_at is not None
    day = day_at(winter["QY-Z1"])
    actions.say_held(day_id=day.id, received="none", by=actor_of("leader_z1"), at=BEGINS + 27 * HOUR)
    assert owed("QY-Z1").late


def test_nobody_says_it_beforehand_nor_for_another_school(winter: District) -> None:
    turn(BEGINS - HOUR)
    day = day_at(winter["QY-Z1"])
    with pytest.raises(Conflict):
        actions.say_held(day_id=day.id, received="none", by=actor_of("leader_z1"), at=BEGINS - HOUR)
    for who in ("leader_x1", "auditor", "administrator"):
        with pytest.raises(NotFound):
            actions.say_held(day_id=day.id, received="none", by=actor_of(who), at=BEGINS)
    with pytest.raises(BadInput):
        actions.say_held(day_id=day.id, received="7", by=actor_of("leader_z1"), at=BEGINS)


def test_a_day_that_is_not_held_is_held_later_in_the_open_and_its_lateness_stays(winter: District) -> None:
    turn(FOUNDED + DAYS)
    day, leader = day_at(winter["QY-Z1"]), actor_of("leader_z1")
    other = actions.call_off(
        day_id=day.id, why="停电检修", instead=date(2027, 1, 8), by=leader, at=FOUNDED + DAYS
    )
    day.refresh_from_db()
    assert (day.why, day.instead_id, other.starts_at) == ("停电检修", other.id, BEGINS + 2 * DAYS)
    with pytest.raises(Conflict):
        taken(day)
    again = actions.call_off(
        day_id=other.id, why="校长外出", instead=date(2027, 1, 11), by=leader, at=FOUNDED + DAYS
    )
    turn(BEGINS + 5 * DAYS)
    assert owed("QY-Z1").missed_at is not None
    actions.say_held(day_id=again.id, received="5-9", by=leader, at=BEGINS + 5 * DAYS + HOUR)
    row = owed("QY-Z1")
    assert (row.closed_as, row.late) == ("discharged", True)
    asked = Obligation.objects.filter(kind="receptions.day", debtor=winter["QY-Z1"]).order_by("slot")
    assert [one.slot.isoformat() for one in asked] == ["2027-01-06", "2027-01-13"]


@pytest.mark.parametrize(
    ("why", "instead", "where"),
    [
        ("", "2027-01-08", "why"),
        ("停电", "2027-01-06", "instead"),
        ("停电", "2027-01-21", "instead"),
        ("停电", "2027-01-13", "instead"),
    ],
)
def test_without_a_reason_or_a_near_free_day_it_stays(
    winter: District, why: str, instead: str, where: str
) -> None:
    day = day_at(winter["QY-Z1"])
    with pytest.raises(BadInput) as refused:
        actions.call_off(
            day_id=day.id, why=why, instead=date.fromisoformat(instead), by=actor_of("leader_z1"), at=FOUNDED
        )
    assert refused.value.where == where
    assert Day.objects.get(id=day.id).called_off_at is None


def test_a_time_is_taken_once_and_a_second_click_is_the_same_number(winter: District) -> None:
    day, same = day_at(winter["QY-Z1"]), uuid.uuid4()
    first = taken(day, 2, client_id=same)
    assert (first.number, first.at) == (2, BEGINS + timedelta(minutes=30))
    assert taken(day, 2, client_id=same) == first
    assert Ticket.objects.count() == 1
    with pytest.raises(Conflict):
        taken(day, 2)
    for wrong in ({"number": 5}, {"number": 0}, {"coming": 6}, {"coming": 0}):
        with pytest.raises(BadInput):
            taken(day, **{"number": 1, **wrong})
    with pytest.raises(Conflict):
        taken(day, 1, at=BEGINS)


def test_a_number_is_given_back_by_whoever_has_its_sign(winter: District) -> None:
    day = day_at(winter["QY-Z1"])
    mine = taken(day, 1)
    for number, sign in ((1, "0000"), (2, mine.check_sign), (1, "")):
        with pytest.raises(BadInput):
            actions.give_back(day=day, number=number, check_sign=sign)
    actions.give_back(day=day, number=1, check_sign=f" {mine.check_sign.lower()} ")
    assert taken(day, 1).number == 1


def test_numbers_are_gone_the_next_day_and_not_before(winter: District) -> None:
    taken(day_at(winter["QY-Z1"]))
    taken(day_at(winter["QY-Z1"], "2027-01-13"))
    turn(BEGINS + 8 * HOUR + 59 * MINUTE)  # 23:59
    assert Ticket.objects.count() == 2
    turn(BEGINS + 9 * HOUR)
    assert [one.day.on.isoformat() for one in Ticket.objects.all()] == ["2027-01-13"]


def test_why_a_day_was_called_off_is_forgotten_after_ninety_days(winter: District) -> None:
    day = day_at(winter["QY-Z1"])
    actions.call_off(
        day_id=day.id, why="停电检修", instead=date(2027, 1, 8), by=actor_of("leader_z1"), at=FOUNDED
    )
    for passed, left in ((timedelta(days=89), "停电检修"), (timedelta(days=90), "")):
        actions.forget(FOUNDED + passed)
        assert Day.objects.get(id=day.id).why == left
