"""What an inspection counts for: one in each programme, in the window it was made in, else the oldest missed."""

from __future__ import annotations

import uuid

import pytest

from duecare.inspections.actions.counting import counting_for
from duecare.inspections.models import Owed
from duecare.inspections.rules.counting import Reason
from duecare.obligations import actions as kernel
from duecare.orgs import actions as orgs
from duecare.orgs.rules import SYSTEM
from tests.at_once import at_once
from tests.inspections.programmes import DISTRICT, MONTHLY, Winter, changed, local
from tests.people import FOUNDED, actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def numbers(winter: Winter, key: str = "monthly", window: str = "2027-01", code: str = "QY-Z1") -> list[int]:
    """What is done of a window."""
    return [one.number for one in winter.owed(key, code, window) if one.obligation.closed_as == "discharged"]


def test_the_lowest_number_is_done_and_on_time(winter):
    (one,) = winter.inspect(local("2027-01-06 10:00"))
    assert (one.owed.number, one.reason, one.late) == (1, Reason.COUNTS, False)
    assert numbers(winter) == [1]
    assert Owed.objects.get(counted_on__isnull=False).week == "2027-W01"


def test_the_second_in_a_week_is_extra_and_says_so(winter):
    winter.inspect(local("2027-01-06 10:00"))
    friday, by = local("2027-01-08 10:00").date(), actor_of("reporter_z1")
    (asked,) = counting_for(unit=winter.district["QY-Z1"], checklist_key="food", by=by, on=friday)
    (one,) = winter.inspect(local("2027-01-10 23:00"))
    assert (one.owed, one.reason) == (asked.owed, asked.reason) == (None, Reason.SAME_WEEK)
    (next_week,) = winter.inspect(local("2027-01-11 09:00"))
    assert next_week.owed.number == 2 and numbers(winter) == [1, 2]


def test_another_checklist_counts_for_another_programme(winter):
    (one,) = winter.inspect(local("2027-01-06 10:00"), checklist="heating-and-hot-water")
    assert one.programme.key == "heating" and numbers(winter) == []
    assert winter.inspect(local("2027-01-06 11:00"), checklist="laboratories") == []
    (extra,) = winter.inspect(local("2027-01-07 11:00"), checklist="heating-and-hot-water")
    assert extra.reason == Reason.NOTHING_OWED


def test_a_fourth_in_the_month_is_extra(winter):
    for day in ("05", "12", "19"):
        winter.inspect(local(f"2027-01-{day} 10:00"))
    (one,) = winter.inspect(local("2027-01-26 10:00"))
    assert (one.owed, one.reason, numbers(winter)) == (None, Reason.NOTHING_OWED, [1, 2, 3])


def test_in_february_it_counts_for_february_and_the_next_in_the_week_makes_january_good(winter):
    winter.until(local("2027-02-01 09:00"))
    (first,) = winter.inspect(local("2027-02-02 10:00"))
    (second,) = winter.inspect(local("2027-02-03 10:00"))
    assert [(one.owed.window, one.owed.number, one.late) for one in (first, second)] == [
        ("2027-02", 1, False), ("2027-01", 1, True)
    ]  # fmt: skip
    (third,) = winter.inspect(local("2027-02-04 10:00"))
    assert third.reason == Reason.SAME_WEEK
    missed = winter.owed("monthly")[0].obligation
    assert missed.closed_as == "discharged" and missed.missed_at == local("2027-01-17 23:59")


def test_what_is_made_late_in_its_month_is_late(winter):
    kernel.tick(local("2027-01-18 00:05"))
    (one,) = winter.inspect(local("2027-01-19 10:00"))
    assert (one.owed.number, one.late) == (1, True)


def test_the_same_inspection_counts_once(winter):
    number = uuid.uuid4()
    (one,) = winter.inspect(local("2027-01-06 10:00"), inspection_id=number)
    (again,) = winter.inspect(local("2027-01-12 10:00"), inspection_id=number)
    assert one.owed == again.owed and numbers(winter) == [1]


def test_only_a_post_of_the_unit_that_owes_it_counts(winter):
    assert winter.inspect(local("2027-01-06 10:00"), who="coordinator")[0].programme.key == "district"
    assert winter.inspect(local("2027-01-06 10:00"), who="reporter_z2") == []
    assert numbers(winter) == []
    (one,) = winter.inspect(local("2027-01-06 10:00"), code="QY-X1-D1", who="reporter_x1")
    assert one.owed.obligation.debtor.code == "QY-X1"
    assert winter.inspect(local("2027-01-06 10:00"), code="QY-X1-D1", who="reporter_d1") == []


def test_an_auditor_s_post_inspects_nothing_whatever_else_reaches_it(winter):
    orgs.appoint(user=winter.district.people["coordinator"], post=orgs.add_post(
        unit=winter.district["QY-Z1"], kind="auditor", by=SYSTEM, at=FOUNDED), by=SYSTEM, at=FOUNDED)  # fmt: skip
    found = winter.inspect(local("2027-01-06 10:00"), who="coordinator")
    assert [one.programme.key for one in found] == ["district"] and numbers(winter) == []


def test_the_district_s_counts_for_the_one_it_drew(winter):
    drawn = Owed.objects.filter(programme__key="district").select_related("unit").earliest("obligation_id")
    (one,) = winter.inspect(local("2027-01-06 10:00"), code=drawn.unit.code, who="coordinator")
    assert one.owed == drawn
    spared = next(c for c in ("QY-Z1", "QY-Z2", "QY-X1", "QY-X2", "QY-X3") if not winter.owed("district", c))
    (one,) = winter.inspect(local("2027-01-06 10:00"), code=spared, who="coordinator")
    assert one.reason == Reason.NOTHING_OWED


def test_what_was_passed_on_counts_where_it_is_owed_now(winter):
    row = winter.owed("monthly")[0].obligation
    kernel.reassign(
        obligation_id=row.id, to_debtor=winter.district["QY-Z2"], to_post="reporter", by=SYSTEM,
        at=local("2027-01-05 10:00"), why="整修",
    )  # fmt: skip
    (one,) = winter.inspect(local("2027-01-06 10:00"), who="reporter_z2")
    assert one.owed.obligation_id == row.id


def test_a_programme_that_has_ended_still_takes_what_is_owed_and_calls_nothing_extra(winter):
    winter.apply(DISTRICT, at=local("2027-01-05 10:00"))
    (one,) = winter.inspect(local("2027-01-06 10:00"))
    assert one.owed.number == 1
    for day in ("12", "19"):
        winter.inspect(local(f"2027-01-{day} 10:00"))
    assert winter.inspect(local("2027-01-26 10:00")) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("apart", ["week", None])
def test_two_at_once_count_for_one_each(district, apart):
    winter = Winter(district)
    winter.apply(changed(MONTHLY, apart=apart))
    at = local("2027-01-06 10:00")
    answers = at_once(*[lambda: [one.owed and one.owed.number for one in winter.inspect(at)]] * 4)
    done = sorted(n for answer in answers for n in answer if n)  # type: ignore[attr-defined]
    assert done == ([1] if apart else [1, 2, 3])
    assert numbers(winter) == done


@pytest.mark.django_db(transaction=True)
def test_the_same_inspection_sent_twice_at_once_counts_once(district):
    winter = Winter(district)
    winter.apply(changed(MONTHLY, apart=None))
    number, at = uuid.uuid4(), local("2027-01-06 10:00")
    at_once(*[lambda: len(winter.inspect(at, inspection_id=number))] * 3)
    assert numbers(winter) == [1]
